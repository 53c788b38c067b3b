//! `POST /v1/accounts/{account}/users/{user}/credential-resets`: an administrator helps somebody who lost their credentials.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::audit::Action;
use usher::domain::credential_reset::Credential;
use usher::domain::id::{AccountId, UserId};
use usher::domain::invitation::Inviter;
use usher::domain::outbox::{PromisedMail, SentBy, Subject};
use usher::domain::permission::Operation;
use usher::domain::person::Person;
use usher::domain::user::{User, UserStatus};
use usher::http::problem::Problems;
use usher::http::reopening::reopened;
use usher::http::someone::{open_invitation, someone};
use usher::http::{Answer, Bearer, Body, Caller, IdempotencyKey, InPath, Problem, Source, until_decided};
use usher::store::{Change, Key, Limit};
use utoipa::ToSchema;

/// What is to be reset: one of them at least.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendReset {
    /// A link to set a new password.
    #[serde(default)]
    #[schema(example = true)]
    password: bool,
    /// A link to remove the second factor, which takes the password as well.
    #[serde(default)]
    #[schema(example = true)]
    second_factor: bool,
}

/// Send links to reset credentials
///
/// They go to the user's address, one mail each, and work for 60 minutes. Nobody but the owner of the mailbox ever sees or sets a password. Somebody who has
/// not accepted their invitation has no password: where the access model says so (`credential_reset.reopens_invitation`), a password reset sends the invitation
/// again, also once it has expired; otherwise it is `409 not_accepted`. Needs `users:reset_credentials` over the user, and that they manage no more than the caller.
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
    request_body = SendReset,
    responses((status = 202, description = "On its way"), Problems),
    security(("bearer" = []))
)]
pub async fn send_reset(
    State(app): State<Arc<App>>,
    InPath(path): InPath<(AccountId, UserId)>,
    bearer: Bearer,
    source: Source,
    Body(request): Body<SendReset>,
) -> Answer<StatusCode> {
    until_decided(|| async {
        let (caller, user, _) = someone(&app, &bearer, path, Operation::UsersResetCredentials, []).await?;
        request.check()?;
        caller.check_say(&user)?;
        let change = match user.status {
            UserStatus::Deactivated => return Err(Problem::conflict("already_deactivated", "the user is deactivated: let them in again first")),
            _ if user.joined => request.sent(&app, &caller, &source, user).await?,
            _ => request.let_in_again(&app, &caller, &source, user).await?,
        };
        app.store.commit(change).await?;
        Ok(StatusCode::ACCEPTED)
    })
    .await
}

impl SendReset {
    fn check(&self) -> Answer<()> {
        if self.password || self.second_factor {
            return Ok(());
        }
        Err(Problem::invalid_field("password", "required", "`password`, `second_factor` or both must be true"))
    }

    /// A link for each credential. The one for the second factor needs the password, so that it outlives the setting of a new one with the other.
    async fn sent(&self, app: &App, caller: &Caller, source: &Source, user: User) -> Answer<Change> {
        // Whoever has joined is a person; one read of each is no snapshot, but nobody is ever unmade.
        let key = Key::person(user.person());
        let person: Person = app.store.read([key.clone()]).await?.get(&key)?.ok_or_else(Problem::contended)?;
        let mut rng = app.rng();
        let mut mail = |credential, along| {
            let sent = Some(SentBy { account: user.account, user: caller.user.id.key(), both: self.password && self.second_factor });
            let subject = Subject::CredentialReset { credential, email: user.email.clone(), epoch: person.epoch, sent, along };
            PromisedMail::new(subject, caller.now, &mut rng)
        };
        let password = self.password.then(|| mail(Credential::Password, None));
        let second_factor = self.second_factor.then(|| mail(Credential::SecondFactor, password.as_ref().map(|mail| mail.id)));
        let change = password.iter().chain(&second_factor).fold(Change::new(), Change::create);
        let author = source.author(caller.actor(), caller.now);
        let after = json!({ "password": self.password, "second_factor": self.second_factor });
        let event = author.event(user.account, Action::UserCredentialResetSent, user.id, (Value::Null, after), &mut app.rng());
        Ok(change
            .create(&event)
            .count(Limit::sent_resets(user.account, caller.user.id, caller.now))
            .count(Limit::received_resets(user.account, user.id.key(), caller.now))
            .require(user))
    }

    /// Somebody who has never come in has nothing to reset, here or, for all that this account may know, anywhere: seed 000 lets them in by their
    /// invitation. The answer does not depend on whether there is such a person.
    async fn let_in_again(&self, app: &App, caller: &Caller, source: &Source, user: User) -> Answer<Change> {
        let refused = || Problem::conflict("not_accepted", "the user has not accepted the invitation: send it again instead");
        if !self.password || !caller.model.policies().credential_reset.reopens_invitation {
            return Err(refused());
        }
        let invitation = open_invitation(app, &user).await?.ok_or_else(refused)?;
        // Whoever may not invite cannot vouch for an invitation: then whoever did goes on to.
        let may_vouch = caller.may_over(Operation::UsersInvite, &user.grants);
        let by = if may_vouch { Inviter::User { id: caller.user.id } } else { invitation.invited_by };
        Ok(reopened(app, caller, source, invitation, Some(user), by)?.1)
    }
}
