//! `POST /v1/accounts/{account}/users`: create one user directly.

use std::sync::Arc;

use axum::extract::State;
use usher::app::App;
use usher::caller::{Bearer, Caller};
use usher::changes::invitee::{InviteeFields, Terms};
use usher::changes::{administrators, invitations};
use usher::domain::access::permission::Operation;
use usher::domain::decision::Telling;
use usher::domain::id::AccountId;
use usher::domain::people::invitation::{Greeting, Inviter};
use usher::domain::people::user::{User, UserStatus};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Created, InPath, Problem, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::Key;

use crate::view::UserView;

/// Create a user
///
/// If the access model makes users active from the start, the user is active at once; otherwise they are pending until
/// they accept. In either case the person comes in by accepting the invitation with the link in their email.
/// Requires `users:invite`, and every permission that is granted, in every unit for which it is granted, for as long as
/// it is granted.
#[utoipa::path(
    post,
    operation_id = "createUser",
    path = "/v1/accounts/{account}/users",
    tag = "users",
    params(("account" = String, Path, description = "The account"), IdempotencyKey),
    request_body = InviteeFields,
    responses(
        (status = 201, description = "The user", body = UserView, headers(("ETag" = String), ("Location" = String))),
        Problems,
    ),
    security(("bearer" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    source: Source,
    body: Body<InviteeFields>,
) -> Answer<Created<UserView>> {
    until_decided(|| async {
        let keys = body.peek().map(|row| row.keys(account)).unwrap_or_default();
        let (caller, found) = bearer.enter(&app, account, keys).await?;
        caller.require_somewhere(Operation::UsersInvite)?;
        let (origins, defaults) = (&app.config.return_origins, Greeting::default());
        let terms = Terms { caller: &caller, found: &found, origins, defaults: &defaults };
        let invitee = body.judge(caller.known, |row, fields| row.invitee(terms, fields))?;
        if let Some(user) = found.get(&Key::user(account, invitee.key(account)))? {
            return Err(taken(&user, &caller));
        }
        let author = caller.author(&source);
        let by = Inviter::User { id: caller.user.id };
        let offer = invitee.offer_under(caller.model.policies(), account, by, &author, &mut app.rng());
        app.store.commit(invitations::offered(&offer, app.mail_limits(&caller.account))).await?;
        let keepers = administrators::keepers(&app, &caller).await;
        let location = format!("/v1/accounts/{account}/users/{}", offer.user.id);
        let version = offer.user.version;
        let body = UserView::of(offer.user, &Telling::new(caller.acting(), &keepers));
        Ok(Created { location, version, body })
    })
    .await
}

/// Why the address cannot be created, and what to do instead. Of a user whom the caller does not see that is all there
/// is to know.
fn taken(user: &User, caller: &Caller) -> Problem {
    let already_member = |why| Problem::conflict("already_member", why);
    match user.status {
        UserStatus::Pending if !user.joined => {
            Problem::conflict("already_invited", "this address is already invited; resend the invitation instead")
        }
        _ if !caller.sees(user) => {
            already_member("this address belongs to a user whom you do not see; ask an administrator who does")
        }
        UserStatus::Deactivated => {
            Problem::conflict("deactivated", "this address belongs to a deactivated user; reactivate them instead")
        }
        UserStatus::Active if !user.joined => {
            already_member("this address belongs to a user who has not accepted yet; resend the invitation instead")
        }
        UserStatus::Active | UserStatus::Pending => {
            already_member("this address already belongs to a user, who can sign in or reset their password")
        }
    }
}
