//! `POST /v1/accounts/{account}/administrators`: an operator invites an administrator, for an account in which nobody
//! can.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use usher::app::App;
use usher::caller::Operator;
use usher::changes::invitations;
use usher::changes::resending::reopened_with;
use usher::domain::effects::audit::Author;
use usher::domain::id::AccountId;
use usher::domain::people::account::{Account, AccountModel};
use usher::domain::people::invitation::{Invitee, Inviter};
use usher::domain::people::user::{User, UserStatus};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Body, InPath, Problem, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::{Change, Key};

use crate::create::{InviteAdministratorRequest, InvitedAdministrator};

/// Invite an administrator
///
/// For an account whose first administrator declined, was mistyped or is lost; otherwise users invite their
/// administrators themselves. A user who has not accepted yet gets another email, and the role. For operators, like
/// creating an account.
#[utoipa::path(
    post,
    operation_id = "inviteAdministrator",
    path = "/v1/accounts/{account}/administrators",
    tag = "accounts",
    params(("account" = String, Path, description = "The account"), IdempotencyKey),
    request_body = InviteAdministratorRequest,
    responses((status = 201, description = "Invited", body = InvitedAdministrator), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn invite(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
    source: Source,
    body: Body<InviteAdministratorRequest>,
) -> Answer<(StatusCode, Json<InvitedAdministrator>)> {
    let user = body.peek().and_then(|request| request.key(account)).map(|key| Key::user(account, key));
    until_decided(|| async {
        let (account_key, model_key) = (Key::account(account), Key::access_model(account));
        let keys = [account_key.any(), model_key.any()].into_iter().chain(user.as_ref().map(Key::any));
        let found = app.store.read(keys).await?;
        let stands = found.get(&account_key)?.ok_or_else(Problem::not_found)?;
        let followed = found.get(&model_key)?.ok_or_else(Problem::not_found)?;
        let origins = &app.config.return_origins;
        let invitee =
            body.read(operator.known, |request, fields| request.read("", Some(&followed.model), origins, fields))?;
        if !stands.is_open() {
            return Err(Problem::account_suspended());
        }
        let author = operator.author(&source, app.now());
        let present = user.as_ref().map(|key| found.get(key)).transpose()?.flatten();
        let (user, change) = match present {
            Some(user) => again(&app, (&stands, &followed), user, invitee, &author).await?,
            None => {
                let offer =
                    invitee.offer_under(followed.model.policies(), account, Inviter::Operator, &author, &mut app.rng());
                (offer.user.clone(), invitations::offered(&offer, app.mail_limits(&stands)))
            }
        };
        app.store.commit(change).await?;
        Ok((StatusCode::CREATED, Json(InvitedAdministrator::of(&user))))
    })
    .await
}

/// The invitation of someone who has not come in yet, sent again with the role. From now on the operator vouches for
/// it.
async fn again(
    app: &App,
    stands: (&Account, &AccountModel),
    user: User,
    invitee: Invitee,
    author: &Author,
) -> Answer<(User, Change)> {
    let taken = |why| Problem::conflict("already_member", why);
    if user.status == UserStatus::Deactivated {
        return Err(taken("this address belongs to a deactivated user; invite another one, who can reactivate them"));
    }
    let has_come = || taken("this address already belongs to a user, who can sign in or reset their password");
    if user.joined {
        return Err(has_come());
    }
    let key = Key::invitation(user.account, user.invitation);
    let invitation = app.store.get(&key).await?.ok_or_else(Problem::contended)?;
    if !invitation.is_open() {
        return Err(has_come());
    }
    reopened_with(app, stands, &invitation, (user, invitee), author)
}
