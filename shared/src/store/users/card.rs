//! What lists show of a user: all that an answer needs. Who vouches for the grants is read by key.

use crate::domain::email::EmailAddress;
use crate::domain::grant::{Grant, UnitScope};
use crate::domain::id::{AccountId, BASE32, InvitationId, UnitId, UserId};
use crate::domain::text::PersonName;
use crate::domain::user::{Names, User, UserStatus};
use crate::store::StoreFault;
use crate::store::card::{Reader, Writer, malformed, read_suffixes, read_times, suffixes, times, user_key};

/// Stands after the status of an external user.
const EXTERNAL: char = '+';

/// Stands behind that of a user whose person has come in.
const JOINED: char = '!';

/// Stands for all units.
const ALL: &str = "*";

/// Stands for no unit at all.
const NONE: &str = "-";

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
    user.grants.iter().fold(card, |card, grant| card.line(write_grant(grant))).finish()
}

pub(super) fn read(account: AccountId, card: &str) -> Result<User, StoreFault> {
    let mut card = Reader::new(card);
    let (id, invitation) = card.read(read_suffixes)?;
    let (status, [external, joined], version) = card.read(read_status)?;
    let (created_at, activated_at) = card.read(|line| read_times(line).and_then(|[created, activated]| Some((created?, activated))))?;
    let email = card.read(|line| EmailAddress::parse(line).ok())?;
    let given_name = card.maybe(|line| PersonName::parse(line).ok())?;
    let family_name = card.maybe(|line| PersonName::parse(line).ok())?;
    let grants = card.map(|grant| read_grant(grant).ok_or_else(|| malformed("a grant is wrong"))).collect::<Result<_, _>>()?;
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
        vouched_by: None,
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

/// The role; then, unless nothing follows, the units, the permissions that are added, and the end, with tabs between.
fn write_grant(grant: &Grant) -> String {
    let units = match &grant.units {
        UnitScope::All => ALL.to_owned(),
        UnitScope::Selected(units) if units.is_empty() => NONE.to_owned(),
        UnitScope::Selected(units) => units.iter().map(|unit| BASE32.encode(unit.as_bytes())).collect::<Vec<_>>().join(" "),
    };
    let permissions = grant.permissions.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let ends_at = grant.ends_at.map(|end| end.to_string()).unwrap_or_default();
    let text = format!("{}\t{units}\t{permissions}\t{ends_at}", grant.role);
    let text = text.trim_end_matches('\t');
    text.strip_suffix("\t*").unwrap_or(text).to_owned()
}

fn read_grant(line: &str) -> Option<Grant> {
    let mut parts = line.split('\t');
    let role = parts.next()?.parse().ok()?;
    let units = match parts.next().unwrap_or(ALL) {
        ALL => UnitScope::All,
        NONE => UnitScope::Selected([].into()),
        units => UnitScope::Selected(units.split(' ').map(read_unit).collect::<Option<_>>()?),
    };
    let permissions = parts.next().unwrap_or_default().split(' ').filter(|permission| !permission.is_empty());
    let permissions = permissions.map(|permission| permission.parse().ok()).collect::<Option<_>>()?;
    let ends_at = parts.next().filter(|end| !end.is_empty()).map(str::parse).transpose().ok()?;
    Some(Grant { role, units, permissions, ends_at })
}

fn read_unit(text: &str) -> Option<UnitId> {
    BASE32.decode(text.as_bytes()).ok()?.try_into().ok().map(UnitId::from_bytes)
}

#[cfg(test)]
mod tests;
