//! `POST /v1/accounts/{account}/users`: create one user directly.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use usher::app::App;
use usher::domain::id::AccountId;
use usher::domain::invitation::Inviter;
use usher::domain::permission::Operation;
use usher::domain::user::{User, UserStatus};
use usher::http::etag::etag;
use usher::http::invitee::InviteeFields;
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, IdempotencyKey, InPath, Problem, Source, until_decided};
use usher::store::{Change, Key, Limit};

use crate::view::UserView;

/// Create a user
///
/// Where the access model has users active from the start, the user is active at once, and the mail's link lets somebody new set their password; somebody
/// who has one here signs in. Elsewhere the user is pending until they accept. Needs `users:invite`, and every permission that is given, on
/// every unit for which it is given, for as long as it is given.
#[utoipa::path(
    post,
    operation_id = "createUser",
    path = "/v1/accounts/{account}/users",
    tag = "users",
    params(("account" = String, Path, description = "The account"), IdempotencyKey),
    request_body = InviteeFields,
    responses((status = 201, description = "The user", body = UserView, headers(("ETag" = String), ("Location" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    source: Source,
    Body(request): Body<InviteeFields>,
) -> Answer<(StatusCode, HeaderMap, Json<UserView>)> {
    until_decided(|| async {
        let (caller, found) = bearer.enter(&app, account, request.keys(account)).await?;
        caller.require_somewhere(Operation::UsersInvite)?;
        let invitee = request.invitee(&caller, &found)?;
        if let Some(user) = found.get::<User>(&Key::user(account, invitee.key(account)))? {
            return Err(taken(&user));
        }
        let author = source.author(caller.actor(), caller.now);
        let by = Inviter::User { id: caller.user.id };
        let offer = invitee.offer_under(caller.model.policies(), account, by, &author, &mut app.rng());
        let count = Limit::invitations(account, Some(caller.user.id), 1, caller.now);
        app.store.commit(Change::new().offer(&offer).count(count)).await?;
        Ok((StatusCode::CREATED, headers(&offer.user), Json(offer.user.into())))
    })
    .await
}

fn taken(user: &User) -> Problem {
    match user.status {
        UserStatus::Pending if user.joined => {
            Problem::conflict("already_member", "whoever has the address has accepted: they can sign in, or be sent a password reset")
        }
        UserStatus::Pending => Problem::conflict("email_already_invited", "there is an invitation already; send it again instead"),
        UserStatus::Active | UserStatus::Deactivated => Problem::conflict("already_member", "the address belongs to a user of the account"),
    }
}

fn headers(user: &User) -> HeaderMap {
    let mut headers = etag(user.version);
    if let Ok(location) = HeaderValue::try_from(format!("/v1/accounts/{}/users/{}", user.account, user.id)) {
        headers.insert(header::LOCATION, location);
    }
    headers
}
