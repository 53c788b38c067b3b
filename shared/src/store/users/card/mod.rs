//! What lists show of a user: all that an answer needs.

use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, InvitationId, UserId};
use crate::domain::people::user::{Names, User, UserStatus};
use crate::domain::text::PersonName;
use crate::store::card::{Reader, Writer, read_suffixes, read_times, suffixes, times, user_key};
use crate::store::record::Malformed;

/// Follows the status of an external user.
const EXTERNAL: char = '+';

/// Follows that of a user whose person has come in.
const JOINED: char = '!';

pub(super) fn write(user: &User) -> String {
    let marks = [(user.external, EXTERNAL), (user.joined, JOINED)];
    let marks: String = marks.into_iter().filter_map(|(is_so, mark)| is_so.then_some(mark)).collect();
    let name = |name: &Option<PersonName>| name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default();
    let card = Writer::default()
        .line(suffixes(user.id.suffix(), user.invitation.suffix()))
        .line(format!("{}{marks}{}", letter(user.status), user.version))
        .line(times(&[Some(user.created_at), user.activated_at]))
        .line(&user.email)
        .line(name(&user.names.given_name))
        .line(name(&user.names.family_name));
    card.grants(&user.grants).finish()
}

pub(super) fn read(account: AccountId, card: &str) -> Result<User, Malformed> {
    let mut card = Reader::new(card);
    let (id, invitation) = card.read(read_suffixes)?;
    let (status, [external, joined], version) = card.read(read_status)?;
    let (created_at, activated_at) =
        card.read(|line| read_times(line).and_then(|[created, activated]| Some((created?, activated))))?;
    let email = card.read(|line| EmailAddress::try_from(line.to_owned()).ok())?;
    let given_name = card.maybe(|line| Some(PersonName::stored(line.to_owned())))?;
    let family_name = card.maybe(|line| Some(PersonName::stored(line.to_owned())))?;
    let grants = card.grants()?;
    let key = user_key(account, &email);
    Ok(User {
        account,
        id: UserId::of(key, id),
        email,
        names: Names { given_name, family_name },
        status,
        grants,
        invitation: InvitationId::of(key, invitation),
        external,
        joined,
        // What no list shows.
        witnessed: 0,
        created_at,
        activated_at,
        deactivated_at: None,
        version,
    })
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
