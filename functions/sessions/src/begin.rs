//! What every way of signing in ends with: the answer, and the person's arrival where one was waited for.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use usher::app::App;
use usher::domain::audit::{Action, Actor, Author};
use usher::domain::invitation::Invitation;
use usher::domain::person::Membership;
use usher::domain::session::Session;
use usher::domain::token::SessionToken;
use usher::domain::user::{User, UserStatus};
use usher::http::{Answer, Problem, Source, until_decided};
use usher::store::{Change, Key};
use utoipa::ToSchema;

use crate::view::SessionView;

/// What came of it.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    /// The bearer token. It is shown this once.
    #[schema(example = "ush_ses_…")]
    token: String,
    /// The session.
    session: SessionView,
    /// Every account that the person has joined, also where they are deactivated. `GET /v1/me` tells the accounts that they are an active user of, and is
    /// what counts.
    accounts: Vec<String>,
}

impl SignedIn {
    /// The answer to whoever has just signed in.
    pub fn new(session: Session, token: &SessionToken, memberships: &[Membership]) -> Self {
        let accounts = memberships.iter().map(|membership| membership.account.to_string()).collect();
        Self { token: token.reveal(), session: session.into(), accounts }
    }
}

/// Lets the person in wherever the first sign-in is waited for.
pub async fn arrive(app: &App, source: &Source, memberships: &[Membership], now: Timestamp) -> Answer<()> {
    for membership in memberships.iter().filter(|membership| membership.awaits_sign_in) {
        let elsewhere = |other: &Membership| other.account != membership.account && !other.awaits_sign_in;
        arrive_in(app, source, membership, memberships.iter().any(elsewhere), now).await?;
    }
    Ok(())
}

/// The first sign-in makes a user active where the access model waits for it, and is an acceptance where the user was active from the start.
async fn arrive_in(app: &App, source: &Source, membership: &Membership, external: bool, now: Timestamp) -> Answer<()> {
    let keys = [Key::user(membership.account, membership.user.key()), Key::membership(membership.person, membership.account)];
    until_decided(|| async {
        let found = app.store.read(keys.clone()).await?;
        let user: Option<User> = found.get(&keys[0])?;
        let Some(user) = user.filter(|user| user.id == membership.user) else { return Ok(()) };
        let Some(mut membership) = found.get::<Membership>(&keys[1])?.filter(|membership| membership.awaits_sign_in) else { return Ok(()) };
        membership.awaits_sign_in = false;
        let author = source.author(Actor::User { id: user.id }, now);
        let change = match user.status {
            UserStatus::Pending => activated(app, user, &author),
            UserStatus::Active => taken(app, user, external, &author).await?,
            UserStatus::Deactivated => return Ok(()),
        };
        Ok(app.store.commit(change.replace(&mut membership)).await?)
    })
    .await
}

/// The user becomes active.
fn activated(app: &App, pending: User, author: &Author) -> Change {
    let mut user = pending.clone().activated(author.at);
    let change = (json!({ "status": "pending" }), json!({ "status": user.status }));
    let event = author.event(user.account, Action::UserActivated, user.id, change, &mut app.rng());
    Change::new().replace_user(&pending, &mut user).create(&event)
}

/// The invitation is taken without its link, whether or not its time is over.
async fn taken(app: &App, waiting: User, external: bool, author: &Author) -> Answer<Change> {
    let key = Key::invitation(waiting.account, waiting.invitation);
    let invitation: Invitation = app.store.read([key.clone()]).await?.get(&key)?.ok_or_else(Problem::contended)?;
    let mut user = waiting.clone().joined(external);
    let change = Change::new().replace_user(&waiting, &mut user);
    let before = json!({ "status": invitation.status_at(author.at) });
    let Ok(mut taken) = invitation.settle(author.at) else { return Ok(change) };
    let event = author.event(user.account, Action::InvitationAccepted, taken.id, (before, json!({ "status": taken.status })), &mut app.rng());
    Ok(change.replace(&mut taken).create(&event))
}
