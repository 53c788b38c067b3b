//! What a portal calls users, and notes on them: external ids and metadata.

use serde_json::{Value, json};
use usher_tests::office::{self, grant, patch, path, user};
use usher_tests::{Account, Member, Table, World, scenario};

use usher_tests::directory::{listed, row};

const GRACE: &str = "grace@example.com";

async fn open(world: &World) -> (Account, Member) {
    let policies = json!({ "offboarding": { "deactivate": true, "remove": true } });
    office::open(world, policies, "ada@example.com").await
}

/// A row with an external id and metadata.
fn labelled(email: &str, id: &str) -> Value {
    let mut row = row(email, json!([grant("worker")]));
    row["external_id"] = id.into();
    row["metadata"] = json!({ "desk": "7" });
    row
}

/// Who has this external id.
async fn called(account: &Account, by: &Member, id: &str) -> Vec<String> {
    listed(account, by, &format!("external_id={id}")).await
}

#[test]
fn whom_the_portal_calls_so_is_told_with_it_and_found_by_it() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        let created = ada.api.post(&account.path("/users"), labelled("bob@example.com", " crm-1 ")).await.expect(201);
        assert_eq!((&created["external_id"], &created["metadata"]), (&json!("crm-1"), &json!({ "desk": "7" })));
        let invited = ada.invite_rows(&account, vec![labelled(GRACE, "crm-2")]).await.expect(200);
        assert_eq!(invited["results"][0]["verdict"], "invited", "{invited}");
        for (email, id) in [("bob@example.com", "crm-1"), (GRACE, "crm-2")] {
            assert_eq!(called(&account, &ada, id).await, [email]);
            let listed = user(&ada, &account, email).await;
            assert_eq!((&listed["external_id"], &listed["metadata"]), (&json!(id), &json!({ "desk": "7" })));
            assert_eq!(ada.api.get(&path(&ada, &account, email).await).await.expect(200), listed);
            let all = format!("/v1/operator/accounts/{}/users?external_id={id}", account.id);
            assert_eq!(world.operator().get(&all).await.expect(200)["data"][0]["email"], email);
        }
        for query in ["external_id=CRM-1", "external_id=crm-1&status=active", "external_id=crm-1&query=z"] {
            assert_eq!(listed(&account, &ada, query).await, [""; 0], "{query}");
        }
        let empty = ada.api.get(&account.path("/users?external_id=%20")).await;
        empty.expect_fields(&[("external_id", "required")]);
        // As cards are, lists of those with a role are no other.
        assert_eq!(listed(&account, &ada, "role=worker").await, ["bob@example.com", GRACE]);
        world.accept(GRACE).await.expect(200);
        let event = office::event(world, &account, "invitation.created").await;
        assert_eq!(
            (&event["after"]["external_id"], &event["after"]["metadata"]["desk"]),
            (&json!("crm-2"), &json!("7"))
        );
        let grace = world.sign_in(GRACE).await;
        let me = grace.api.get("/v1/me").await.expect(200);
        assert_eq!(me["accounts"][0]["user"]["external_id"], "crm-2");
    });
}

#[test]
fn labels_change_by_who_manages_the_user_and_the_change_is_on_record() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        ada.invite_rows(&account, vec![labelled(GRACE, "crm-2")]).await.expect(200);
        world.accept(GRACE).await.expect(200);
        let grace = path(&ada, &account, GRACE).await;
        let body = json!({ "external_id": "crm-3", "metadata": { "desk": null, "floor": "2" } });
        let changed = patch(&ada, &grace, body.clone()).await.expect(200);
        assert_eq!((&changed["external_id"], &changed["metadata"]), (&json!("crm-3"), &json!({ "floor": "2" })));
        let event = office::event(world, &account, "user.updated").await;
        assert_eq!(event["before"], json!({ "external_id": "crm-2", "metadata": { "desk": "7" } }));
        assert_eq!(event["after"], json!({ "external_id": "crm-3", "metadata": { "floor": "2" } }));
        assert_eq!((called(&account, &ada, "crm-2").await.len(), called(&account, &ada, "crm-3").await.len()), (0, 1));
        let again = patch(&ada, &grace, json!({ "external_id": "crm-3", "metadata": { "floor": "2" } })).await;
        assert_eq!(again.expect(200), changed);
        let cleared = patch(&ada, &grace, json!({ "external_id": null, "metadata": null })).await.expect(200);
        assert_eq!((&cleared["external_id"], &cleared["metadata"]), (&Value::Null, &json!({})));
        assert_eq!(called(&account, &ada, "crm-3").await, [""; 0]);
        let wrong = json!({ "external_id": "x".repeat(129), "metadata": { "a b": "x" } });
        let wrong = patch(&ada, &grace, wrong).await;
        wrong.expect_fields(&[("external_id", "too_long"), ("metadata.a b", "invalid_name")]);
        // Nobody notes anything on themselves who does not manage users.
        let herself = world.sign_in(GRACE).await;
        patch(&herself, &grace, json!({ "external_id": "crm-9" })).await.expect_problem(403, "forbidden");
        patch(&herself, &grace, json!({ "metadata": {} })).await.expect_problem(403, "forbidden");
        // Nor does a manager on the owner.
        ada.invite_rows(&account, vec![row("mona@example.com", json!([grant("manager")]))]).await.expect(200);
        world.accept("mona@example.com").await.expect(200);
        let mona = world.sign_in("mona@example.com").await;
        let owner = path(&ada, &account, "ada@example.com").await;
        let refused = patch(&mona, &owner, json!({ "external_id": "crm-9" })).await;
        assert_eq!(refused.status, 403);
        patch(&mona, &grace, json!({ "external_id": "crm-9" })).await.expect(200);
    });
}

