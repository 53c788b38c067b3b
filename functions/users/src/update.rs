//! `PATCH /v1/accounts/{account}/users/{user}`: change somebody's names, or what they hold.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::grant::Grant;
use usher::domain::id::{AccountId, UserId};
use usher::domain::permission::Operation;
use usher::domain::user::{Names, User, UserStatus};
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, Caller, Edit, Fields, GrantFields, InPath, Problem, Source, administrators, until_decided};
use usher::store::{Found, Key};
use utoipa::ToSchema;

use crate::names::{edited, others_editable, own_editable};
use crate::view::UserView;

/// What to change. What is left out stays as it is.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// The given name.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "Grace")]
    given_name: Edit,
    /// The family name.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "Hopper")]
    family_name: Edit,
    /// All that the user is to hold from now on.
    #[serde(default)]
    #[schema(value_type = Vec<GrantFields>)]
    grants: Edit<Vec<GrantFields>>,
    /// Never changes, and is refused.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    email: Edit,
}

/// Change a user
///
/// Whatever their status. Grants need `users:update`; nobody changes their own, nor those of a user who manages more than they do, and what is added must be held by
/// the caller. Names are changed by those whom the access model lets: with `users:update`, or for oneself.
#[utoipa::path(
    patch,
    operation_id = "updateUser",
    path = "/v1/accounts/{account}/users/{user}",
    tag = "users",
    params(
        ("account" = String, Path, description = "The account"),
        ("user" = String, Path, description = "The user"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the user as it was read")
    ),
    request_body = Update,
    responses((status = 200, description = "The user, changed", body = UserView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn update(
    State(app): State<Arc<App>>,
    InPath((account, id)): InPath<(AccountId, UserId)>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
    Body(request): Body<Update>,
) -> Answer<(HeaderMap, Json<UserView>)> {
    let key = Key::user(account, id.key());
    until_decided(|| async {
        let units = GrantFields::units(request.grants.value().map(Vec::as_slice).unwrap_or_default()).map(|unit| Key::unit(account, unit));
        let (caller, found) = bearer.enter(&app, account, units.chain([key.clone()])).await?;
        if !caller.is_in_person(id) {
            caller.require_somewhere(Operation::UsersUpdate)?;
        }
        let user: User = found.get(&key)?.filter(|user: &User| user.id == id && caller.sees(user)).ok_or_else(Problem::not_found)?;
        if !caller.is_in_person(id) {
            caller.require_over(Operation::UsersUpdate, &user)?;
        }
        if_match.check(user.version)?;
        let mut changed = request.changed(&caller, &user, &found)?;
        if changed == user {
            return Ok((etag(user.version), Json(user.into())));
        }
        let kept = administrators::kept(&app, &caller.followed(), &user, Some(&changed), Some(&caller.user)).await?;
        let author = source.author(caller.actor(), caller.now);
        let event = author.event(account, Action::UserUpdated, id, difference(&user, &changed), &mut app.rng());
        app.store.commit(kept.replace_user(&user, &mut changed).create(&event)).await?;
        Ok((etag(changed.version), Json(changed.into())))
    })
    .await
}

impl Update {
    /// The user as the caller wants them to be, if the caller may want that.
    fn changed(&self, caller: &Caller, user: &User, found: &Found) -> Answer<User> {
        if caller.user.id == user.id && self.grants.is_there() {
            return Err(Problem::new(StatusCode::FORBIDDEN, "own_grants", "nobody changes what they hold themselves"));
        }
        let mut fields = Fields::new();
        if self.email.is_there() {
            fields.refuse("email", "email_immutable", "an address never changes; invite the new one");
        }
        let editors = caller.model.policies().names;
        let as_administrator = others_editable(editors) && caller.may_over(Operation::UsersUpdate, &user.grants);
        let may_edit = as_administrator || (caller.is_in_person(user.id) && own_editable(editors));
        let names = edited(&user.names, &self.given_name, &self.family_name, may_edit, &mut fields);
        let giving = caller.giving(found, &user.grants);
        let grants = self.grants.kept("grants", &mut fields);
        let grants = grants.map(|grants| GrantFields::read_all(grants, "grants", &giving, &mut fields));
        fields.finish()?;
        let changed = User { names, ..user.clone() };
        match grants.filter(|grants| *grants != user.grants) {
            Some(grants) => given(caller, changed, grants),
            None => Ok(changed),
        }
    }
}

/// The user with other grants. Whoever changes those of somebody who is still to accept vouches for all of them from then on, as with sending the invitation again.
fn given(caller: &Caller, user: User, grants: Vec<Grant>) -> Answer<User> {
    caller.check_say(&user)?;
    if !caller.may_over(Operation::UsersUpdate, &grants) {
        return Err(Problem::grant_exceeds_own());
    }
    let is_waiting = user.status == UserStatus::Pending && !user.joined;
    if is_waiting {
        caller.check_gives(&grants)?;
    } else {
        caller.check_gives(&Grant::added(&user.grants, &grants))?;
    }
    let vouched_by = is_waiting.then_some(caller.user.id);
    Ok(User { grants, vouched_by, ..user })
}

/// What changed, before and after, and nothing else.
fn difference(before: &User, after: &User) -> (Value, Value) {
    let recorded = |user: &User| {
        let mut record = json!({});
        if before.names != after.names {
            let Names { given_name, family_name } = &user.names;
            record["names"] = json!({ "given_name": given_name, "family_name": family_name });
        }
        if before.grants != after.grants {
            record["grants"] = json!(user.grants);
        }
        record
    };
    (recorded(before), recorded(after))
}
