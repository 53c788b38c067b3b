//! `POST /v1/invitations/accept`: become a user of the account.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::{SessionBearer, check_second_factor};
use usher::changes::{invitations, users};
use usher::domain::access::model::{Activation, SecondFactorPolicy};
use usher::domain::credentials::attempts::Attempts;
use usher::domain::credentials::password::{NewPassword, PasswordRules};
use usher::domain::effects::audit::Actor;
use usher::domain::id::PersonKey;
use usher::domain::people::person::{Membership, Memberships, Person};
use usher::domain::people::user::{Names, User, UserStatus};
use usher::http::problem::Problems;
use usher::http::{Answer, Envelope, Fields, Problem, PublicBody, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::{Change, Credentials};
use utoipa::ToSchema;

use crate::link::{LinkedInvitation, parse};
use crate::names;

/// What a person gives to accept an invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitationRequest {
    /// The part of the link after `#token=`.
    #[schema(example = "ush_inv_…")]
    token: String,
    /// A new password, for people who do not have one yet. At least 15 characters; at least 8 if the access model
    /// requires a second factor.
    #[schema(example = "correct horse battery staple", min_length = 8, max_length = 256)]
    password: Option<String>,
    /// The given name, if the access model lets the invited person provide it.
    #[schema(min_length = 1, max_length = 80)]
    pub given_name: Option<String>,
    /// The family name, if the access model lets the invited person provide it.
    #[schema(min_length = 1, max_length = 80)]
    pub family_name: Option<String>,
    /// Instead of names: whether to take those that the person has in another account, the one that they joined first
    /// of those that know both. The account learns them by this alone.
    pub own_names: Option<bool>,
}

/// An invitation that was accepted.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcceptedInvitation {
    /// The account that the person is now a user of.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    account: String,
    /// The account's name.
    account_name: String,
    /// The user.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    user: String,
    /// `active`, or `pending` if the access model waits for the first sign-in.
    status: UserStatus,
    /// Where to lead on to: an address of an origin that the installation names.
    #[schema(required)]
    return_to: Option<String>,
}

/// Accept an invitation
///
/// A new person chooses a password. A person who already has one signs in first, sends the session token along and
/// keeps the password. Accepting does not sign in.
#[utoipa::path(
    post,
    operation_id = "acceptInvitation",
    path = "/v1/invitations/accept",
    tag = "links",
    params(IdempotencyKey),
    request_body = AcceptInvitationRequest,
    responses((status = 200, description = "Accepted", body = AcceptedInvitation), Problems),
    security((), ("bearer" = []))
)]
pub async fn accept(
    State(app): State<Arc<App>>,
    bearer: Option<SessionBearer>,
    envelope: Envelope,
    source: Source,
    body: PublicBody<AcceptInvitationRequest>,
) -> Answer<Json<AcceptedInvitation>> {
    let request = body.shape()?;
    let token = parse(&request.token)?;
    until_decided(|| async {
        let (linked, known) = tokio::join!(
            LinkedInvitation::follow(&app, &token, bearer.as_ref()),
            known(&app, token.person, bearer.as_ref())
        );
        let (linked, (memberships, attempts)) = (linked?, known?);
        linked.claim(&app, &envelope).await?;
        linked.check_session()?;
        linked.check_open()?;
        check_factor(&app, &linked, &memberships).await?;
        let now = app.now();
        let invitation = linked.invitation.clone().accept(now).map_err(|fault| Problem::of_invitation(fault, now))?;
        let pending = linked.user.clone().ok_or_else(Problem::contended)?;
        linked.check_is_given(now)?;
        let own = names::own(&app, request, &memberships).await?;
        let (names, password) = read_fields(request, &linked, &pending, own)?;
        let external = memberships.iter().any(|membership| membership.account != pending.account);
        let user = User { names, invited_by: Some(invitation.invited_by), ..pending.clone() };
        let has_factor = linked.session.as_ref().is_some_and(|session| session.second_factor);
        let mut user = activate(user, &linked, now).joined(external, now).used(has_factor, now);
        let author = source.author(Actor::User { id: user.id }, now);
        let change = invitations::accepted(&app, &linked.invitation, invitation, &user, &author);
        let change = change.and(users::replaced(&app, &pending, &mut user, &author));
        // An earlier version made members of users who were active from the start before they came. That nobody else
        // accepts meanwhile is the invitation's to guard.
        let change = change.note(&membership(&user, &linked, now));
        let change = match password {
            Some(password) => {
                let is_short = password.is_short();
                let hash = app
                    .hasher
                    .set(password, app.rng())
                    .await?
                    .map_err(|fault| Problem::of_password("password", fault))?;
                let person = Person::new(user.email.clone(), hash, is_short, linked.invitation.id, now);
                change.create(&Person { locale: linked.invitation.greeting.locale, ..person })
            }
            None => change,
        };
        app.store.commit(change.and(forgiven(attempts, &user, now))).await?;
        Ok(Json(AcceptedInvitation {
            account: user.account.to_string(),
            account_name: linked.account.name.to_string(),
            user: user.id.to_string(),
            status: user.status,
            return_to: linked.return_to(&app),
        }))
    })
    .await
}