#[test]
fn an_external_id_is_of_one_user_of_an_account_and_free_once_they_are_gone() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        ada.invite_rows(&account, vec![labelled(GRACE, "crm-1")]).await.expect(200);
        let users = account.path("/users");
        let taken = ada.api.post(&users, labelled("bob@example.com", "crm-1")).await;
        taken.expect_problem(409, "external_id_taken");
        let rows = [labelled("bob@example.com", "crm-1"), labelled("eve@example.com", "crm-5")];
        let rows =
            rows.into_iter().chain([labelled("mallory@example.com", "crm-5"), labelled(GRACE, "crm-1")]).collect();
        let told = ada.invite_rows(&account, rows).await.expect(200)["results"].clone();
        let verdicts: Vec<_> = (0..4).map(|row| (&told[row]["verdict"], &told[row]["errors"][0]["code"])).collect();
        let wrong = (&json!("invalid"), &json!("external_id_taken"));
        let known = (&json!("already_invited"), &Value::Null);
        assert_eq!(verdicts, [wrong, (&json!("invited"), &Value::Null), wrong, known]);
        let eve = path(&ada, &account, "eve@example.com").await;
        patch(&ada, &eve, json!({ "external_id": "crm-1" })).await.expect_problem(409, "external_id_taken");
        // Another account has names of its own.
        let (other, olga) = office::open(world, json!({}), "olga@example.com").await;
        olga.api.post(&other.path("/users"), labelled(GRACE, "crm-1")).await.expect(201);
        ada.api.delete(&path(&ada, &account, GRACE).await).await.expect(204);
        patch(&ada, &eve, json!({ "external_id": "crm-1" })).await.expect(200);
        assert_eq!(called(&account, &ada, "crm-1").await, ["eve@example.com"]);
        assert_eq!(called(&other, &olga, "crm-1").await, [GRACE]);
        let kept = Table::of(world).of_kind("external_id").await;
        assert_eq!(kept.len(), 2, "nothing is left of what was given up: {kept:?}");
    });
}

#[test]
fn of_several_who_take_one_external_id_at_once_one_gets_it() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        let rows = ["bob", "eve"].map(|name| row(&format!("{name}@example.com"), json!([grant("worker")])));
        ada.invite_rows(&account, rows.to_vec()).await.expect(200);
        let [bob, eve] = [path(&ada, &account, "bob@example.com").await, path(&ada, &account, "eve@example.com").await];
        let body = json!({ "external_id": "crm-1" });
        let (one, other) = tokio::join!(patch(&ada, &bob, body.clone()), patch(&ada, &eve, body));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let users = account.path("/users");
        let create = |email: &'static str| ada.api.post(&users, labelled(email, "crm-2"));
        let (one, other) = tokio::join!(create("new@example.com"), create("newer@example.com"));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        let invite = |email: &'static str| ada.invite_rows(&account, vec![labelled(email, "crm-3")]);
        let (one, other) = tokio::join!(invite("carl@example.com"), invite("dora@example.com"));
        let verdict = |reply: Value| reply["results"][0]["verdict"].as_str().expect("a verdict").to_owned();
        let mut verdicts = [verdict(one.expect(200)), verdict(other.expect(200))];
        verdicts.sort_unstable();
        assert_eq!(verdicts, ["invalid", "invited"]);
        for id in ["crm-1", "crm-2", "crm-3"] {
            assert_eq!(called(&account, &ada, id).await.len(), 1, "{id}");
        }
    });
}

#[test]
fn people_move_in_with_them_and_leave_none_behind() {
    scenario(async |world| {
        let (account, ada) = open(world).await;
        let import = async |rows: Value| {
            let answer = world.operator().post(&account.path("/imports"), json!({ "people": rows })).await.expect(200);
            let results = answer["results"].as_array().expect("results").clone();
            results.into_iter().map(|result| result["verdict"].as_str().expect("a verdict").to_owned()).collect()
        };
        let rows = json!([labelled(GRACE, "crm-1"), labelled("bob@example.com", "crm-1")]);
        let verdicts: Vec<String> = import(rows.clone()).await;
        assert_eq!(verdicts, ["imported", "invalid"]);
        let verdicts: Vec<String> = import(rows).await;
        assert_eq!(verdicts, ["unchanged", "invalid"]);
        let verdicts: Vec<String> = import(json!([labelled(GRACE, "crm-2")])).await;
        assert_eq!(verdicts, ["different"]);
        assert_eq!(called(&account, &ada, "crm-1").await, [GRACE]);
        let erase = json!({ "email": GRACE });
        let exported = world.operator().post("/v1/operator/people/export", erase.clone()).await.expect(200);
        assert_eq!(exported["places"][0]["user"]["external_id"], "crm-1");
        assert_eq!(exported["places"][0]["user"]["metadata"], json!({ "desk": "7" }));
        world.operator().post("/v1/operator/people/erase", erase).await.expect(200);
        let left = Table::of(world).items().await;
        let left: Vec<_> = left.iter().filter(|item| item.to_string().contains("crm-1")).collect();
        assert!(left.is_empty(), "{left:?}");
        let verdicts: Vec<String> = import(json!([labelled("bob@example.com", "crm-1")])).await;
        assert_eq!(verdicts, ["imported"]);
    });
}
