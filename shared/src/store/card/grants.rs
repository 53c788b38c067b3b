//! Grants on cards: the last lines, one for each.

use super::{Reader, Writer, malformed};
use crate::domain::access::grant::{Grant, UnitScope};
use crate::domain::access::split;
use crate::domain::id::{BASE32, UnitId};
use crate::domain::time::in_milliseconds;
use crate::store::record::Malformed;

/// Stands for all units.
const ALL: &str = "*";

/// Stands for no unit at all.
const NONE: &str = "-";

impl Writer {
    pub(in crate::store) fn grants(self, grants: &[Grant]) -> Self {
        grants.iter().fold(self, |card, grant| card.line(write(grant)))
    }
}

impl Reader<'_> {
    /// The grants that are left.
    pub(in crate::store) fn grants(self) -> Result<Vec<Grant>, Malformed> {
        self.map(|grant| read(grant).ok_or_else(|| malformed("a grant is wrong"))).collect()
    }
}

/// The role; then, unless nothing follows, the units, the permissions that are added, and the end, with tabs between.
fn write(grant: &Grant) -> String {
    let units = match &grant.units {
        UnitScope::All => ALL.to_owned(),
        UnitScope::Selected(units) if units.is_empty() => NONE.to_owned(),
        UnitScope::Selected(units) => {
            units.iter().map(|unit| BASE32.encode(unit.as_bytes())).collect::<Vec<_>>().join(" ")
        }
    };
    let permissions = grant.permissions.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let ends_at = grant.ends_at.map(|end| end.to_string()).unwrap_or_default();
    let text = format!("{}\t{units}\t{permissions}\t{ends_at}", grant.role);
    let text = text.trim_end_matches('\t');
    text.strip_suffix("\t*").unwrap_or(text).to_owned()
}

fn read(line: &str) -> Option<Grant> {
    let mut parts = line.split('\t');
    let role = parts.next()?.parse().ok()?;
    let units = match parts.next().unwrap_or(ALL) {
        ALL => UnitScope::All,
        NONE => UnitScope::Selected([].into()),
        units => UnitScope::Selected(units.split(' ').map(read_unit).collect::<Option<_>>()?),
    };
    let permissions = parts.next().unwrap_or_default().split(' ').filter(|permission| !permission.is_empty());
    let permissions = permissions.map(|permission| permission.parse().ok()).collect::<Option<Vec<_>>>()?;
    let permissions = permissions.into_iter().flat_map(split::read).collect();
    let ends_at = parts.next().filter(|end| !end.is_empty()).map(str::parse).transpose().ok()?.map(in_milliseconds);
    Some(Grant { role, units, permissions, ends_at })
}

fn read_unit(text: &str) -> Option<UnitId> {
    BASE32.decode(text.as_bytes()).ok()?.try_into().ok().map(UnitId::from_bytes)
}
