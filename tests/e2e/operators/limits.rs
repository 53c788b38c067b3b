//! Operators decide how many emails an account and its users may cause.

use serde_json::json;
use usher_tests::{Member, office, scenario};

use super::{get, patch};

#[test]
fn an_account_and_its_users_invite_no_more_than_an_operator_lets_them() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let path = format!("/accounts/{}", account.id);
        let shown = get(world, &path).await["limits"].clone();
        assert_eq!(shown, json!({ "invitations_per_day": 10_000, "invitations_per_user_and_day": 5_000 }));
        let limits = json!({ "limits": { "invitations_per_day": 3, "invitations_per_user_and_day": 2 } });
        let changed = patch(world, &path, limits).await.expect(200);
        assert_eq!(changed["limits"]["invitations_per_day"], 3);
        let event = office::event(world, &account, "account.updated").await;
        let [before, after] = ["before", "after"].map(|side| &event[side]["invitations_per_day"]);
        assert_eq!((before, after), (&json!(null), &json!(3)));
        let invite = async |emails: &[&str]| {
            ada.invite_rows(&account, emails.iter().map(|email| Member::row(email, account.role)).collect()).await
        };
        invite(&["a@example.com", "b@example.com"]).await.expect(200);
        invite(&["c@example.com"]).await.expect_problem(429, "rate_limited");
        let more = json!({ "limits": { "invitations_per_user_and_day": null } });
        let changed = patch(world, &path, more).await.expect(200);
        assert_eq!(changed["limits"], json!({ "invitations_per_day": 3, "invitations_per_user_and_day": 5_000 }));
        invite(&["c@example.com", "d@example.com"]).await.expect_problem(429, "rate_limited");
        invite(&["c@example.com"]).await.expect(200);
        invite(&["d@example.com"]).await.expect_problem(429, "rate_limited");
        patch(world, &path, json!({ "limits": null })).await.expect(200);
        invite(&["d@example.com", "e@example.com"]).await.expect(200);
        let wrong = json!({ "limits": { "invitations_per_day": 1_000_001, "invitations_per_user_and_day": -1 } });
        patch(world, &path, wrong).await.expect_fields(&[
            ("limits.invitations_per_day", "out_of_range"),
            ("limits.invitations_per_user_and_day", "invalid_type"),
        ]);
    });
}
