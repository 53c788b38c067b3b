//! Who sees whom, if the access model shows users only to those who share a unit (seed 003: "users are seen only by
//! those who share a profile").

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use usher_tests::{Account, Member, Reply, World, scenario};

use usher_tests::directory::{NORTH, SOUTH, change, invite, listed, listed_by, model, open, row};

/// A model that shows users only to those who share a unit.
pub fn shared_unit() -> Value {
    let mut model = model();
    model["units"]["visibility"] = "shared_unit".into();
    model["roles"]["lead"]["permissions"] = json!(["users:read", "orders:read"]);
    model
}

fn grant(role: &str, units: Value) -> Value {
    json!([{ "role": role, "units": units }])
}

/// Someone new with these grants, signed in.
async fn hire(world: &World, account: &Account, by: &Member, email: &str, grants: Value) -> Member {
    invite(account, by, vec![row(email, grants)]).await;
    world.accept(email).await.expect(200);
    world.sign_in(email).await
}

/// An account with a lead in the north, and people there, elsewhere, everywhere and nowhere.
pub async fn stores(world: &World, model: Value) -> (Account, Member, Member) {
    let (account, olga) = open(world, model).await;
    let nora = hire(world, &account, &olga, "nora@example.com", grant("lead", json!([NORTH]))).await;
    let rows = vec![
        row("both@example.com", grant("clerk", json!([NORTH, SOUTH]))),
        row("mate@example.com", grant("clerk", json!([NORTH]))),
        row("none@example.com", grant("clerk", json!([NORTH]))),
        row("roam@example.com", grant("clerk", json!("all"))),
        row("sven@example.com", grant("clerk", json!([SOUTH]))),
        row("swen@example.com", grant("lead", json!([SOUTH]))),
    ];
    invite(&account, &olga, rows).await;
    change(world, &account, "none@example.com", |user| user.grants.clear()).await;
    (account, olga, nora)
}

/// Whom Nora sees.
pub const SEEN: [&str; 5] =
    ["nora@example.com", "olga@example.com", "both@example.com", "mate@example.com", "roam@example.com"];
const HIDDEN: [&str; 3] = ["none@example.com", "sven@example.com", "swen@example.com"];

fn seen(mut reply: Reply) -> (u16, Value) {
    reply.body["request_id"] = Value::Null;
    (reply.status.as_u16(), reply.body)
}

#[test]
fn lists_filters_and_searches_show_only_those_who_share_a_unit() {
    scenario(async |world| {
        let (account, olga, nora) = stores(world, shared_unit()).await;
        assert_eq!(listed(&account, &olga, "").await.len(), 8, "who reaches all units sees everybody");
        for limit in [1, 2, 100] {
            assert_eq!(listed_by(&account, &nora, "", limit).await, SEEN, "pages of {limit}");
        }
        let sorted = |mut emails: Vec<String>| {
            emails.sort_unstable();
            emails
        };
        for (query, expected) in [
            ("status=active", &["nora@example.com", "olga@example.com"][..]),
            ("status=pending", &SEEN[2..]),
            ("role=clerk", &SEEN[2..]),
            ("role=lead", &["nora@example.com"]),
            ("query=grace", &["both@example.com", "mate@example.com", "nora@example.com", "roam@example.com"]),
            ("query=s", &[]),
            ("query=none", &[]),
            (
                "external=false",
                &["both@example.com", "mate@example.com", "nora@example.com", "olga@example.com", "roam@example.com"],
            ),
        ] {
            assert_eq!(
                sorted(listed(&account, &nora, query).await),
                sorted(expected.iter().map(|email| (*email).to_owned()).collect()),
                "{query}"
            );
        }
        let south = listed(&account, &nora, &format!("unit={SOUTH}")).await;
        assert_eq!(
            south,
            ["both@example.com", "olga@example.com", "roam@example.com"],
            "of another unit, those who are here, too"
        );
    });
}

