//! `GET /v1/accounts/{account}/users`: the users of an account, listed, filtered and searched.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::changes::administrators;
use usher::domain::access::model::{AccessModel, RoleName, UnitReach};
use usher::domain::access::permission::Operation;
use usher::domain::decision::{Keepers, Telling};
use usher::domain::external_id::{ExternalId, Holder, Scope};
use usher::domain::id::{AccountId, UnitId};
use usher::domain::people::search::Prefix;
use usher::domain::people::user::{User, UserFilter, UserStatus};
use usher::domain::time;
use usher::http::labels;
use usher::http::openapi::TimeOrDate;
use usher::http::pages::{PageInfo, PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, Fields, InPath, ListQuery};
use usher::store::{Key, List};
use utoipa::IntoParams;

use crate::called;
use crate::inviters::Inviters;
use crate::view::UserView;

/// Which users to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UsersQuery {
    /// The status, or several with commas between; by default all. Users are grouped by status.
    #[param(
        pattern = "^(active|deactivated|pending)(,(active|deactivated|pending)){0,2}$",
        example = "active,pending"
    )]
    status: Option<String>,
    /// A role that the users hold. Grants that have ended count, too.
    #[param(example = "read")]
    role: Option<String>,
    /// A unit that the users' grants name or, being for all units, include. Users whose grants name it come first.
    unit: Option<String>,
    /// `true` for users whose home is another account, `false` for all others.
    #[param(value_type = Option<bool>)]
    external: Option<String>,
    /// `true` for users whose person has a second factor, `false` for all others.
    #[param(value_type = Option<bool>)]
    second_factor: Option<String>,
    /// Users who were last active before this time, or never; of a date, before it begins in UTC.
    #[param(value_type = Option<TimeOrDate>, inline)]
    inactive_since: Option<String>,
    /// The user's id in the portal's own systems. The user is found at once, not within moments.
    #[param(example = "crm-4711")]
    external_id: Option<String>,
    /// The beginning of the given name, family name or address, ignoring case and, in names, diacritics. Users found by
    /// address come first, then by given name, then by family name.
    #[param(example = "ada")]
    query: Option<String>,
}

/// A page of users.
pub type UserPage = Paged<UserView>;

/// List users
///
/// Sorted by address; all given filters apply. Requires `users:read`. If the access model shows users only to those who
/// share a unit with them, other users are left out. A page may then hold fewer users than `limit`, or none, although
/// `page.after` says that there are more.
#[utoipa::path(
    get,
    operation_id = "listUsers",
    path = "/v1/accounts/{account}/users",
    tag = "users",
    params(("account" = String, Path, description = "The account"), UsersQuery, PageRequest),
    responses((status = 200, description = "A page of users", body = UserPage), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    query: ListQuery<UsersQuery>,
) -> Answer<Json<UserPage>> {
    let unit = query.peek().and_then(|filter| filter.unit.as_deref()?.parse::<UnitId>().ok());
    let unit = unit.map(|unit| Key::unit(account, unit));
    let called = query.peek().and_then(|filter| filter.called(account));
    let keys = unit.as_ref().map(Key::any).into_iter().chain(called.as_ref().map(Key::any));
    let (caller, found) = bearer.enter(&app, account, keys).await?;
    caller.require_somewhere(Operation::UsersRead)?;
    let (asked, page) = query.read(caller.known, |filter, fields| {
        let asked = filter.read(&caller.model, fields);
        check(&asked, &caller, unit.is_none_or(|unit| found.contains(&unit)), fields);
        Some(asked)
    })?;
    if let Some(key) = called {
        page.check_first()?;
        let (user, keepers) =
            tokio::join!(called::by(&app, found.get(&key)?, &asked), administrators::keepers(&app, &caller));
        let users: Vec<User> = user?.into_iter().filter(|user| caller.sees(user)).collect();
        return told(&app, &caller, &keepers, Paged { data: users, page: PageInfo { after: None } }).await;
    }
    let (ranks, lists): (Vec<usize>, Vec<List>) = List::users_for(account, &asked).into_iter().unzip();
    let filters = left_out(&asked, &caller);
    let page = if asked.is_by_status() { page.in_turn() } else { page };
    let (examined, keepers) =
        tokio::join!(page.examine(&app, &caller.account, &lists, &filters), administrators::keepers(&app, &caller));
    let shown = |place: usize, user: User| {
        let is_asked_for = asked.admits(&user) && ranks.get(place) == Some(&asked.rank(&user));
        (is_asked_for && caller.sees(&user)).then_some(user)
    };
    told(&app, &caller, &keepers, examined?.page(shown)?).await
}

/// The users as the caller is told of them.
async fn told(app: &App, caller: &Caller, keepers: &Keepers, users: Paged<User>) -> Answer<Json<UserPage>> {
    let Paged { data, page } = users;
    let telling = Telling::new(caller.acting(), keepers);
    let (account, users) = (caller.account.id, data.iter().collect::<Vec<&User>>());
    let inviters = Inviters::of(app, account, &users, Some(&caller.user), |user| caller.sees(user)).await?;
    let data = data.into_iter().map(|user| UserView::of(user, &telling).naming(&inviters)).collect();
    Ok(Json(Paged { data, page }))
}

impl UsersQuery {
    /// What tells who has the external id that is asked for, before that is judged.
    pub fn called(&self, account: AccountId) -> Option<Key<Holder>> {
        let id = labels::wanted(self.external_id.as_ref())?;
        Some(Key::external_id(Scope::Users(account), &id))
    }

    /// What is asked for, in an account that follows `model`.
    pub fn read(&self, model: &AccessModel, fields: &mut Fields) -> UserFilter {
        UserFilter {
            status: fields.some_of("status", self.status.as_deref(), UserStatus::parse),
            role: self.role.as_deref().and_then(|role| {
                let known = role.parse::<RoleName>().ok().filter(|role| model.role(role).is_some());
                if known.is_none() {
                    fields.refuse("role", "unknown_role", model.no_role(role));
                }
                known
            }),
            unit: self.unit.as_deref().and_then(|unit| {
                let unit = unit.parse::<UnitId>();
                unit.map_err(|_| fields.refuse("unit", "unknown_unit", "unknown unit")).ok()
            }),
            external: fields.one_of("external", self.external.as_deref(), |word| word.parse().ok()),
            second_factor: fields.one_of("second_factor", self.second_factor.as_deref(), |word| word.parse().ok()),
            inactive_since: fields.optional("inactive_since", self.inactive_since.as_deref(), time::beginning),
            external_id: fields.optional("external_id", self.external_id.as_deref(), ExternalId::parse),
            query: fields.optional("query", self.query.as_deref(), Prefix::parse),
        }
    }
}

/// A unit that the account does not have is a mistake, as is a role that the access model does not know; nobody has
/// them, now or later.
fn check(asked: &UserFilter, caller: &Caller, unit_exists: bool, fields: &mut Fields) {
    if asked.unit.is_some() && caller.model.policies().units.reach != UnitReach::Selected {
        fields.refuse("unit", "units_not_selectable", "this access model does not limit access to units");
    } else if !unit_exists {
        fields.refuse("unit", "unknown_unit", "unknown unit");
    }
}

/// What the lists hold and the answer leaves out: all filters but the status and the one that chose the lists, and whom
/// the caller does not see. Names are not listed by status; a search looks at no more of them for that.
fn left_out(asked: &UserFilter, caller: &Caller) -> String {
    if asked.is_led_alone() && caller.sees_everybody() { String::new() } else { format!("{asked:?}") }
}
