//! Endpoints wait for DynamoDB at most twice. The exceptions, and why.

use usher_tests::committed::compare_section;
use usher_tests::cost::Cost;

use super::{COSTS, of};

/// What waits for DynamoDB more than twice, how often, and what for.
const LONGER: [(&str, usize, &str); 38] = [
    ("`POST …/invitations`, 50 rows", 3, "the emails are counted before anything is written"),
    ("`POST …/imports`, the first with hashes", 3, "the kind of the hashes is written before anyone has one"),
    ("`POST /v1/sessions`", 3, ATTEMPT),
    ("`POST /v1/sessions`, the first after moving in", 4, ATTEMPT),
    ("`POST /v1/sessions`, the first, which activates", 6, "the user becomes active, only once in each account"),
    ("`POST /v1/sessions`, wrong password", 3, ATTEMPT),
    ("`POST /v1/sessions`, unknown address", 3, ATTEMPT),
    ("`POST /v1/sessions`, with a second factor", 3, ATTEMPT),
    ("`POST /v1/sessions/second-factor`", 4, ATTEMPT),
    ("`POST /v1/invitations/accept`, signed in", 3, PERSON),
    ("`GET /v1/sessions`", 3, PERSON),
    ("`DELETE /v1/sessions/{session}`", 3, PERSON),
    ("`DELETE /v1/sessions`", 4, PERSON),
    ("`GET /v1/me`, in one account", 3, "whether an administrator may leave depends on others"),
    ("`PATCH /v1/me`", 3, "the person's accounts are read first"),
    ("`POST /v1/me/password`", 6, PERSON),
    ("`POST /v1/me/proof`", 5, PERSON),
    ("`POST /v1/me/proof`, with a second factor", 4, ATTEMPT),
    ("`POST /v1/me/second-factor`", 5, PERSON),
    ("`POST /v1/me/second-factor/confirm`", 5, PERSON),
    ("`POST /v1/me/second-factor/recovery-codes`", 4, PERSON),
    ("`POST /v1/me/second-factor/disable`", 5, PERSON),
    ("`DELETE …/users/{user}/sessions`", 3, "the person is found through the user"),
    ("`PATCH …/users/{user}`, grants", 3, "the invitation of a pending user is found through the user"),
    ("`POST …/users/{user}/deactivate`, pending", 3, "the invitation is found through the user"),
    ("`DELETE …/users/{user}`, pending", 3, "the invitation is found through the user"),
    ("`POST …/users/{user}/credential-resets`, both", 3, "the person is found through the user"),
    ("`POST …/users/{user}/credential-resets`, never accepted", 3, "the person is found through the user"),
    ("`POST /v1/second-factor-resets/complete`", 5, ATTEMPT),
    ("`GET …/api-tokens`", 3, "what owners have ended is read for those whose tokens are on the page"),
    ("`PUT …/model`", 4, "someone who manages users under the new model is found and read"),
    ("`POST …/roll-out`, a dry run for one account", 5, ROLL_OUT),
    ("`POST …/roll-out`, for one account", 8, ROLL_OUT),
    (
        "`GET …/users?status=active,pending`, a page of 50",
        3,
        "the second list is read for the room that the first leaves",
    ),
    ("`GET …/users`, by a program, its first call", 3, "the use of the token is noted, at most every five minutes"),
    (
        "`GET /v1/operator/accounts/{account}/invitations`",
        3,
        "those who vouch for what is pending are read for what is on the page",
    ),
    ("`POST /v1/operator/people/export`, of nobody", 6, EVERYWHERE),
    ("`POST /v1/operator/people/erase`, of nobody", 7, EVERYWHERE),
];
const EVERYWHERE: &str =
    "all accounts are asked, page by page ([0069](decisions/0069-a-person-is-looked-for-everywhere.md))";
const ROLL_OUT: &str = "the version becomes the current one; each account is read, judged and written on its own";
const ATTEMPT: &str = "an attempt begins on record, and is counted before its result is told \
    ([0051](decisions/0051-attempts-that-have-begun.md))";
const PERSON: &str =
    "the person's accounts and their rules are read first; passwords and codes are counted as at a sign-in";

/// The endpoints that are no exception.
fn usual() -> impl Iterator<Item = &'static (String, Cost)> {
    COSTS.iter().filter(|(name, _)| name.starts_with('`') && LONGER.iter().all(|(longer, ..)| longer != name))
}

#[test]
fn every_endpoint_waits_for_dynamodb_at_most_twice() {
    for (name, rounds, why) in LONGER {
        assert_eq!(of(name).rounds.len(), rounds, "{name}, since {why}: {}", of(name).requests());
    }
    for (name, cost) in usual() {
        assert!(cost.rounds.len() <= 2, "{name}: {}", cost.requests());
    }
}

#[test]
fn every_endpoint_makes_three_requests_at_most() {
    // A search looks at addresses by status and at both names, side by side; an import writes many people.
    let most = |name: &str| match name {
        name if name.contains("?query=") => 6,
        // A hundred keys each, and a hundred writes.
        name if name.contains("/imports") => 8,
        // A list for each status, and the external ones.
        name if name.contains("/users/counts") => 5,
        _ => 3,
    };
    for (name, cost) in usual() {
        assert!(cost.count() <= most(name), "{name}: {}", cost.requests());
    }
    let reads_more = [
        "/me`",
        "users?query=",
        "users?status=",
        "/users/counts",
        "unit=",
        "/v1/sessions`",
        "by a program, its first",
        "/api-tokens`",
        "`GET /v1/operator/accounts/{account}/invitations`",
    ];
    for (name, cost) in
        COSTS.iter().filter(|(name, _)| name.starts_with("`GET ") && !reads_more.iter().any(|part| name.contains(part)))
    {
        assert!(cost.count() <= 2, "{name}: {}", cost.requests());
    }
}

#[test]
fn the_documented_exceptions_are_these() {
    let mut table = "| operation | one after the other | why |\n|---|--:|---|\n".to_owned();
    for (name, rounds, why) in LONGER {
        table.push_str(&format!("| {name} | {rounds} | {why} |\n"));
    }
    compare_section("docs/performance.md", "exceptions", &table);
}