/// The names, and the new password of someone new.
fn read_fields(
    request: &AcceptInvitationRequest,
    linked: &LinkedInvitation,
    user: &User,
    own: Option<Names>,
) -> Answer<(Names, Option<NewPassword>)> {
    // One read of two items is no snapshot: whom this very invitation made a person was not there when it was still
    // pending.
    if linked.person.as_ref().is_some_and(|person| person.invitation == linked.invitation.id) {
        return Err(Problem::contended());
    }
    let is_known = linked.person.is_some();
    if is_known && linked.session.is_none() {
        return Err(Problem::conflict("sign_in_required", "you already have a password; sign in, then accept"));
    }
    let mut fields = Fields::new();
    if is_known && request.password.is_some() {
        fields.refuse("password", "password_already_set", "you already have a password");
    }
    let names = names::read(request, linked, own, user, &mut fields);
    let to_set = |text| NewPassword::parse(text, rules(linked, user, &names));
    let password = if is_known { None } else { fields.required("password", request.password.as_deref(), to_set) };
    fields.finish(Some((names, password)))
}

/// What a first password must be: not made of what the invitation is about, and long enough to be the only factor if it
/// may have to.
fn rules(linked: &LinkedInvitation, user: &User, names: &Names) -> PasswordRules {
    let beside_factor = linked.model.model.policies().second_factor == SecondFactorPolicy::Required;
    PasswordRules::new(beside_factor).of(&user.email).within(&linked.account).named(&user.names).named(names)
}

/// Refuses a session that may do nothing but set a second factor up.
async fn check_factor(app: &App, linked: &LinkedInvitation, memberships: &Memberships) -> Answer<()> {
    let Some((session, person)) = linked.session.as_ref().zip(linked.person.as_ref()) else { return Ok(()) };
    check_second_factor(app, session, person, memberships).await
}

/// The memberships of the person who is signed in, and what is known of attempts with the address that the link is said
/// to be for, side by side with everything else that is read.
async fn known(app: &App, person: PersonKey, bearer: Option<&SessionBearer>) -> Answer<(Memberships, Attempts)> {
    let now = app.now();
    let Some(bearer) = bearer else { return Ok((Memberships::default(), app.store.attempts(person, now).await?)) };
    let Credentials { memberships, attempts, .. } = app.store.credentials(bearer.person(), now).await?;
    Ok((memberships, attempts))
}

/// A person who follows the link has the mailbox: what strangers failed at before does not keep them out. The link
/// itself does not vouch for the person that it names.
fn forgiven(attempts: Attempts, user: &User, now: jiff::Timestamp) -> Change {
    let attempts = Some(attempts).filter(|attempts| attempts.person == user.person());
    match attempts.and_then(|attempts| attempts.after_link(now)) {
        Some(mut attempts) => Change::new().replace(&mut attempts),
        None => Change::new(),
    }
}

/// The user, active unless the access model waits for the first sign-in. A person who accepts while signed in has done
/// that.
fn activate(user: User, linked: &LinkedInvitation, now: jiff::Timestamp) -> User {
    if user.status == UserStatus::Active {
        return user;
    }
    let waits = linked.model.model.policies().activation == Activation::OnFirstSignIn && linked.session.is_none();
    if waits { user } else { user.activated(now) }
}

fn membership(user: &User, linked: &LinkedInvitation, now: jiff::Timestamp) -> Membership {
    Membership {
        person: PersonKey::of(&linked.invitation.email),
        account: user.account,
        user: user.id,
        awaits_sign_in: user.status == UserStatus::Pending,
        joined_at: now,
        version: 1,
    }
}
