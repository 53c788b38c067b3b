//! A verdict for each row.

use serde_json::{Value, json};
use usher_tests::invariants::assert_sound;
use usher_tests::{office, scenario, scenario_with, whole_table};

use super::{HASHES, import, of, row, verdicts, with_hash};

#[test]
fn the_same_rows_again_change_nothing_and_a_dry_run_neither() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let rows: Vec<Value> = HASHES.iter().map(|(email, hash)| with_hash(email, hash)).collect();
        let dry = json!({ "people": rows, "dry_run": true });
        let told = whole_table::unchanged(world, async || import(world, &account, dry).await.expect(200)).await;
        assert_eq!((of(&told), &told["dry_run"]), (vec!["imported".to_owned(); 4], &json!(true)));
        assert_eq!(verdicts(world, &account, json!(rows)).await, ["imported"; 4]);
        whole_table::unchanged(world, async || {
            assert_eq!(verdicts(world, &account, json!(rows)).await, ["unchanged"; 4]);
            let mut other = rows.clone();
            other[0]["given_name"] = json!("Eve");
            other[1]["status"] = json!("deactivated");
            let expected = ["different", "different", "unchanged", "unchanged"];
            assert_eq!(verdicts(world, &account, json!(other)).await, expected);
        })
        .await;
        assert_sound(world).await;
    });
}

#[test]
fn a_wrong_row_says_what_is_wrong_and_stops_no_other() {
    scenario(async |world| {
        let (account, _) = world.account("invoicing", "ada@example.com").await;
        let hash = |hash: &str| json!({ "password_hash": hash });
        let rows = json!([
            row("bob@example.com", json!({})),
            row("BOB@example.com", json!({})),
            row("nobody", json!({ "given_name": "", "colour": "red" })),
            row("a@example.com", hash("secret")),
            row("b@example.com", hash("$2b$31$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG")),
            row("c@example.com", hash("$2b$0x$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG")),
            row("d@example.com", json!({ "status": "pending", "password_hash": HASHES[0].1 })),
            row("e@example.com", json!({ "status": "gone" })),
            row("f@example.com", json!({ "grants": [office::grant("king")] })),
            7,
        ]);
        let answer = import(world, &account, json!({ "people": rows })).await.expect(200);
        let wrong: Vec<Vec<&str>> = answer["results"].as_array().expect("results")[2..]
            .iter()
            .map(|result| {
                assert_eq!(result["verdict"], "invalid", "{result}");
                let errors = result["errors"].as_array().expect("errors").iter();
                let mut codes: Vec<&str> = errors.map(|error| error["code"].as_str().expect("a code")).collect();
                codes.sort_unstable();
                codes
            })
            .collect();
        let expected: [&[&str]; 8] = [
            &["invalid_email", "required", "unknown_field"],
            &["unknown_password_hash"],
            &["costly_password_hash"],
            &["malformed_password_hash"],
            &["mutually_exclusive"],
            &["unknown_value"],
            &["unknown_role"],
            &["invalid_type"],
        ];
        assert_eq!(wrong, expected);
        assert_eq!(of(&answer)[..2], ["imported", "duplicate"]);
        assert_eq!(answer["results"][1]["duplicate_of"], 0);
        assert_sound(world).await;
    });
}

#[test]
fn only_operators_move_people_in() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let body = json!({ "people": [row("bob@example.com", json!({}))] });
        whole_table::unchanged(world, async || {
            for api in [&ada.api, &world.api] {
                assert_eq!(api.post(&account.path("/imports"), body.clone()).await.status, 403);
            }
            let unknown = usher_tests::Account { id: "acc_aaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned(), ..account.clone() };
            import(world, &unknown, body.clone()).await.expect_problem(404, "not_found");
            let none = import(world, &account, json!({ "people": [] })).await;
            none.expect_fields(&[("people", "out_of_range")]);
        })
        .await;
    });
}
