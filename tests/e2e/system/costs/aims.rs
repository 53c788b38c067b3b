//! What is aimed at, and what is reached: the table in docs/performance.md.

use std::sync::LazyLock;

use serde_json::json;
use usher_tests::committed::compare_section;
use usher_tests::cost::{Cost, measure, still, units_count};
use usher_tests::stream;

use super::of;
use super::operations::rows;

/// What is counted.
#[derive(Clone, Copy)]
enum Unit {
    Requests,
    Read,
    Write,
}

/// A figure, and the bar that it is to stay under.
struct Aim {
    what: &'static str,
    bar: f64,
    unit: Unit,
    /// How much it is now.
    now: fn(Unit) -> f64,
    /// Why it is over the bar.
    over: Option<&'static str>,
}

const CARDS: &str = "20 cards that tell how users came are more than 4 KB \
    ([0081](decisions/0081-what-users-tell-of-themselves.md))";
const LISTS: &str = "[0012](decisions/0012-lists-cost-writes.md)";

const AIMS: [Aim; 13] = [
    aim("a list of 50 users", 2.0, Unit::Read, |_| list("`GET …/users`, a page of 50")),
    aim("a list of 50 users with one role", 2.0, Unit::Read, |_| list("`GET …/users?role=`, a page of 50")),
    aim("a list of 50 invitations", 2.0, Unit::Read, |_| list("`GET …/invitations`, a page of 50")),
    Aim {
        over: Some(CARDS),
        ..aim("a search that finds 20, in one status", 1.5, Unit::Read, |_| {
            list("`GET …/users?query=&status=`, which finds 20")
        })
    },
    Aim {
        over: Some("it reads two more lists"),
        ..aim("a search that finds 20, in all statuses", 1.5, Unit::Read, |_| {
            list("`GET …/users?query=`, which finds 20")
        })
    },
    Aim {
        over: Some(LISTS),
        ..aim("a single invitation, with its event, mail and limits", 12.0, Unit::Write, |unit| {
            unit.of("`POST …/invitations`, one row")
        })
    },
    Aim {
        over: Some(LISTS),
        ..aim("a deactivation that clears the grants", 8.0, Unit::Write, |unit| {
            unit.of("`POST …/users/{user}/deactivate`")
        })
    },
    Aim {
        over: Some(LISTS),
        ..aim("a deactivation after which the grants stay", 8.0, Unit::Write, |unit| {
            unit.of("`POST …/users/{user}/deactivate`, grants stay")
        })
    },
    Aim {
        over: Some(
            "it looks whether an account still wants the person, and lets anybody in \
             ([0053](decisions/0053-deactivated-everywhere.md), [0068](decisions/0068-suspension-and-erasure.md)), and \
             what kinds of hashes moved in ([0076](decisions/0076-passwords-from-elsewhere.md))",
        ),
        ..aim("signing in", 2.0, Unit::Read, |unit| unit.of("`POST /v1/sessions`"))
    },
    aim("signing in", 3.0, Unit::Write, |unit| unit.of("`POST /v1/sessions`")),
    aim("an access check", 1.0, Unit::Requests, |unit| unit.of("`POST …/access/check`")),
    aim("a malformed or forged token", 0.0, Unit::Requests, |unit| {
        unit.of("any request with a malformed or forged token")
    }),
    aim("1,000 invitations in one call", 100.0, Unit::Requests, |unit| unit.in_cost(&THOUSAND[0])),
];

const fn aim(what: &'static str, bar: f64, unit: Unit, now: fn(Unit) -> f64) -> Aim {
    Aim { what, bar, unit, now, over: None }
}

impl Unit {
    fn of(self, operation: &str) -> f64 {
        self.in_cost(of(operation))
    }

    fn in_cost(self, cost: &Cost) -> f64 {
        match self {
            Self::Requests => u32::try_from(cost.count()).map_or(f64::INFINITY, f64::from),
            Self::Read => cost.read_units,
            Self::Write => cost.write_units,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Read => "read units",
            Self::Write => "write units",
        }
    }
}

/// What a list costs beyond authentication.
fn list(operation: &str) -> f64 {
    of(operation).read_units - of("`GET /v1/accounts/{account}`").read_units
}

/// Inviting many people who are new, and then the same again.
static THOUSAND: LazyLock<[Cost; 2]> = LazyLock::new(|| {
    let mut costs = Vec::new();
    still(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        stream::end(world).await;
        let body = json!({ "invitations": rows(&account, rows_invited()) });
        for verdict in ["invited", "already_invited"] {
            let (reply, cost) = measure(world, ada.api.post(&account.path("/invitations"), body.clone())).await;
            let results = reply.expect(200)["results"].as_array().expect("results").clone();
            assert!(results.len() == rows_invited() && results.iter().all(|result| result["verdict"] == verdict));
            costs.push(cost);
        }
    });
    costs.try_into().expect("two calls")
});

/// DynamoDB Local takes longer for a thousand than a call may take; what holds of two hundred there holds of a
/// thousand.
fn rows_invited() -> usize {
    if units_count() { 1_000 } else { 200 }
}

#[test]
fn the_documented_aims_are_reached_as_documented() {
    if !units_count() {
        return;
    }
    let mut table = "| what | counted in | limit | now | why it is over |\n|---|---|--:|--:|---|\n".to_owned();
    for Aim { what, bar, unit, now, over } in &AIMS {
        let now = now(*unit);
        assert_eq!(now > *bar, over.is_some(), "{what}: {now} {}, the limit is {bar}", unit.name());
        let shown = if over.is_some() { format!("**{now}**") } else { now.to_string() };
        table.push_str(&format!("| {what} | {} | {bar} | {shown} | {} |\n", unit.name(), over.unwrap_or_default()));
    }
    compare_section("docs/performance.md", "aims", &table);
}

#[test]
fn a_thousand_invitations_take_at_most_a_hundred_requests_whether_or_not_they_are_new() {
    let [new, again] = &*THOUSAND;
    assert!(new.count() <= rows_invited() / 10, "{}", new.requests());
    assert!(again.count() <= rows_invited() / 100 + 1, "{}", again.requests());
}
