//! How users came: who invited them, and when they joined.

use serde_json::{Value, json};
use usher::domain::id::UserId;
use usher::domain::people::invitation::Inviter;
use usher_tests::cost::{measure, still};
use usher_tests::directory::change;
use usher_tests::{Member, Table, office, scenario, shop};

use super::visibility::{shared_unit, stores};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

#[test]
fn a_user_tells_who_invited_them_and_when_they_joined() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        let own = ada.api.get(&account.path(&format!("/users/{}", account.administrator))).await.expect(200);
        assert_eq!(own["invited_by"], json!({ "type": "operator" }));
        ada.invite_one(&account, BOB).await;
        let path = office::path(&ada, &account, BOB).await;
        let by_ada = json!({ "type": "user", "id": account.administrator, "name": "Ada Lovelace" });
        let pending = ada.api.get(&path).await.expect(200);
        assert_eq!((&pending["invited_by"], &pending["joined_at"]), (&by_ada, &Value::Null));
        assert_eq!(office::user(&ada, &account, BOB).await["invited_by"], by_ada, "the list");

        world.accept(BOB).await.expect(200);
        let joined = ada.api.get(&path).await.expect(200);
        assert_eq!(joined["joined_at"], joined["activated_at"]);
        let managed = format!("/v1/operator{}", path.trim_start_matches("/v1"));
        assert_eq!(world.operator().get(&managed).await.expect(200)["invited_by"], by_ada, "for support");
    });
}

#[test]
fn it_is_the_one_who_sent_what_was_accepted() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        let carl = shop::hire(world, &account, &ada, "carl@example.com", "admin").await;
        let invitation = ada.invite_one(&account, BOB).await;
        let resend = account.path(&format!("/invitations/{invitation}/resend"));
        carl.api.post(&resend, json!({})).await.expect(200);
        world.accept(BOB).await.expect(200);
        let user = office::user(&ada, &account, BOB).await;
        assert_eq!(user["invited_by"]["id"], office::user(&ada, &account, &carl.email).await["id"]);
        assert_eq!(user["invited_by"]["name"], "Grace Hopper");
    });
}

#[test]
fn someone_who_has_gone_leaves_their_id_and_no_name() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        let carl = shop::hire(world, &account, &ada, "carl@example.com", "admin").await;
        let id = office::user(&ada, &account, &carl.email).await["id"].clone();
        carl.invite_one(&account, BOB).await;
        Table::of(world).remove_user(&account, &carl.email).await;
        let expected = json!({ "type": "user", "id": id, "name": null });
        assert_eq!(office::user(&ada, &account, BOB).await["invited_by"], expected);
    });
}

#[test]
fn whom_the_caller_does_not_see_has_no_name() {
    scenario(async |world| {
        let (account, olga, nora) = stores(world, shared_unit()).await;
        let sven: UserId = office::user(&olga, &account, "sven@example.com").await["id"]
            .as_str()
            .expect("an id")
            .parse()
            .expect("an id");
        change(world, &account, "mate@example.com", |user| user.invited_by = Some(Inviter::User { id: sven })).await;
        let name =
            async |by: &Member| office::user(by, &account, "mate@example.com").await["invited_by"]["name"].clone();
        assert_eq!((name(&olga).await, name(&nora).await), (json!("Grace Hopper"), Value::Null));
        let path = office::path(&nora, &account, "mate@example.com").await;
        assert_eq!(
            nora.api.get(&path).await.expect(200)["invited_by"],
            json!({ "type": "user", "id": sven.to_string(), "name": null })
        );
    });
}

#[test]
fn the_names_of_inviters_are_one_request_for_those_who_are_not_on_the_page() {
    still(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        let carl = shop::hire(world, &account, &ada, "carl@example.com", "admin").await;
        let rows = |count: usize| -> Vec<Value> {
            (0..count).map(|number| Member::row(&format!("p{number:02}@example.com"), "read")).collect()
        };
        carl.invite_rows(&account, rows(50)).await.expect(200);
        let path = account.path("/users?status=pending&limit=50");
        let (page, cost) = measure(world, carl.api.get(&path)).await;
        page.expect(200);
        assert_eq!(cost.requests(), "BatchGetItem → Query", "the caller is known");
        let (page, cost) = measure(world, ada.api.get(&path)).await;
        assert_eq!(page.expect(200)["data"][49]["invited_by"]["name"], "Grace Hopper");
        assert_eq!(cost.requests(), "BatchGetItem → Query → BatchGetItem");
        assert!(cost.read_units <= 5.0 + 2.5, "{}", cost.read_units);
    });
}
