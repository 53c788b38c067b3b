//! `POST /v1/accounts/{account}/administrators`: an operator invites an administrator, for an account in which nobody can.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;
use usher::app::App;
use usher::domain::account::{Account, AccountModel};
use usher::domain::audit::{Action, Actor, Author};
use usher::domain::id::AccountId;
use usher::domain::invitation::{Invitation, Invitee, Inviter};
use usher::domain::user::{User, UserStatus};
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, IdempotencyKey, InPath, Operator, Problem, Source, until_decided};
use usher::store::{Change, Key, Limit};

use crate::create::{InvitedAdministrator, NewAdministrator};

/// Invite an administrator
///
/// For an account whose first administrator declined, was mistyped or is lost: users invite their administrators themselves. Somebody who has not come in yet
/// gets another mail and the role. For operators, as creating an account is.
#[utoipa::path(
    post,
    operation_id = "inviteAdministrator",
    path = "/v1/accounts/{account}/administrators",
    tag = "accounts",
    params(("account" = String, Path, description = "The account"), IdempotencyKey),
    request_body = NewAdministrator,
    responses((status = 201, description = "Invited", body = InvitedAdministrator), Problems),
    security(("operator" = []))
)]
pub async fn invite(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    operator: Operator,
    source: Source,
    Body(request): Body<NewAdministrator>,
) -> Answer<(StatusCode, Json<InvitedAdministrator>)> {
    let user = request.key(account).map(|key| Key::user(account, key));
    until_decided(|| async {
        let keys = [Key::account(account), Key::access_model(account)];
        let found = app.store.read(keys.iter().cloned().chain(user.clone())).await?;
        found.get::<Account>(&keys[0])?.ok_or_else(Problem::not_found)?;
        let followed: AccountModel = found.get(&keys[1])?.ok_or_else(Problem::not_found)?;
        let mut fields = Fields::new();
        let invitee = request.read("", Some(&followed.model), &mut fields);
        fields.finish()?;
        let invitee = invitee.ok_or_else(Problem::internal)?;
        let author = source.author(Actor::Operator { principal: operator.principal.clone() }, app.now());
        let present: Option<User> = user.as_ref().map(|key| found.get(key)).transpose()?.flatten();
        let (user, change) = match present {
            Some(user) => again(&app, &followed, user, invitee, &author).await?,
            None => {
                let offer = invitee.offer_under(followed.model.policies(), account, Inviter::Operator, &author, &mut app.rng());
                (offer.user.clone(), Change::new().offer(&offer))
            }
        };
        app.store.commit(change.count(Limit::invitations(account, None, 1, author.at))).await?;
        Ok((StatusCode::CREATED, Json(InvitedAdministrator::of(&user))))
    })
    .await
}

/// The invitation of somebody who has not come in yet, sent again with the role. From now on the operator vouches for it.
async fn again(app: &App, followed: &AccountModel, user: User, invitee: Invitee, author: &Author) -> Answer<(User, Change)> {
    let taken = || Problem::conflict("already_member", "the address belongs to a user of the account");
    if user.joined || user.status == UserStatus::Deactivated {
        return Err(taken());
    }
    let key = Key::invitation(user.account, user.invitation);
    let invitation: Invitation = app.store.read([key.clone()]).await?.get(&key)?.ok_or_else(Problem::contended)?;
    let before = json!({ "status": invitation.status_at(author.at), "expires_at": invitation.expires_at, "grants": user.grants });
    if !invitation.is_open() {
        return Err(taken());
    }
    let sent = invitation.resend(Inviter::Operator, followed.model.policies().invitation.lifetime, author.at);
    let mut sent = sent.map_err(|fault| Problem::of_invitation(fault, author.at))?;
    let mut administrator = User { grants: invitee.grants, vouched_by: None, ..user.clone() };
    let after = json!({ "status": sent.status, "expires_at": sent.expires_at, "grants": administrator.grants });
    let mut rng = app.rng();
    let event = author.event(user.account, Action::InvitationResent, sent.id, (before, after), &mut rng);
    let mail = sent.promise_mail(author.at, &mut rng);
    let change = Change::new().replace(&mut sent).replace_user(&user, &mut administrator).create(&event).create(&mail);
    Ok((administrator, change))
}
