//! The map as the document has it.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use super::Map;
use super::acts::Act;
use super::cells::{INVITATIONS, PERSONS, USERS, impossible, ways};
use super::told::Told;

/// A section of the document: the policies, the states that there are, and those that cannot be.
pub fn section(map: &Map, policies: &Value) -> String {
    format!("\n{}\n{}\n{}\n", policies_of(policies), table(map, policies), impossibilities(policies))
}

fn policies_of(policies: &Value) -> String {
    let allowed = |policy: &str| if policies["offboarding"][policy] == true { "allowed" } else { "not allowed" };
    format!(
        "Users become active `{}`; deactivation is {}, removal is {}; a second factor is `{}`.\n",
        policies["activation"].as_str().expect("a policy"),
        allowed("deactivate"),
        allowed("remove"),
        policies["second_factor"].as_str().expect("a policy"),
    )
}

/// People to whom the same happens, and what.
type Row<'a> = (Vec<&'static str>, &'a Told);

/// One line for each row.
fn table(map: &Map, policies: &Value) -> String {
    let mut rows: BTreeMap<(usize, usize), Vec<Row<'_>>> = BTreeMap::new();
    for (cell, told) in map {
        let rows = rows.entry((cell.user, cell.invitation)).or_default();
        match rows.iter_mut().find(|(_, of_others)| *of_others == told) {
            Some((people, _)) => people.push(PERSONS[cell.person].name),
            None => rows.push((vec![PERSONS[cell.person].name], told)),
        }
    }
    let mut table = HEAD.to_owned();
    for ((user, invitation), rows) in rows {
        let (user, invitation) = (USERS[user], INVITATIONS[invitation]);
        let ways = ways(user, invitation, policies);
        let (on, out) = (acts(&ways.on), acts(ways.out.as_slice()));
        for (people, Told { sign_in, link, inviting, forgotten }) in rows {
            let people = people.join("; ");
            writeln!(
                table,
                "| {user} | {invitation} | {people} | {sign_in} | {forgotten} | {link} | {inviting} | {on} | {out} |"
            )
            .expect("a line");
        }
    }
    table
}

const HEAD: &str = concat!(
    "| user | invitation | person | signs in | forgot the password | follows the link | is created again ",
    "| the way on | the way out |\n|---|---|---|---|---|---|---|---|---|\n"
);

fn acts(acts: &[Act]) -> String {
    let told: Vec<&str> = acts.iter().map(|act| act.told()).collect();
    if told.is_empty() { "–".to_owned() } else { told.join(", then ") }
}

/// Why the other states cannot be, those together that have one reason.
fn impossibilities(policies: &Value) -> String {
    let mut reasons: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for user in USERS {
        for invitation in INVITATIONS {
            let Some(why) = impossible(user, invitation, policies) else { continue };
            match reasons.iter_mut().find(|(of, reason, _)| (*of, *reason) == (user, why)) {
                Some((.., invitations)) => invitations.push(invitation),
                None => reasons.push((user, why, vec![invitation])),
            }
        }
    }
    let lines =
        reasons.iter().map(|(user, why, invitations)| format!("| {user} | {} | {why} |\n", invitations.join(", ")));
    "| user | invitation | why there is no such state |\n|---|---|---|\n".to_owned() + &lines.collect::<String>()
}
