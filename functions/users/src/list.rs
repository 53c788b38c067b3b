//! `GET /v1/accounts/{account}/users`: the users of an account, listed, filtered and searched.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usher::app::App;
use usher::domain::access_model::{RoleName, UnitReach};
use usher::domain::id::{AccountId, UnitId};
use usher::domain::permission::Operation;
use usher::domain::search::Prefix;
use usher::domain::user::{User, UserFilter, UserStatus};
use usher::http::pages::{PageRequest, Paged};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Caller, Fields, InPath, InQuery};
use usher::store::{Key, List};
use utoipa::IntoParams;

use crate::view::UserView;

/// Which users to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// `pending`, `active` or `deactivated`; all of them where it is left out, status by status.
    #[param(example = "active")]
    status: Option<String>,
    /// A role that they hold. A grant that has ended counts, too.
    #[param(example = "read")]
    role: Option<String>,
    /// A unit that a grant of theirs names or, being for all units, reaches. First come those whose grants name it.
    unit: Option<String>,
    /// `true` for those who have another home account, `false` for the others.
    #[param(value_type = Option<bool>)]
    external: Option<String>,
    /// How their given name, family name or address begins, in any case. First come those found by address, then by given name, then by family name.
    #[param(example = "ada")]
    query: Option<String>,
    /// How many at most, from 1 to 100; 25 where it is left out.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `page.after` of the page before.
    after: Option<String>,
}

/// List users
///
/// By address; every filter that is given applies. Needs `users:read`. Where the access model shows users only to those who share a unit with
/// them, others are left out. A page that leaves somebody out may hold fewer than `limit`, or nobody, while `page.after` says that there is more.
#[utoipa::path(
    get,
    operation_id = "listUsers",
    path = "/v1/accounts/{account}/users",
    tag = "users",
    params(("account" = String, Path, description = "The account"), Filter),
    responses((status = 200, description = "A page of users", body = Paged<UserView>), Problems),
    security(("bearer" = []))
)]
pub async fn list(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    InQuery(filter): InQuery<Filter>,
) -> Answer<Json<Paged<UserView>>> {
    let mut fields = Fields::new();
    let asked = filter.read(&mut fields);
    let page = PageRequest::parse(filter.limit.as_deref(), filter.after, &mut fields);
    let unit = asked.unit.map(|unit| Key::unit(account, unit));
    let (caller, found) = bearer.enter(&app, account, unit.clone()).await?;
    caller.require_somewhere(Operation::UsersRead)?;
    check(&asked, &caller, unit.is_none_or(|unit| found.contains(&unit)), &mut fields);
    fields.finish()?;
    let (ranks, lists): (Vec<usize>, Vec<List>) = List::users_for(account, &asked).into_iter().unzip();
    let shown = |place: usize, user: User| {
        let is_asked_for = asked.admits(&user) && ranks.get(place) == Some(&asked.rank(&user));
        (is_asked_for && caller.sees(&user)).then(|| user.into())
    };
    page.read(&app, &caller.account, &lists, &left_out(&asked, &caller), shown).await.map(Json)
}

impl Filter {
    fn read(&self, fields: &mut Fields) -> UserFilter {
        UserFilter {
            status: fields.one_of("status", self.status.as_deref(), UserStatus::parse),
            role: self.role.as_deref().and_then(|role| {
                let role = role.parse::<RoleName>();
                role.map_err(|_| fields.refuse("role", "invalid_role", "no role of the access model")).ok()
            }),
            unit: self.unit.as_deref().and_then(|unit| {
                let unit = unit.parse::<UnitId>();
                unit.map_err(|_| fields.refuse("unit", "unknown_unit", "no unit of this account")).ok()
            }),
            external: fields.one_of("external", self.external.as_deref(), |word| word.parse().ok()),
            query: fields.optional("query", self.query.as_deref(), Prefix::parse),
        }
    }
}

/// A role that the access model does not know and a unit that the account does not have are mistakes; nobody has them, now or later.
fn check(asked: &UserFilter, caller: &Caller, unit_exists: bool, fields: &mut Fields) {
    if asked.role.as_ref().is_some_and(|role| caller.model.role(role).is_none()) {
        fields.refuse("role", "invalid_role", "no role of the access model");
    }
    if asked.unit.is_some() && caller.model.policies().units.reach != UnitReach::Selected {
        fields.refuse("unit", "units_not_selectable", "access is for the whole account");
    } else if !unit_exists {
        fields.refuse("unit", "unknown_unit", "no unit of this account");
    }
}

/// What the lists hold and the answer leaves out: all filters but the status and the one that chose the lists, and whom the caller does not
/// see. Names are not listed by status; a search looks at no more of them for that.
fn left_out(asked: &UserFilter, caller: &Caller) -> String {
    let chosen = [asked.query.is_some(), asked.external == Some(true), asked.unit.is_some(), asked.role.is_some()];
    let alone = chosen.into_iter().filter(|is_given| *is_given).count() <= 1 && asked.external != Some(false);
    if alone && caller.sees_everybody() { String::new() } else { format!("{asked:?}") }
}
