//! `POST /v1/invitations/accept`: become a user of the account.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::json;
use usher::app::App;
use usher::domain::access_model::{Activation, GivenBy, SecondFactor};
use usher::domain::audit::{Action, Actor};
use usher::domain::id::PersonKey;
use usher::domain::password::{Password, PasswordRules};
use usher::domain::person::{Membership, Person};
use usher::domain::text::PersonName;
use usher::domain::user::{Names, User, UserStatus};
use usher::http::caller::check_second_factor;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, IdempotencyKey, Problem, SessionBearer, Source, until_decided};
use usher::store::Change;
use utoipa::ToSchema;

use crate::link::{Linked, parse};

/// How an invitation is accepted.
#[derive(eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// What stands in the link behind `#token=`.
    #[serde(default)]
    #[schema(required, value_type = String, example = "ush_inv_…")]
    token: Option<String>,
    /// A new password: for people who have none here yet. At least 15 characters; at least 8 where the access model requires a second factor.
    #[serde(default)]
    #[schema(example = "correct horse battery staple", min_length = 8, max_length = 256)]
    password: Option<String>,
    /// The given name, where the access model has the invited person give it.
    #[serde(default)]
    given_name: Option<String>,
    /// The family name, where the access model has the invited person give it.
    #[serde(default)]
    family_name: Option<String>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Accepted {
    /// The account that the person is now a user of.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    account: String,
    /// The account's name.
    account_name: String,
    /// The user.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    user: String,
    /// `active`; or `pending`, where the access model waits for the first sign-in.
    #[schema(example = "active")]
    status: String,
}

/// Accept an invitation
///
/// Somebody new chooses a password. Somebody who has one here signs in first and sends their session token along; they keep their password.
/// It is not a sign-in.
#[utoipa::path(
    post,
    operation_id = "acceptInvitation",
    path = "/v1/invitations/accept",
    tag = "links",
    params(IdempotencyKey),
    request_body = Accept,
    responses((status = 200, description = "Accepted", body = Accepted), Problems),
    security((), ("bearer" = []))
)]
pub async fn accept(
    State(app): State<Arc<App>>,
    bearer: Option<SessionBearer>,
    source: Source,
    Body(request): Body<Accept>,
) -> Answer<Json<Accepted>> {
    let token = parse(request.token.as_deref())?;
    until_decided(|| async {
        let (linked, memberships) = tokio::join!(Linked::follow(&app, &token, bearer.as_ref()), memberships(&app, bearer.as_ref()));
        let (linked, memberships) = (linked?, memberships?);
        linked.check_session()?;
        check_factor(&app, &linked, &memberships).await?;
        let now = app.now();
        let mut invitation = linked.invitation.clone().accept(now).map_err(|fault| Problem::of_invitation(fault, now))?;
        let pending = linked.user.clone().ok_or_else(Problem::contended)?;
        linked.check_inviter(&pending, now)?;
        let (names, password) = read_fields(&request, &linked, &pending)?;
        let external = memberships.iter().any(|membership| membership.account != pending.account && !membership.awaits_sign_in);
        let mut user = activate(User { names, ..pending.clone() }, &linked, now).joined(external);
        let after = json!({ "status": user.status, "names": user.names.recorded() });
        let author = source.author(Actor::User { id: user.id }, now);
        let before = json!({ "status": pending.status });
        let event = author.event(user.account, Action::InvitationAccepted, invitation.id, (before, after), &mut app.rng());
        let change = Change::new().replace(&mut invitation).replace_user(&pending, &mut user).create(&event);
        let mut membership = membership(&user, &linked, now);
        // Somebody active from the start has had a membership since then, which nothing has touched.
        let change = if pending.status == UserStatus::Active { change.replace(&mut membership) } else { change.create(&membership) };
        let change = match password {
            Some(password) => {
                let is_short = password.is_short();
                let hash = app.hasher.hash(password, app.rng()).await?;
                change.create(&Person::new(user.email.clone(), hash, is_short, invitation.id, now))
            }
            None => change,
        };
        app.store.commit(change).await?;
        Ok(Json(Accepted {
            account: user.account.to_string(),
            account_name: linked.account.name.to_string(),
            user: user.id.to_string(),
            status: user.status.as_str().to_owned(),
        }))
    })
    .await
}

