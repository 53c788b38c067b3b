//! The lists of an account's users: by status, role, unit and external, alone and together.

use serde_json::{Value, json};
use usher::domain::email::EmailAddress;
use usher::domain::id::{PersonKey, UserKey};
use usher::domain::people::user::{User, UserStatus};
use usher::store::{Change, Key, List};
use usher_tests::{Account, Member, Table, World, scenario};

use usher_tests::directory::{NORTH, SOUTH, change, invite, listed, listed_by, model, open, row};
use usher_tests::{shop, whole_table};

/// Five people: two leads and three clerks, in the north, in the south, in both, everywhere.
async fn staff(world: &World, account: &Account, olga: &Member) {
    let all = json!("all");
    let of = |role: &str, units: &Value| json!({ "role": role, "units": units });
    let rows = vec![
        row("both@example.com", json!([of("clerk", &json!([NORTH])), of("lead", &json!([SOUTH]))])),
        row("north@example.com", json!([of("clerk", &json!([NORTH]))])),
        row("roam@example.com", json!([of("clerk", &json!([NORTH])), of("lead", &all)])),
        row("south@example.com", json!([of("lead", &json!([SOUTH]))])),
        row("two@example.com", json!([of("clerk", &json!([NORTH, SOUTH]))])),
    ];
    invite(account, olga, rows).await;
    change(world, account, "south@example.com", |user| user.status = UserStatus::Active).await;
    change(world, account, "two@example.com", |user| user.external = true).await;
}

#[test]
fn each_filter_names_exactly_those_who_fit_and_all_of_them_together_do() {
    scenario(async |world| {
        let (account, olga) = open(world, model()).await;
        staff(world, &account, &olga).await;
        let cases: [(&str, &[&str]); 17] = [
            ("", &["olga", "south", "both", "north", "roam", "two"]),
            ("status=pending", &["both", "north", "roam", "two"]),
            ("role=lead", &["south", "both", "roam"]),
            ("role=owner", &["olga"]),
            ("role=lead&status=pending", &["both", "roam"]),
            ("role=lead&status=deactivated", &[]),
            // First those whose grants name the unit, then those who reach all units.
            ("unit=unt_aaaaaaaaaaaaaaaa", &["both", "north", "roam", "two", "olga"]),
            ("unit=unt_bbbbbbbbbbbbbbbb", &["south", "both", "two", "olga", "roam"]),
            ("unit=unt_bbbbbbbbbbbbbbbb&status=pending", &["both", "two", "roam"]),
            ("unit=unt_bbbbbbbbbbbbbbbb&role=lead", &["south", "both", "roam"]),
            ("external=true", &["two"]),
            ("external=false", &["olga", "south", "both", "north", "roam"]),
            ("external=true&status=active", &[]),
            ("external=true&role=clerk&unit=unt_aaaaaaaaaaaaaaaa&status=pending", &["two"]),
            ("external=false&role=clerk&unit=unt_aaaaaaaaaaaaaaaa", &["both", "north", "roam"]),
            ("query=s", &["south"]),
            ("query=hop&role=lead&unit=unt_bbbbbbbbbbbbbbbb&status=active", &["south"]),
        ];
        for (query, expected) in cases {
            let expected: Vec<String> = expected.iter().map(|name| format!("{name}@example.com")).collect();
            assert_eq!(listed(&account, &olga, query).await, expected, "{query}");
            for limit in [1, 2] {
                assert_eq!(listed_by(&account, &olga, query, limit).await, expected, "{query} in pages of {limit}");
            }
        }
    });
}

#[test]
fn a_listed_user_is_shown_as_the_user_alone_is_by_every_list() {
    scenario(async |world| {
        let (account, olga) = open(world, model()).await;
        let grants = json!([
            {
                "role": "clerk", "units": [NORTH, SOUTH], "permissions": ["orders:refund"],
                "ends_at": "2099-01-01T00:00:00.123456789Z",
            },
            { "role": "lead", "units": "all" },
        ]);
        let mut grace = row("grace@example.com", grants);
        (grace["given_name"], grace["family_name"]) = ("Zoë 李".into(), "O’Neill–Smith".into());
        invite(&account, &olga, vec![grace]).await;
        change(world, &account, "grace@example.com", |user| user.external = true).await;
        let lists = [
            "status=pending",
            "role=clerk",
            "role=lead&status=pending",
            "external=true",
            "query=grace",
            "query=ZOE%CC%88",
            "query=o%E2%80%99n",
        ];
        let alone = {
            let page = olga.api.get(&account.path("/users?status=pending")).await.expect(200);
            olga.api
                .get(&account.path(&format!("/users/{}", page["data"][0]["id"].as_str().unwrap())))
                .await
                .expect(200)
        };
        assert_eq!(alone["external"], true);
        for list in lists.iter().map(|list| (*list).to_owned()).chain([NORTH, SOUTH].map(|unit| format!("unit={unit}")))
        {
            let page = olga.api.get(&account.path(&format!("/users?{list}"))).await.expect(200);
            assert_eq!(
                page["data"].as_array().unwrap().iter().find(|user| user["email"] == "grace@example.com"),
                Some(&alone),
                "{list}"
            );
        }
    });
}

