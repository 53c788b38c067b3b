//! `POST /v1/accounts/{account}/users/{user}/credential-resets`: an administrator helps someone who lost their
//! credentials.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::user_in_path::{open_invitation, someone};
use usher::caller::{Bearer, Caller};
use usher::changes::credential_resets;
use usher::changes::resending::reopened;
use usher::domain::access::permission::Operation;
use usher::domain::decision::{Refusal, Reset};
use usher::domain::effects::audit::record::CredentialResetRecord;
use usher::domain::id::{AccountId, UserId};
use usher::domain::people::invitation::{InvitationFault, Inviter};
use usher::domain::people::user::User;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, InPath, Problem, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::{Change, Key};
use utoipa::ToSchema;

/// What to reset; at least one of both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendCredentialResetRequest {
    /// Whether to send a link to set a new password.
    #[schema(example = true)]
    password: Option<bool>,
    /// Whether to send a link to remove the second factor, which also requires the password.
    #[schema(example = true)]
    second_factor: Option<bool>,
}

/// Send links to reset credentials
///
/// The links go to the user's address, in one email each, and work for 60 minutes, in either order. Only the owner of
/// the mailbox ever sees or sets a password. A user who has not accepted their invitation has no password: if the
/// access model says so (`credential_reset.reopens_invitation`), a password reset sends the invitation again, even if
/// it has expired; otherwise the answer is `409 not_accepted`. If only the second factor is to be reset and the user
/// has none, it is `409 no_second_factor`. If another account that the user has joined requires a second factor, the
/// email for it says whom to ask instead of carrying a link. Requires `users:reset_credentials` in all the user's
/// units, and all administrative permissions that the user has.
#[utoipa::path(
    post,
    operation_id = "sendCredentialReset",
    path = "/v1/accounts/{account}/users/{user}/credential-resets",
    tag = "credentials",
    params(
        ("account" = String, Path, description = "The account"),
        ("user" = String, Path, description = "The user"),
        IdempotencyKey
    ),
    request_body = SendCredentialResetRequest,
    responses((status = 202, description = "What is on its way", body = CredentialResetSent), Problems),
    security(("bearer" = []))
)]
pub async fn send_reset(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(path): InPath<(AccountId, UserId)>,
    source: Source,
    body: Body<SendCredentialResetRequest>,
) -> Answer<(StatusCode, Json<CredentialResetSent>)> {
    until_decided(|| async {
        let (caller, user, _) = someone(&app, &bearer, path, Operation::UsersResetCredentials, []).await?;
        let wanted = body.read(caller.known, SendCredentialResetRequest::read)?;
        let reset = caller.acting().facing(&user).reset()?;
        let (change, sent) = match reset {
            Reset::Links => wanted.sent(&app, &caller, &source, user).await?,
            Reset::Invitation { may_vouch } => wanted.let_in_again(&app, &caller, &source, (user, may_vouch)).await?,
        };
        app.store.commit(change).await?;
        Ok((StatusCode::ACCEPTED, Json(sent)))
    })
    .await
}

/// What goes out.
#[derive(Debug, Serialize, ToSchema)]
pub struct CredentialResetSent {
    #[schema(inline)]
    outcome: Outcome,
    /// Whether there is an email about the password.
    #[schema(example = true)]
    password: bool,
    /// Whether there is an email about the second factor; not if the user has none.
    #[schema(example = true)]
    second_factor: bool,
}

/// What a reset comes to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// The user has joined and gets an email for each credential.
    LinksSent,
    /// The user has not accepted and gets the invitation again.
    InvitationSent,
}

/// What is wanted: one of them at least.
struct Wanted {
    password: bool,
    second_factor: bool,
}

impl SendCredentialResetRequest {
    fn read(&self, fields: &mut Fields) -> Option<Wanted> {
        let wanted = Wanted { password: self.password == Some(true), second_factor: self.second_factor == Some(true) };
        if !(wanted.password || wanted.second_factor) {
            fields.refuse("password", "required", "at least one of `password` and `second_factor` must be true");
        }
        Some(wanted)
    }
}

/// What is written, and what is answered.
type Sending = (Change, CredentialResetSent);

impl Wanted {
    /// A link for each credential that there is.
    async fn sent(&self, app: &App, caller: &Caller, source: &Source, user: User) -> Answer<Sending> {
        // Someone who has joined is a person; one read of each is no snapshot, but nobody is ever unmade.
        let (key, factor) = (Key::person(user.person()), Key::second_factor(user.person()));
        let found = app.store.read([key.any(), factor.any()]).await?;
        let person = found.get(&key)?.ok_or_else(Problem::contended)?;
        let has_factor = found.get(&factor)?.is_some_and(|factor| factor.is_confirmed());
        let (password, second_factor) = (self.password, self.second_factor && has_factor);
        if !(password || second_factor) {
            return Err(Problem::conflict("no_second_factor", "the user has no second factor"));
        }
        let wanted = CredentialResetRecord { password, second_factor };
        let change = credential_resets::sent(app, caller, (user, &person), wanted, &caller.author(source));
        Ok((change, CredentialResetSent { outcome: Outcome::LinksSent, password, second_factor }))
    }

    /// Someone who has never come in has nothing to reset, here or, for all that this account may know, anywhere: seed
    /// 000 lets them in by their invitation. The answer does not depend on whether there is such a person.
    async fn let_in_again(
        &self,
        app: &App,
        caller: &Caller,
        source: &Source,
        (user, may_vouch): (User, bool),
    ) -> Answer<Sending> {
        if !self.password {
            return Err(Refusal::NotAccepted.into());
        }
        let invitation = open_invitation(app, &user).await?.ok_or(Refusal::NotAccepted)?;
        // A user who may not invite cannot vouch for an invitation: then the user who did goes on to, if they still
        // can.
        let by = may_vouch.then_some(Inviter::User { id: caller.user.id });
        if let (None, Some(voucher)) = (by, invitation.voucher()) {
            let key = Key::user(user.account, voucher.user.key());
            let found = app.store.get(&key).await?;
            if !voucher.can_give(found.as_ref(), &user.grants, &caller.model, caller.now) {
                return Err(Problem::of_invitation(InvitationFault::Lapsed, caller.now));
            }
        }
        let change = reopened(app, caller, source, invitation, Some(user), by)?.1;
        Ok((change, CredentialResetSent { outcome: Outcome::InvitationSent, password: false, second_factor: false }))
    }
}
