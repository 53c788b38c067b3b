//! What answers tell that a caller may do is what they may do: for random access models, users and grants, each action
//! is tried, and every other one as well.

mod acts;
mod stage;

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use usher_tests::{Member, scenario_with, whole_table};

use self::acts::Act;
use self::stage::Stage;

/// How many random accounts are looked at.
const ROUNDS: u64 = 24;

#[test]
fn each_action_that_is_told_is_done_and_no_other() {
    scenario_with(whole_table::quiet(), async |world| {
        let mut stage = Stage::open(world).await;
        let mut tried: BTreeMap<(String, bool), usize> = BTreeMap::new();
        for round in 0..ROUNDS {
            let rng = &mut StdRng::seed_from_u64(round);
            stage.shuffle(rng).await;
            for by in stage.callers() {
                for act in stage.acts(&by, rng).await {
                    let Some(act) = stage.as_it_is(&by, act).await else { continue };
                    let (name, told) = (act.name(), act.is_told());
                    let done = stage.attempt(&by, &act).await;
                    assert_eq!(done.is_ok(), told, "round {round}: {} {act:?}: {done:?}\n{}", by.email, stage.scene());
                    *tried.entry((name.to_owned(), told)).or_default() += 1;
                }
            }
        }
        let expected = Act::NAMES.iter().flat_map(|name| [false, true].map(|told| ((*name).to_owned(), told)));
        // Whose tokens someone is shown, they may revoke.
        let possible = expected.filter(|one| *one != ("api-tokens revoke".to_owned(), false));
        let missing: Vec<_> = possible.filter(|one| !tried.contains_key(one)).collect();
        assert!(missing.is_empty(), "never tried: {missing:?}; {tried:?}");
    });
}

#[test]
fn a_role_that_is_said_to_be_grantable_is_and_no_other() {
    scenario_with(whole_table::quiet(), async |world| {
        let mut stage = Stage::open(world).await;
        for round in 0..ROUNDS {
            stage.shuffle(&mut StdRng::seed_from_u64(1_000 + round)).await;
            for by in stage.callers() {
                let Some(roles) = stage.grantable(&by, "to_invite").await else { continue };
                for grant in stage.all_grants() {
                    let is_told = roles.iter().any(|role| includes(role, &grant));
                    let verdict = stage.invites(&by, &grant).await;
                    assert_eq!(verdict == "invited", is_told, "round {round}: {} {grant}: {verdict}", by.email);
                }
            }
        }
    });
}

/// Whether a role that is said to be grantable includes a grant without an end.
fn includes(role: &Value, grant: &Value) -> bool {
    let units = &role["units"];
    let has = |unit: &Value| units.as_array().is_some_and(|units| units.contains(unit));
    let includes = *units == "all" || grant["units"].as_array().is_some_and(|wanted| wanted.iter().all(has));
    role["role"] == grant["role"] && role["ends_at"].is_null() && includes
}

/// One of several, by chance.
fn one_of<'a, T>(rng: &mut StdRng, values: &'a [T]) -> &'a T {
    &values[rng.random_range(0..values.len())]
}

/// Whether an answer says that what was tried is allowed: it was done, or a limit came in between that has nothing to
/// do with who asks for what.
fn outcome(reply: &usher_tests::Reply) -> Result<(), String> {
    let code = reply.body["code"].as_str().unwrap_or_default();
    let is_allowed = reply.status.is_success() || ["rate_limited", "too_many_api_tokens"].contains(&code);
    if is_allowed { Ok(()) } else { Err(format!("{} {}", reply.status, reply.body)) }
}

/// PATCH.
async fn patch(by: &Member, path: &str, body: Value) -> usher_tests::Reply {
    usher_tests::office::patch(by, path, body).await
}

/// Nothing.
fn nothing() -> Value {
    json!({})
}
