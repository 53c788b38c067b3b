//! What lists show of a user: all that an answer needs.

use jiff::Timestamp;

use crate::domain::email::EmailAddress;
use crate::domain::external_id::ExternalId;
use crate::domain::id::{AccountId, InvitationId, UserId};
use crate::domain::labels::Labels;
use crate::domain::people::invitation::Inviter;
use crate::domain::people::user::{Names, User, UserStatus};
use crate::domain::text::PersonName;
use crate::store::card::{Reader, Writer, malformed, read_suffixes, read_times, suffixes, times, user_key};
use crate::store::record::Malformed;

/// Follows the status of an external user.
const EXTERNAL: char = '+';

/// Follows that of a user whose person has come in.
const JOINED: char = '!';

/// Precedes who invited a user whose person has a second factor.
const SECOND_FACTOR: char = '*';

/// Precedes, on a line of its own, what the portal calls a user. Roles, which follow, begin with a letter.
const EXTERNAL_ID: char = '=';

/// The same for what it notes on them, as JSON.
const METADATA: char = '#';

/// Stands for an operator.
const OPERATOR: &str = "-";

/// How ids of users begin, which is left out.
const USER: &str = "usr_";

pub(super) fn write(user: &User) -> String {
    let marks = [(user.external, EXTERNAL), (user.joined, JOINED)];
    let marks: String = marks.into_iter().filter_map(|(is_so, mark)| is_so.then_some(mark)).collect();
    let name = |name: &Option<PersonName>| name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default();
    let card = Writer::default()
        .line(suffixes(user.id.suffix(), user.invitation.suffix()))
        .line(format!("{}{marks}{}", letter(user.status), user.version))
        .line(way(user))
        .line(&user.email)
        .line(name(&user.names.given_name))
        .line(name(&user.names.family_name));
    let card = user.labels.external_id.iter().fold(card, |card, id| card.line(format_args!("{EXTERNAL_ID}{id}")));
    let card = if user.labels.metadata.is_empty() {
        card
    } else {
        card.line(format_args!("{METADATA}{}", serde_json::json!(user.labels.metadata)))
    };
    card.grants(&user.grants).finish()
}

pub(super) fn read(account: AccountId, card: &str) -> Result<User, Malformed> {
    let mut card = Reader::new(card);
    let (id, invitation) = card.read(read_suffixes)?;
    let (status, [external, joined], version) = card.read(read_status)?;
    let way = card.read(read_way)?;
    let email = card.read(|line| EmailAddress::try_from(line.to_owned()).ok())?;
    let given_name = card.maybe(|line| Some(PersonName::stored(line.to_owned())))?;
    let family_name = card.maybe(|line| Some(PersonName::stored(line.to_owned())))?;
    let external_id = card.marked(EXTERNAL_ID).map(|id| ExternalId::stored(id.to_owned()));
    let metadata = card.marked(METADATA).map(serde_json::from_str).transpose();
    let metadata = metadata.map_err(|_| malformed("metadata is wrong"))?.unwrap_or_default();
    let grants = card.grants()?;
    let key = user_key(account, &email);
    Ok(User {
        account,
        id: UserId::of(key, id),
        email,
        names: Names { given_name, family_name },
        labels: Labels { external_id, metadata },
        status,
        grants,
        invitation: InvitationId::of(key, invitation),
        external,
        joined,
        invited_by: way.invited_by,
        joined_at: way.joined_at,
        last_active_at: way.last_active_at,
        second_factor: way.second_factor,
        // What no list shows.
        witnessed: 0,
        created_at: way.created_at,
        activated_at: way.activated_at,
        deactivated_at: None,
        version,
    })
}

/// How a user came, and how far: times, and behind them what cards did not have at first.
struct Way {
    created_at: Timestamp,
    activated_at: Option<Timestamp>,
    joined_at: Option<Timestamp>,
    last_active_at: Option<Timestamp>,
    second_factor: bool,
    invited_by: Option<Inviter>,
}

/// The times, and then, as the fifth word, who invited the user. What is not there leaves nothing behind it.
fn way(user: &User) -> String {
    let times = times(&[Some(user.created_at), user.activated_at, user.joined_at, user.last_active_at]);
    let left_out = " ".repeat(TIMES - 1 - times.matches(' ').count());
    let factor = if user.second_factor { SECOND_FACTOR.to_string() } else { String::new() };
    let inviter = match user.invited_by {
        None => String::new(),
        Some(Inviter::Operator) => OPERATOR.to_owned(),
        Some(Inviter::User { id }) => id.to_string().trim_start_matches(USER).to_owned(),
    };
    format!("{times}{left_out} {factor}{inviter}").trim_end().to_owned()
}

/// How many times there are.
const TIMES: usize = 4;

fn read_way(line: &str) -> Option<Way> {
    let [created_at, activated_at, joined_at, last_active_at] = read_times::<TIMES>(line)?;
    let rest = line.split(' ').nth(TIMES).unwrap_or_default();
    let inviter = rest.strip_prefix(SECOND_FACTOR);
    let invited_by = match inviter.unwrap_or(rest) {
        "" => None,
        OPERATOR => Some(Inviter::Operator),
        id => Some(Inviter::User { id: format!("{USER}{id}").parse().ok()? }),
    };
    let second_factor = inviter.is_some();
    Some(Way { created_at: created_at?, activated_at, joined_at, last_active_at, second_factor, invited_by })
}

fn letter(status: UserStatus) -> char {
    match status {
        UserStatus::Pending => 'p',
        UserStatus::Active => 'a',
        UserStatus::Deactivated => 'd',
    }
}

fn read_status(line: &str) -> Option<(UserStatus, [bool; 2], u64)> {
    let status = UserStatus::ALL.into_iter().find(|status| line.starts_with(letter(*status)))?;
    let mut rest = line.get(1..)?;
    let marks = [EXTERNAL, JOINED].map(|mark| {
        let behind = rest.strip_prefix(mark);
        rest = behind.unwrap_or(rest);
        behind.is_some()
    });
    Some((status, marks, rest.parse().ok()?))
}

#[cfg(test)]
mod tests;