/// The names, and the new password of somebody new.
fn read_fields(request: &Accept, linked: &Linked, user: &User) -> Answer<(Names, Option<Password>)> {
    // One read of two items is no snapshot: whom this very invitation made a person was not there when it was still pending.
    if linked.person.as_ref().is_some_and(|person| person.invitation == linked.invitation.id) {
        return Err(Problem::contended());
    }
    let is_known = linked.person.is_some();
    if is_known && linked.session.is_none() {
        return Err(Problem::conflict("sign_in_required", "you have a password here already: sign in, then accept"));
    }
    let mut fields = Fields::new();
    if is_known && request.password.is_some() {
        fields.refuse("password", "password_already_set", "you have a password here already");
    }
    let names = read_names(request, linked, user, &mut fields);
    let to_set = |text| Password::to_set(text, &rules(linked, user, &names));
    let password = if is_known { None } else { fields.required("password", request.password.as_deref(), to_set) };
    fields.finish()?;
    Ok((names, password))
}

/// What a first password must be: not made of what the invitation is about, and long enough to stand alone where it may have to.
fn rules(linked: &Linked, user: &User, names: &Names) -> PasswordRules {
    let beside_factor = linked.model.model.policies().second_factor == SecondFactor::Required;
    PasswordRules::new(beside_factor).of(&user.email).within(&linked.account).named(&user.names).named(names)
}

fn read_names(request: &Accept, linked: &Linked, user: &User, fields: &mut Fields) -> Names {
    let given = [("given_name", &request.given_name), ("family_name", &request.family_name)];
    let given_by = linked.model.model.policies().invitation.names;
    if given_by == GivenBy::Invitee {
        let [given_name, family_name] = given.map(|(field, value)| fields.required(field, value.as_deref(), PersonName::parse));
        return Names { given_name, family_name };
    }
    if given_by == GivenBy::Optional {
        let [given_name, family_name] = given.map(|(field, value)| fields.optional(field, value.as_deref(), PersonName::parse));
        return Names { given_name: given_name.or(user.names.given_name.clone()), family_name: family_name.or(user.names.family_name.clone()) };
    }
    for (field, _) in given.into_iter().filter(|(_, value)| value.is_some()) {
        fields.refuse(field, "name_not_editable", "the access model has the inviter give it");
    }
    user.names.clone()
}

/// Refuses a session that may do nothing but set a second factor up.
async fn check_factor(app: &App, linked: &Linked, memberships: &[Membership]) -> Answer<()> {
    let Some((session, person)) = linked.session.as_ref().zip(linked.person.as_ref()) else { return Ok(()) };
    check_second_factor(app, session, person, memberships).await
}

/// The memberships of whoever is signed in, side by side with everything else that is read.
async fn memberships(app: &App, bearer: Option<&SessionBearer>) -> Answer<Vec<Membership>> {
    let Some(bearer) = bearer else { return Ok(Vec::new()) };
    Ok(app.store.credentials(bearer.person(), app.now()).await?.memberships)
}

/// The user, active unless the access model waits for the first sign-in. Whoever accepts signed in has done that.
fn activate(user: User, linked: &Linked, now: jiff::Timestamp) -> User {
    if user.status == UserStatus::Active {
        return user;
    }
    let waits = linked.model.model.policies().activation == Activation::OnFirstSignIn && linked.session.is_none();
    if waits { user } else { user.activated(now) }
}

fn membership(user: &User, linked: &Linked, now: jiff::Timestamp) -> Membership {
    Membership {
        person: PersonKey::of(&linked.invitation.email),
        account: user.account,
        user: user.id,
        awaits_sign_in: user.status == UserStatus::Pending,
        joined_at: now,
        version: 1,
    }
}
