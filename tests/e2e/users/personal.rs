//! What a person changes of their own is told to them, and recorded in every account that they have joined.

use rand::SeedableRng;
use rand::rngs::StdRng;
use reqwest::Method;
use serde_json::json;
use usher::caller::Place;
use usher::domain::id::{AccountId, PersonKey, UserId, UserKey};
use usher::domain::people::account::{Account as Stored, AccountModel};
use usher::domain::people::person::Membership;
use usher::domain::people::user::User;
use usher_tests::{Account, Authenticator, PASSWORD, Table, World, scenario};

use usher_tests::desk::{Desk, row};
use usher_tests::office;
use usher_tests::resets::{OTHER, change, notices};

const ADA: &str = "ada@example.com";

/// What the account's trail says of credentials and sessions.
async fn recorded(world: &World, account: &Account) -> Vec<String> {
    let events = Table::of(world).events(account).await;
    let actions = events.iter().map(|event| event["action"].as_str().expect("an action").to_owned());
    let about = ["password", "second_factor", "recovery", "sessions"];
    actions.filter(|action| about.iter().any(|word| action.contains(word))).collect()
}

#[test]
fn every_change_is_recorded_where_one_has_joined_and_nowhere_else() {
    scenario(async |world| {
        let (first, ada) = world.account("mailing", ADA).await;
        let second = Desk::open_as(world, "portal", "olga@example.com").await;
        second.invite(json!([second.row(ADA, "user")])).await;
        let link = world.link(ADA).await;
        ada.api
            .post("/v1/invitations/accept", json!({ "token": link, "given_name": "Ada", "family_name": "Lovelace" }))
            .await
            .expect(200);
        // Active from the start there, and not accepted: that account must not learn that there is such a person.
        let waiting = Desk::open_as(world, "billing", "bella@example.com").await;
        waiting.invite(json!([row(ADA, office::grant("normal_user"))])).await;

        // And one that has sent her away has no business with what she does elsewhere.
        let before = Desk::open_as(world, "portal", "orla@example.com").await;
        before.invite(json!([before.row(ADA, "user")])).await;
        let link = world.link(ADA).await;
        ada.api
            .post("/v1/invitations/accept", json!({ "token": link, "given_name": "Ada", "family_name": "Lovelace" }))
            .await
            .expect(200);
        let gone = office::path(&before.admin, &before.account, ADA).await;
        office::post(&before.admin, &gone, "deactivate").await.expect(200);

        let app = Authenticator::enrol(world, &ada).await;
        let both = |code: String| json!({ "password": PASSWORD, "code": code });
        ada.api.post("/v1/me/second-factor/recovery-codes", both(app.code(world))).await.expect(200);
        app.wait(world).await;
        let off = both(app.code(world));
        ada.api.post("/v1/me/second-factor/disable", off).await.expect(204);
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
        ada.api.send(Method::DELETE, "/v1/sessions", &[], None).await.expect(204);
        let expected = [
            "user.second_factor_added",
            "user.recovery_codes_replaced",
            "user.second_factor_removed",
            "user.password_changed",
            "user.sessions_ended",
        ];
        assert_eq!(recorded(world, &first).await, expected);
        assert_eq!(recorded(world, &second.account).await, expected);
        assert_eq!(recorded(world, &waiting.account).await, Vec::<String>::new());
        assert_eq!(recorded(world, &before.account).await, Vec::<String>::new());
        assert_eq!(
            notices(world, ADA).await.len(),
            4,
            "one mail for each change of a credential, however many accounts"
        );
    });
}

#[test]
fn someone_in_more_accounts_than_fit_a_transaction_changes_everything_all_the_same() {
    scenario(async |world| {
        let (first, ada) = world.account("mailing", ADA).await;
        let (store, first) = (world.store(), first.id.parse().expect("an id"));
        let (person, rng) = (PersonKey::of(&usher_tests::resets::address(ADA)), &mut StdRng::seed_from_u64(1));
        let user = UserKey::of(first, person);
        let found = store.read(Place::keys(first, user)).await.expect("the table reads");
        let Place { account, followed, user } = Place::of(&found, first, user).expect("readable").expect("a user");
        for _ in 0..120 {
            let id = AccountId::random(rng);
            let user = User { id: UserId::random(UserKey::of(id, person), rng), account: id, ..user.clone() };
            let membership = Membership {
                person,
                account: id,
                user: user.id,
                joined_at: world.system.clock().now(),
                awaits_sign_in: false,
                version: 1,
            };
            store.create(&Stored { id, ..account.clone() }).await.expect("the table writes");
            store.create(&AccountModel { account: id, ..followed.clone() }).await.expect("the table writes");
            store.create(&user).await.expect("the table writes");
            store.create(&membership).await.expect("the table writes");
        }
        let events = async |action: &str| {
            let events = Table::of(world).of_kind("audit_event").await;
            events.iter().filter(|event| event["action"] == action).count()
        };
        let app = Authenticator::enrol(world, &ada).await;
        let off = json!({ "password": PASSWORD, "code": app.code(world) });
        ada.api.post("/v1/me/second-factor/disable", off).await.expect(204);
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
        ada.api.send(Method::DELETE, "/v1/sessions", &[], None).await.expect(204);
        for action in
            ["user.second_factor_added", "user.second_factor_removed", "user.password_changed", "user.sessions_ended"]
        {
            assert_eq!(events(action).await, 90, "{action}");
        }
        assert_eq!(ada.api.get("/v1/me").await.expect(200)["accounts"].as_array().map(Vec::len), Some(121));
    });
}
