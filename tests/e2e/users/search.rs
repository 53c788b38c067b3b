//! Searching users and invitations by the beginning of a name or an address.

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::{Value, json};
use usher::domain::text::Line;
use usher_tests::{Account, Member, Table, World, scenario};

use usher_tests::directory::{change, invite, listed, listed_by};
use usher_tests::shop;

fn person(email: &str, given_name: &str, family_name: &str) -> Value {
    json!({ "email": email, "given_name": given_name, "family_name": family_name, "grants": [{ "role": "clerk" }] })
}

/// A shop with people in it, one of them active.
async fn people(world: &World) -> (Account, Member) {
    let (account, olga) = shop::open(world, "olga@example.com").await;
    let people = vec![
        person("grace@example.com", "Grace", "Hopper"),
        person("hopper@example.com", "Edward", "Hopper"),
        person("zoe@example.com", "Zoë", "Grant"),
        person("x1@example.com", "GRACE", "Kelly"),
        person("x2@example.com", "Anna Grace", "Graham"),
    ];
    invite(&account, &olga, people).await;
    world.accept("hopper@example.com").await.expect(200);
    (account, olga)
}

async fn found(account: &Account, by: &Member, query: &str) -> Vec<String> {
    let found = listed(account, by, query).await;
    found.iter().map(|email| email.trim_end_matches("@example.com").to_owned()).collect()
}

#[test]
fn a_prefix_finds_address_given_and_family_name_each_person_once() {
    scenario(async |world| {
        let (account, olga) = people(world).await;
        let cases: [(&str, &[&str]); 15] = [
            // By address, then by given name, then by family name.
            ("query=gra", &["grace", "x1", "x2", "zoe"]),
            ("query=GRACE", &["grace", "x1"]),
            ("query=hop", &["hopper", "grace"]),
            ("query=Hopper", &["hopper", "grace"]),
            ("query=hopper%40example", &["hopper"]),
            ("query=zo%C3%AB", &["zoe"]),
            ("query=zoe%CC%88", &["zoe"]),
            ("query=zoe", &["zoe"]),
            ("query=%20ZO%C3%8B%EF%BB%BF", &["zoe"]),
            ("query=anna%20g", &["x2"]),
            ("query=elly", &[]),
            ("query=%25", &[]),
            ("query=active%23", &[]),
            ("query=hop&status=active", &["hopper"]),
            ("query=hop&status=pending", &["grace"]),
        ];
        for (query, expected) in cases {
            assert_eq!(found(&account, &olga, query).await, expected, "{query}");
        }
    });
}

/// What people type, and whom it finds.
const TYPED: [(&str, &[&str]); 11] = [
    ("STRASSE", &["x1"]),
    ("straß", &["x1"]),
    ("νικος", &["x2"]),
    ("ΝΊΚΟΣ", &["x2"]),
    ("muller", &["x3"]),
    ("MÜLLER", &["x3"]),
    ("o'neill", &["x4"]),
    ("Łodz", &["x4"]),
    ("x5@bücher.example", &["x5@xn--bcher-kva.example"]),
    ("X5@BÜCHER.ex", &["x5@xn--bcher-kva.example"]),
    ("x5@xn--b", &["x5@xn--bcher-kva.example"]),
];

#[test]
fn case_diacritics_and_international_domains_are_found_as_they_are_typed() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let people = vec![
            person("x1@example.com", "Anna", "Straße"),
            person("x2@example.com", "ΝΙΚΟΣ", "P"),
            person("x3@example.com", "Jörg", "Müller"),
            person("x4@example.com", "Łódź", "O’Neill"),
            person("x5@bücher.example", "Ada", "Lovelace"),
        ];
        invite(&account, &olga, people).await;
        let typed = async |path: &str, query: &str| -> Vec<String> {
            let mut url = reqwest::Url::parse("http://any.example").unwrap();
            url.query_pairs_mut().append_pair("query", query);
            let page = olga.api.get(&account.path(&format!("{path}?{}", url.query().unwrap()))).await.expect(200);
            let emails = page["data"].as_array().unwrap().iter().map(|one| one["email"].as_str().unwrap());
            emails.map(|email| email.trim_end_matches("@example.com").to_owned()).collect()
        };
        for (query, expected) in TYPED {
            assert_eq!(typed("/users", query).await, expected, "{query}");
            let by_address: &[&str] = if query.contains('@') { expected } else { &[] };
            assert_eq!(typed("/invitations", query).await, by_address, "{query}");
        }
    });
}

/// Names were in lower case only when they were first listed.
#[test]
fn who_was_listed_by_a_former_version_is_found_as_then_and_after_the_next_change_as_now() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        invite(&account, &olga, vec![person("x1@example.com", "Jörg", "Müller")]).await;
        let former = [("s2", "jörg"), ("s3", "müller")].map(|(name, key)| (name, AttributeValue::S(key.to_owned())));
        Table::of(world).change_user(&account, "x1@example.com", &former).await;
        for (query, expected) in [("m%C3%BCl", 1), ("J%C3%96RG", 1), ("mul", 0)] {
            assert_eq!(found(&account, &olga, &format!("query={query}")).await.len(), expected, "{query}");
        }
        change(world, &account, "x1@example.com", |user| user.names.given_name = Line::parse("Georg").ok()).await;
        for (query, expected) in [("m%C3%BCl", 1), ("mul", 1), ("j%C3%B6", 0), ("GEO", 1)] {
            assert_eq!(found(&account, &olga, &format!("query={query}")).await.len(), expected, "{query}");
        }
    });
}