#[test]
fn lists_follow_every_change_of_a_user_and_nothing_stays_behind() {
    scenario(async |world| {
        let (account, olga) = open(world, model()).await;
        let invited = async || {
            let rows = vec![row(
                "eve@example.com",
                json!([{ "role": "clerk", "units": [NORTH] }, { "role": "lead", "units": "all" }]),
            )];
            let answer = olga.invite_rows(&account, rows).await.expect(200);
            answer["results"][0]["invitation"].as_str().unwrap().to_owned()
        };
        let found = async |query: String| listed(&account, &olga, &query).await.contains(&"eve@example.com".to_owned());
        let first = invited().await;
        for query in ["role=clerk&status=pending", "role=lead", "query=grace", "query=hop", "query=eve"] {
            assert!(found(query.to_owned()).await, "{query}");
        }
        assert!(found(format!("unit={SOUTH}")).await, "through the grant for all units");

        world.accept("eve@example.com").await.expect(200);
        assert!(
            found("role=clerk&status=active".to_owned()).await && !found("role=clerk&status=pending".to_owned()).await
        );
        change(world, &account, "eve@example.com", |user| {
            user.grants.retain(|grant| grant.role.as_str() == "clerk");
            user.names.given_name = None;
            user.names.family_name = Some(usher::domain::text::PersonName::parse("Murray").unwrap());
        })
        .await;
        for (query, is_there) in [
            ("role=lead", false),
            ("role=clerk", true),
            ("query=grace", false),
            ("query=hop", false),
            ("query=MUR", true),
        ] {
            assert_eq!(found(query.to_owned()).await, is_there, "{query}");
        }
        assert!(found(format!("unit={NORTH}")).await && !found(format!("unit={SOUTH}")).await);

        // Removed: what is left of them in the table is history.
        let (store, id) = (world.store(), account.id.parse().unwrap());
        let key = Key::user(id, UserKey::of(id, PersonKey::of(&EmailAddress::parse("eve@example.com").unwrap())));
        let user: User = store.get(&key).await.unwrap().unwrap();
        store.commit(Change::new().remove_user(user)).await.unwrap();
        let listings = Table::of(world).of_kind("listing").await;
        assert!(listings.iter().all(|listing| listing["sk"] == "active#olga@example.com"), "{listings:?}");
        assert_ne!(invited().await, first, "and they can be invited again");
        assert!(found("role=clerk&status=pending".to_owned()).await);
    });
}

#[test]
fn a_revoked_or_declined_invitation_leaves_no_listing() {
    scenario(async |world| {
        let (account, olga) = open(world, model()).await;
        let invitation = olga.invite_one(&account, "eve@example.com").await;
        olga.api.post(&account.path(&format!("/invitations/{invitation}/revoke")), json!({})).await.expect(200);
        olga.invite_one(&account, "dan@example.com").await;
        let token = world.link("dan@example.com").await;
        world.api.post("/v1/invitations/decline", json!({ "token": token })).await.expect(204);
        assert_eq!(listed(&account, &olga, "role=clerk").await, Vec::<String>::new());
        assert_eq!(listed(&account, &olga, &format!("unit={NORTH}")).await, ["olga@example.com"]);
        assert_eq!(Table::of(world).of_kind("listing").await.len(), 1, "the owner's");
    });
}

#[test]
fn what_nobody_can_be_is_refused_and_all_of_it_at_once() {
    scenario(async |world| {
        let (account, olga) = open(world, model()).await;
        let ask = async |query: &str| olga.api.get(&account.path(&format!("/users?{query}"))).await;
        let wrong = "status=x&role=boss&unit=unt_cccccccccccccccc&external=yes&query=a%00b&limit=0";
        ask(wrong).await.expect_fields(&[
            ("status", "unknown_value"),
            ("external", "unknown_value"),
            ("query", "forbidden_character"),
            ("limit", "out_of_range"),
            ("role", "unknown_role"),
            ("unit", "unknown_unit"),
        ]);
        ask("role=No%20role&unit=x&query=").await.expect_fields(&[
            ("role", "unknown_role"),
            ("unit", "unknown_unit"),
            ("query", "required"),
        ]);
        // A unit of another account is as unknown as none.
        let (other, _) = shop::open_with(world, model(), "zoe@example.com").await;
        whole_table::add_unit(world, &other, "unt_dddddddddddddddd").await;
        ask("unit=unt_dddddddddddddddd").await.expect_fields(&[("unit", "unknown_unit")]);
        let (warranty, wanda) = world.account("warranty", "wanda@example.com").await;
        let refused = wanda.api.get(&warranty.path(&format!("/users?unit={NORTH}"))).await;
        refused.expect_fields(&[("unit", "units_not_selectable")]);
    });
}

