//! What moving in takes: 10,000 people in ten calls, each within 8 MB and 25 seconds. A quarter of a call is measured,
//! because the embedded engine takes a while for a whole one; each row costs the same.

use serde_json::{Value, json};
use usher_tests::cost::{measure, still};

use super::{HASHES, of, with_hash};

/// How long DynamoDB takes for a transaction of a hundred writes, at the very worst, in milliseconds.
const SLOW_TRANSACTION: usize = 400;

/// How many run side by side.
const SIDE_BY_SIDE: usize = 8;

#[test]
fn a_call_with_a_thousand_people_is_within_its_bars() {
    still(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let rows: Vec<Value> = (0..250).map(|n| with_hash(&format!("person.{n}@example.com"), HASHES[2].1)).collect();
        let body = json!({ "people": rows });
        assert!(4 * body.to_string().len() < 1_000_000, "a thousand rows with hashes are far from 8 MB");
        let operator = world.operator();
        let (answer, cost) = measure(world, operator.post(&account.path("/imports"), body)).await;
        assert_eq!(of(&answer.expect(200)), vec!["imported"; 250]);
        let count = |name: &str| cost.rounds.iter().flatten().filter(|operation| *operation == name).count();
        let (reads, transactions) = (count("BatchGetItem"), count("TransactWriteItems"));
        println!("{reads} reads, {transactions} transactions, {} and {} units", cost.read_units, cost.write_units);
        let (reads, transactions) = (4 * reads, 4 * transactions);
        assert!(reads <= 24 && transactions <= 92, "{reads} reads, {transactions} transactions");
        let milliseconds = (transactions.div_ceil(SIDE_BY_SIDE) + reads.div_ceil(SIDE_BY_SIDE)) * SLOW_TRANSACTION;
        assert!(milliseconds < 12_000, "{milliseconds} ms at the very worst");
        assert!(4.0 * cost.read_units <= 2_020.0 && 4.0 * cost.write_units <= 36_000.0, "{cost:?}");
    });
}