#[test]
fn pages_hold_everybody_once_whatever_their_size_and_whatever_changes_between() {
    scenario(async |world| {
        let (account, olga) = shop::open(world, "olga@example.com").await;
        let rows = (0..30).map(|n| match n % 3 {
            0 => person(&format!("sam{n:02}@example.com"), "Sam", "Samson"),
            1 => person(&format!("a{n:02}@example.com"), "Samira", "Samson"),
            _ => person(&format!("b{n:02}@example.com"), "Bob", "Sampaio"),
        });
        invite(&account, &olga, rows.collect()).await;
        world.accept("sam15@example.com").await.expect(200);
        let all = listed(&account, &olga, "query=sam").await;
        assert_eq!(all.len(), 30);
        assert_eq!(all[0], "sam15@example.com", "active before pending");
        let mut distinct = all.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), 30);
        for limit in [1, 3, 7, 10, 29, 30] {
            assert_eq!(listed_by(&account, &olga, "query=sam", limit).await, all, "pages of {limit}");
        }

        let first = olga.api.get(&account.path("/users?query=sam&limit=10")).await.expect(200);
        invite(
            &account,
            &olga,
            vec![person("aaa@example.com", "Aaron", "Sam"), person("sam00a@example.com", "Sam", "Samson")],
        )
        .await;
        let (mut page, mut rest) = (first, Vec::new());
        while let Some(after) = page["page"]["after"].as_str() {
            page = olga.api.get(&account.path(&format!("/users?query=sam&limit=10&after={after}"))).await.expect(200);
            rest.extend(page["data"].as_array().unwrap().iter().map(|user| user["email"].as_str().unwrap().to_owned()));
        }
        let missed: Vec<&String> = all[10..].iter().filter(|email| !rest.contains(email)).collect();
        assert!(
            missed.is_empty() && rest.len() == 21,
            "all who were behind the cursor, and one who came there: {rest:?}"
        );
    });
}

#[test]
fn invitations_are_found_by_address_status_and_delivery() {
    scenario(async |world| {
        let (account, olga) = people(world).await;
        let revoked = olga.invite_one(&account, "gone@example.com").await;
        olga.api.post(&account.path(&format!("/invitations/{revoked}/revoke")), json!({})).await.expect(200);
        olga.invite_one(&account, "gone@example.com").await;
        world.system.settle().await.unwrap();
        let found = async |query: &str| -> Vec<(String, String)> {
            let page = olga.pages(&account.path(&format!("/invitations?limit=1&{query}"))).await;
            let text = |value: &Value| value.as_str().unwrap().trim_end_matches("@example.com").to_owned();
            page.iter().map(|invitation| (text(&invitation["email"]), text(&invitation["status"]))).collect()
        };
        let pair = |email: &str, status: &str| (email.to_owned(), status.to_owned());
        let gone = [pair("gone", "revoked"), pair("gone", "pending")];
        assert_eq!(found("query=GON").await, gone, "the oldest first");
        assert_eq!(found("query=gone&status=pending").await, gone[1..]);
        assert_eq!(found("query=g").await, [gone.as_slice(), &[pair("grace", "pending")]].concat());
        assert_eq!(found("query=g&status=accepted").await, []);
        assert_eq!(found("query=hop&status=accepted").await, [pair("hopper", "accepted")]);
        let delivered = found("delivery=delivered&status=pending").await;
        assert_eq!(delivered.len(), 5, "{delivered:?}");
        assert_eq!(found("delivery=bounced").await, []);
        assert_eq!(found("delivery=delivered&query=gra").await, [pair("grace", "pending")]);
        let wrong = olga.api.get(&account.path("/invitations?delivery=lost&status=new&query=")).await;
        wrong.expect_fields(&[("status", "unknown_value"), ("delivery", "unknown_value"), ("query", "required")]);
    });
}

#[test]
fn a_listed_invitation_is_shown_as_the_invitation_alone_is() {
    scenario(async |world| {
        let (account, olga) = people(world).await;
        let lead = shop::hire(world, &account, &olga, "lee@example.com", "lead").await;
        lead.invite_one(&account, "new@example.com").await;
        world.system.settle().await.unwrap();
        let invitations = olga.pages(&account.path("/invitations?limit=3")).await;
        assert_eq!(invitations.len(), 8);
        for listed in invitations {
            let alone = olga.invitation(&account, listed["id"].as_str().unwrap()).await;
            assert_eq!(listed, alone);
            let email = alone["email"].as_str().unwrap();
            let found = olga.api.get(&account.path(&format!("/invitations?query={email}"))).await.expect(200);
            assert_eq!(found["data"], json!([alone]));
        }
    });
}