#[test]
fn whom_one_does_not_see_does_not_exist() {
    scenario(async |world| {
        let (account, olga, nora) = stores(world, shared_unit()).await;
        let users = olga.pages(&account.path("/users?limit=100")).await;
        let unknown = format!("usr_{}", "a".repeat(32));
        let nobody = seen(nora.api.get(&account.path(&format!("/users/{unknown}"))).await);
        assert_eq!(nobody.0, 404);
        for user in &users {
            let answer = seen(nora.api.get(&account.path(&format!("/users/{}", user["id"].as_str().unwrap()))).await);
            let is_hidden = HIDDEN.contains(&user["email"].as_str().unwrap());
            assert_eq!(answer == nobody, is_hidden, "{user}");
            assert_eq!(answer.0, if is_hidden { 404 } else { 200 });
        }
        let invitations = olga.pages(&account.path("/invitations?limit=100")).await;
        assert_eq!(invitations.len(), 8);
        let no_invitation = seen(nora.api.get(&account.path(&format!("/invitations/inv_{}", "a".repeat(32)))).await);
        for invitation in &invitations {
            let answer = seen(
                nora.api.get(&account.path(&format!("/invitations/{}", invitation["id"].as_str().unwrap()))).await,
            );
            assert_eq!(
                answer == no_invitation,
                HIDDEN.contains(&invitation["email"].as_str().unwrap()),
                "{invitation}"
            );
        }
        let shown = nora.pages(&account.path("/invitations?limit=2&status=pending")).await;
        let mut shown: Vec<&str> = shown.iter().map(|invitation| invitation["email"].as_str().unwrap()).collect();
        shown.sort_unstable();
        assert_eq!(shown, &SEEN[2..], "an invitation is seen as its user is");
        assert_eq!(nora.api.get(&account.path("/invitations?query=sven")).await.expect(200)["data"], json!([]));
    });
}

#[test]
fn what_is_seen_follows_the_grants_of_both_and_ends_with_them() {
    scenario(async |world| {
        let (account, olga, nora) = stores(world, shared_unit()).await;
        let sees = async |email: &str| listed(&account, &nora, "").await.contains(&email.to_owned());
        let now = world.system.clock().now();
        let hour = jiff::SignedDuration::from_hours(1);
        change(world, &account, "mate@example.com", |user| user.grants[0].ends_at = Some(now + hour)).await;
        assert!(sees("mate@example.com").await);
        change(world, &account, "mate@example.com", |user| user.grants[0].ends_at = Some(now - hour)).await;
        assert!(!sees("mate@example.com").await, "a grant that has ended shares nothing");
        assert!(
            listed(&account, &olga, "role=clerk").await.contains(&"mate@example.com".to_owned()),
            "it is still on record"
        );

        let south = [SOUTH.parse().unwrap()].into();
        change(world, &account, "nora@example.com", |user| {
            user.grants[0].units = usher::domain::access::grant::UnitScope::Selected(south)
        })
        .await;
        assert!(sees("sven@example.com").await && !sees("mate@example.com").await, "from the next request on");
        change(world, &account, "nora@example.com", |user| user.grants.clear()).await;
        nora.api.get(&account.path("/users")).await.expect_problem(403, "forbidden");
    });
}

#[test]
fn without_users_read_there_is_oneself_and_nobody_else() {
    scenario(async |world| {
        let (account, olga, _) = stores(world, shared_unit()).await;
        let carl = hire(world, &account, &olga, "carl@example.com", grant("clerk", json!([NORTH]))).await;
        let users = olga.pages(&account.path("/users?limit=100")).await;
        for user in users {
            let path = account.path(&format!("/users/{}", user["id"].as_str().unwrap()));
            let own = user["email"] == "carl@example.com";
            assert_eq!(carl.api.get(&path).await.status, if own { 200 } else { 403 }, "{user}");
        }
        for list in ["/users", "/invitations", "/users?query=carl"] {
            carl.api.get(&account.path(list)).await.expect_problem(403, "forbidden");
        }
    });
}

#[test]
fn everybody_is_seen_if_the_model_says_nothing_else() {
    scenario(async |world| {
        let mut model = shared_unit();
        model["units"].as_object_mut().unwrap().remove("visibility");
        let (account, olga, nora) = stores(world, model).await;
        assert_eq!(listed(&account, &nora, "").await, listed(&account, &olga, "").await);
    });
}

#[test]
fn a_page_of_people_who_are_not_seen_tells_nothing_of_them_and_the_next_goes_on() {
    scenario(async |world| {
        let (account, olga) = open(world, shared_unit()).await;
        let nora = hire(world, &account, &olga, "nora@example.com", grant("lead", json!([NORTH]))).await;
        let hidden = |n: usize| row(&format!("hidden-person-{n:03}@example.com"), grant("clerk", json!([SOUTH])));
        invite(&account, &olga, (0..230).map(hidden).collect()).await;
        invite(&account, &olga, vec![row("visible@example.com", grant("clerk", json!([NORTH])))]).await;
        let first = nora.api.get(&account.path("/users?status=pending&limit=5")).await.expect(200);
        assert_eq!(first["data"], json!([]), "100 were looked at, and none of them is seen");
        let after = first["page"]["after"].as_str().unwrap();
        // What a page ends at is sealed, and so is how long that is.
        let decoded = BASE64URL_NOPAD.decode(&after.as_bytes()[1..]).unwrap();
        let text = String::from_utf8_lossy(&decoded);
        assert!(!text.contains("hidden") && !text.contains("pending"), "{text}");
        assert_eq!((decoded.len() - 12 - 16) % 128, 0);
        assert_eq!(listed_by(&account, &nora, "status=pending", 5).await, ["visible@example.com"]);
    });
}
