//! Who shows that they are who they say, and is wanted nowhere: a person whom every account that they joined has
//! deactivated gets no session (seed 003: "the user will not be able to log in").

use axum::http::StatusCode;
use jiff::Timestamp;
use usher::app::App;
use usher::domain::credentials::token::InvitationToken;
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;
use usher::domain::people::account::Account;
use usher::domain::people::invitation::{Invitation, InvitationStatus};
use usher::domain::people::person::{Membership, Memberships};
use usher::domain::people::user::{User, UserStatus};
use usher::domain::text::shortened;
use usher::http::{Answer, Problem};
use usher::store::{Found, Key};

/// How many bytes of the accounts' names a message has room for.
const ROOM: usize = 200;

/// Goes on unless every account that the person has joined has deactivated them, or is suspended. Someone who is in no
/// account is let in: they need a session to accept an invitation. So does someone who is deactivated, and shows the
/// link of one that is pending (`invitation`). One request, and more only before a refusal.
pub async fn check_wanted(
    app: &App,
    memberships: &Memberships,
    invitation: Option<&str>,
    now: Timestamp,
) -> Answer<()> {
    if memberships.is_empty() || memberships.unreadable > 0 {
        return Ok(());
    }
    let keys = memberships.iter().flat_map(|membership| [user(membership).any(), account(membership).any()]);
    let found = app.store.read(keys).await?;
    let barred: Vec<Barred> = memberships.iter().filter_map(|membership| barred(&found, membership)).collect();
    if barred.len() < memberships.len() {
        return Ok(());
    }
    let person = memberships.first().map(|membership| membership.person);
    if let Some((token, person)) = invitation.and_then(|token| InvitationToken::parse(token).ok()).zip(person)
        && is_invited(app, &token, person, now).await?
    {
        return Ok(());
    }
    if barred.contains(&Barred::AccountSuspended) {
        return Err(Problem::account_suspended());
    }
    Err(inactive(&found, memberships))
}

fn user(membership: &Membership) -> Key<User> {
    Key::user(membership.account, membership.user.key())
}

fn account(membership: &Membership) -> Key<Account> {
    Key::account(membership.account)
}

/// Why someone does not come into an account that they have joined.
#[derive(PartialEq)]
enum Barred {
    Deactivated,
    AccountSuspended,
}

/// What keeps the person out of an account, if anything does. What cannot be read keeps nobody out.
fn barred(found: &Found, membership: &Membership) -> Option<Barred> {
    let user = found.readable(&user(membership)).filter(|user| user.id == membership.user)?;
    if user.status == UserStatus::Deactivated {
        return Some(Barred::Deactivated);
    }
    let account = found.readable(&account(membership))?;
    (!account.is_open()).then_some(Barred::AccountSuspended)
}

/// Whether the token is that of a link with which this person can accept an invitation.
async fn is_invited(app: &App, token: &InvitationToken, person: PersonKey, now: Timestamp) -> Answer<bool> {
    let invitation = app.store.get(&Key::invitation(token.account, token.invitation)).await?;
    let is_theirs = |invitation: &Invitation| {
        invitation.has_link(&token.secret)
            && PersonKey::of(&invitation.email) == person
            && invitation.status_at(now) == InvitationStatus::Pending
    };
    Ok(invitation.as_ref().is_some_and(is_theirs))
}

/// Says so, and whom to ask.
fn inactive(found: &Found, memberships: &Memberships) -> Problem {
    let accounts: Vec<Account> =
        memberships.iter().filter_map(|membership| found.readable(&account(membership))).collect();
    let names: Vec<&str> = accounts.iter().map(|account| account.name.as_str()).collect();
    let names = shortened(&names.join(", "), ROOM);
    let support = accounts.iter().find_map(|account| account.support_address.as_ref()).map(EmailAddress::canonical);
    let help = support.map_or_else(String::new, |address| format!(", or write to {address}"));
    let detail = format!(
        "you are deactivated in {names}; ask an administrator there to reactivate you{help}; if you have an invitation \
         from elsewhere, open its link"
    );
    Problem::new(StatusCode::FORBIDDEN, "deactivated_everywhere", detail)
}
