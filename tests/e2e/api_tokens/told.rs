//! The owner of a token is told by email of all that makes its secret known, without the secret.

use serde_json::{Value, json};
use usher_tests::{Member, World, scenario};

use super::{made, own_id, path};
use usher_tests::office;
use usher_tests::resets::notices;

const ADA: &str = "ada@example.com";
const DEV: &str = "dev@example.com";

/// Each time that a token of `owner` is made, rotated and shown by `by`: the answers.
async fn all_of_it(world: &World, by: &Member, account: &usher_tests::Account, owner: &str) -> [Value; 3] {
    let token = made(by, account, json!({ "owner": owner })).await;
    world.system.settle().await.expect("the outbox runs empty");
    let act = async |what: &str| {
        let shown = by.api.post(&format!("{}/{what}", path(account, &token)), json!({})).await.expect(200);
        world.system.settle().await.expect("the outbox runs empty");
        shown
    };
    let (rotated, shown) = (act("rotate").await, act("reveal").await);
    [token, rotated, shown]
}

#[test]
fn of_what_they_did_themselves_and_of_what_another_did() {
    scenario(async |world| {
        let fields = json!({ "preset": "billing", "product_name": "BillPro" });
        let (account, ada) = world.account_with(fields, "normal_user", ADA).await;
        ada.invite_rows(&account, vec![Member::row(DEV, "admin_user")]).await.expect(200);
        world.accept(DEV).await.expect(200);
        let dev = world.sign_in(DEV).await;
        let subjects = [
            "An API token was created for BillPro",
            "An API token for BillPro has a new secret",
            "An API token for BillPro was shown",
        ];
        for (by, email, told) in [(&ada, ADA, "in one of your sessions"), (&ada, DEV, "by another user")] {
            let owner = if email == ADA { account.administrator.clone() } else { own_id(&dev, &account).await };
            let before = notices(world, ADA).await.len();
            let answers = all_of_it(world, by, &account, &owner).await;
            assert_eq!(notices(world, email).await, subjects);
            if email == DEV {
                assert_eq!(notices(world, ADA).await.len(), before, "who did it knows");
            }
            for mail in world.system.mailbox().to(email).iter().filter(|mail| mail.links.is_empty()) {
                for said in ["Nightly export", "Northwind Dental", told] {
                    assert!(mail.text.contains(said) && mail.html.contains(said), "{said}: {}", mail.text);
                }
                for answer in &answers {
                    let secret = answer["token"].as_str().expect("a token");
                    assert!(!mail.text.contains(&secret[8..20]) && !mail.html.contains(&secret[8..20]));
                }
            }
        }
    });
}

#[test]
fn in_french_where_the_account_of_the_token_speaks_it() {
    scenario(async |world| {
        let fields = json!({ "preset": "billing", "product_name": "BillPro", "locale": "fr" });
        let (account, ada) = world.account_with(fields, "normal_user", ADA).await;
        all_of_it(world, &ada, &account, &account.administrator).await;
        let expected = [
            "Un jeton d’API a été créé pour BillPro",
            "Un jeton d’API pour BillPro a un nouveau secret",
            "Un jeton d’API pour BillPro a été affiché",
        ];
        assert_eq!(notices(world, ADA).await, expected);
    });
}

#[test]
fn nothing_before_they_have_joined_the_account() {
    scenario(async |world| {
        world.account("invoicing", DEV).await;
        let policies = json!({ "activation": "on_create", "api_tokens": { "display": "again" } });
        let (account, ada) = office::open(world, policies, ADA).await;
        let row =
            json!({ "email": DEV, "given_name": "Dev", "family_name": "Ops", "grants": [office::grant("worker")] });
        let dev = ada.api.post(&account.path("/users"), row).await.expect(201);
        world.system.settle().await.expect("the outbox runs empty");
        let before = world.system.mailbox().count();
        all_of_it(world, &ada, &account, dev["id"].as_str().expect("an id")).await;
        assert_eq!(world.system.mailbox().count(), before);
    });
}
