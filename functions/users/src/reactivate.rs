//! `POST /v1/accounts/{account}/users/{user}/reactivate`: let somebody in again.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::grant::Grant;
use usher::domain::id::{AccountId, UserId};
use usher::domain::invitation::{Invitation, Inviter};
use usher::domain::permission::Operation;
use usher::domain::user::User;
use usher::http::etag::{IfMatch, etag};
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, Caller, Fields, GrantFields, IdempotencyKey, InPath, Problem, Source, until_decided};
use usher::store::{Change, Found, Key, Limit};
use utoipa::ToSchema;

use crate::someone::{check_other, someone, standing};
use crate::view::UserView;

/// How somebody comes back.
#[derive(Debug, Default, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reactivate {
    /// What the user holds from now on; what they were left with where it is left out.
    #[serde(default)]
    grants: Option<Vec<GrantFields>>,
}

/// Reactivate a user
///
/// Active, if they were active before; otherwise pending, and somebody who has never accepted gets a new invitation by mail. Where deactivation took the grants away,
/// `grants` may give new ones; without, the user is in and may do nothing. The caller must hold whatever the user comes back with. Needs `users:deactivate`, and `users:update` to give grants.
#[utoipa::path(
    post,
    operation_id = "reactivateUser",
    path = "/v1/accounts/{account}/users/{user}/reactivate",
    tag = "users",
    params(
        ("account" = String, Path, description = "The account"),
        ("user" = String, Path, description = "The user"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the user as it was read"),
        IdempotencyKey
    ),
    request_body = Option<Reactivate>,
    responses((status = 200, description = "The user, let in again", body = UserView, headers(("ETag" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn reactivate(
    State(app): State<Arc<App>>,
    InPath(path): InPath<(AccountId, UserId)>,
    bearer: Bearer,
    source: Source,
    if_match: IfMatch,
    Body(request): Body<Reactivate>,
) -> Answer<(HeaderMap, Json<UserView>)> {
    let units = || GrantFields::units(request.grants.as_deref().unwrap_or_default()).map(|unit| Key::unit(path.0, unit));
    until_decided(|| async {
        let (caller, user, found) = someone(&app, &bearer, path, Operation::UsersDeactivate, units()).await?;
        if_match.check(user.version)?;
        check_other(&caller, &user)?;
        let grants = request.read(&caller, &user, &found)?;
        let back = user.clone().reactivate(grants)?;
        caller.check_gives(&back.grants)?;
        let (mut back, again) = if back.joined { (back, None) } else { invited_again(&app, &caller, back) };
        let author = source.author(caller.actor(), caller.now);
        let mut rng = app.rng();
        let mut after = standing(&back);
        if let Some(invitation) = &again {
            after["invitation"] = serde_json::json!(invitation.id);
            after["expires_at"] = serde_json::json!(invitation.expires_at);
        }
        let event = author.event(user.account, Action::UserReactivated, user.id, (standing(&user), after), &mut rng);
        let mut change = Change::new().replace_user(&user, &mut back).create(&event);
        if let Some(invitation) = again {
            let count = Limit::invitations(user.account, Some(caller.user.id), 1, caller.now);
            change = change.create(&invitation).create(&invitation.promise_mail(caller.now, &mut rng)).count(count);
        }
        app.store.commit(change).await?;
        Ok((etag(back.version), Json(back.into())))
    })
    .await
}

/// A new invitation for somebody who has never accepted one; the old one is over.
fn invited_again(app: &App, caller: &Caller, user: User) -> (User, Option<Invitation>) {
    let lifetime = caller.model.policies().invitation.lifetime;
    let by = Inviter::User { id: caller.user.id };
    let invitation = Invitation::new(user.account, user.id, user.email.clone(), by, lifetime, caller.now, &mut app.rng());
    (User { invitation: invitation.id, ..user }, Some(invitation))
}

impl Reactivate {
    fn read(&self, caller: &Caller, user: &User, found: &Found) -> Answer<Vec<Grant>> {
        let Some(grants) = &self.grants else { return Ok(user.grants.clone()) };
        // To give while letting in is to give, and to take away what the user was left with.
        caller.require_somewhere(Operation::UsersUpdate)?;
        let mut fields = Fields::new();
        let grants = GrantFields::read_all(grants, "grants", &caller.giving(found, &user.grants), &mut fields);
        fields.finish()?;
        if grants == user.grants {
            return Ok(grants);
        }
        caller.require_over(Operation::UsersUpdate, user)?;
        caller.check_say(user)?;
        if !caller.may_over(Operation::UsersUpdate, &grants) {
            return Err(Problem::grant_exceeds_own());
        }
        Ok(grants)
    }
}