#[test]
fn a_cursor_is_for_its_own_filters_alone() {
    scenario(async |world| {
        let (account, olga) = open(world, model()).await;
        staff(world, &account, &olga).await;
        let queries = [
            "role=clerk",
            "role=lead",
            "role=clerk&status=pending",
            "external=false",
            "query=n",
            "query=no",
            "role=clerk&external=false",
        ];
        let units = [NORTH, SOUTH].map(|unit| format!("unit={unit}"));
        let mut cursors = Vec::new();
        for query in queries.into_iter().map(str::to_owned).chain(units) {
            let page = olga.api.get(&account.path(&format!("/users?limit=1&{query}"))).await.expect(200);
            cursors.extend(page["page"]["after"].as_str().map(|after| (query.clone(), after.to_owned())));
        }
        assert!(cursors.len() >= 7, "{cursors:?}");
        for (query, _) in &cursors {
            for (of, after) in &cursors {
                let answer = olga.api.get(&account.path(&format!("/users?limit=1&{query}&after={after}"))).await;
                assert_eq!(answer.status, if of == query { 200 } else { 422 }, "{of} at {query}");
            }
        }
    });
}

#[test]
fn a_user_holds_no_more_roles_and_units_than_one_change_can_write() {
    scenario(async |world| {
        let (account, olga) = open(world, model()).await;
        let units: Vec<String> = (0..40_u8)
            .map(|n| format!("unt_aaaaaaaaaaaaaa{}{}", char::from(b'a' + n / 20), char::from(b'a' + n % 20)))
            .collect();
        for unit in &units {
            whole_table::add_unit(world, &account, unit).await;
        }
        let most = row("most@example.com", json!([{ "role": "clerk", "units": units[..39] }]));
        let more = row("more@example.com", json!([{ "role": "clerk", "units": units }]));
        let others =
            (0..5).map(|n| row(&format!("a{n}@example.com"), json!([{ "role": "clerk", "units": units[..30] }])));
        let answer = olga.invite_rows(&account, [most, more].into_iter().chain(others).collect()).await.expect(200);
        assert_eq!(answer["results"][1]["errors"][0]["code"], "too_many_roles_and_units", "{answer}");
        let invited =
            answer["results"].as_array().unwrap().iter().filter(|result| result["verdict"] == "invited").count();
        assert_eq!(invited, 6, "offers are packed by what they write: {answer}");
        // Every listing moves when the status changes: the largest change there is.
        world.accept("most@example.com").await.expect(200);
        assert_eq!(
            listed(&account, &olga, &format!("unit={}&status=active", units[38])).await,
            ["most@example.com", "olga@example.com"]
        );
        assert_eq!(listed(&account, &olga, &format!("unit={}&status=pending", units[38])).await, Vec::<String>::new());
    });
}

#[test]
fn the_holders_of_a_role_can_be_read_as_they_are_for_decisions() {
    scenario(async |world| {
        let (account, olga) = open(world, model()).await;
        staff(world, &account, &olga).await;
        let (store, id) = (world.store(), account.id.parse().unwrap());
        let holders = async |status: Option<UserStatus>| {
            let list = List::users_by_role(id, &"lead".parse().unwrap(), status).consistently();
            let page = store.list::<User>(&list, None, 100).await.unwrap();
            page.entries.into_iter().map(|(_, user)| user).collect::<Vec<_>>()
        };
        let leads = holders(None).await;
        let emails: Vec<&str> = leads.iter().map(|user| user.email.canonical()).collect();
        assert_eq!(emails, ["south@example.com", "both@example.com", "roam@example.com"]);
        assert_eq!(holders(Some(UserStatus::Active)).await, leads[..1]);
        // Whole, down to the version: a change can be made on the condition that they still are so.
        for user in leads {
            let key = Key::user(id, user.id.key());
            assert_eq!(store.get(&key).await.unwrap().as_ref(), Some(&user));
            store.commit(Change::new().require(user)).await.unwrap();
        }
    });
}
