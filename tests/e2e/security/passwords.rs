//! Requirements 1 to 5 and 8: passwords.

use serde_json::{Value, json};
use usher_tests::{Account, Member, PASSWORD, Table, World, scenario};

use usher_tests::office;
use usher_tests::resets::{
    OTHER, THIRD, change, factor_token, forgot, notices, password_token, person, put_factor, remove_factor, send,
    set_password, sign_in, signed_in,
};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

/// Fifteen characters and more, of which no word is common.
fn long(length: usize) -> String {
    "a heron waits in cold water; ".chars().cycle().take(length).collect()
}

/// Someone new accepts with this password.
async fn accept(world: &World, by: &Member, account: &Account, email: &str, password: &str) -> usher_tests::Reply {
    if !world.system.mailbox().to(email).iter().any(|mail| mail.subject.contains("invit")) {
        by.invite(account, &[email]).await;
    }
    let token = world.link(email).await;
    world.api.post("/v1/invitations/accept", json!({ "token": token, "password": password })).await
}

/// Someone who has a password sets this one, with the current one and then with a link.
async fn both_ways(world: &World, member: &Member, current: &str, password: &str) -> [usher_tests::Reply; 2] {
    forgot(&world.api, &member.email).await.expect(202);
    let token = password_token(world, &member.email).await;
    // A weak one changes nothing, so that the link still works.
    [change(&member.api, current, password).await, set_password(&world.api, &token, password).await]
}

#[test]
fn requirement_01_fifteen_characters_alone_eight_beside_a_required_second_factor_and_at_most_256() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        let (strict, olga) = office::open(world, json!({ "second_factor": "required" }), "olga@example.com").await;
        let _ = &olga;
        for bad in ["fourteen tames", &long(257), &long(14), &"🦔🚲🌧️📯🧵".chars().take(5).collect::<String>()]
        {
            accept(world, &ada, &account, BOB, bad).await.expect_fields(&[("password", "weak_password")]);
            for reply in both_ways(world, &ada, PASSWORD, bad).await {
                let body = reply.expect_problem(422, "invalid_fields");
                assert_eq!(body["errors"][0]["code"], "weak_password", "{body}");
                let message = body["errors"][0]["message"].as_str().expect("a message");
                assert!(message.contains("at least 15") || message.contains("at most 256"), "{message}");
            }
            world.advance(jiff::SignedDuration::from_mins(1)).await;
        }
        accept(world, &ada, &account, BOB, &long(15)).await.expect(200);
        sign_in(world, BOB, &long(15)).await.expect(201);
        let mut current = PASSWORD.to_owned();
        for (number, length) in [16, 64, 255, 256].into_iter().enumerate() {
            let next = long(length);
            change(&ada.api, &current, &next).await.expect(204);
            sign_in(world, ADA, &next).await.expect(201);
            for cut in [&next[..length - 1], &format!("{next}x")] {
                assert_eq!(sign_in(world, ADA, cut).await.status, 401, "{number}: never cut");
            }
            current = next;
        }
        let token = {
            let invited = office::grant("worker");
            let row = json!({
                "email": "eve@example.com", "given_name": "Eve", "family_name": "Hopper", "grants": [invited],
            });
            usher_tests::resets::show_factor(world, &olga).await;
            olga.invite_rows(&strict, vec![row]).await.expect(200);
            world.link("eve@example.com").await
        };
        let accept = async |password: &str| {
            world.api.post("/v1/invitations/accept", json!({ "token": token, "password": password })).await
        };
        accept("mufloxt").await.expect_fields(&[("password", "weak_password")]);
        accept("mufloxte").await.expect(200);
        assert_eq!(
            person(world, "eve@example.com").await["short_password"],
            true,
            "it never opens anything without the second factor"
        );
    });
}

#[test]
fn requirement_02_no_composition_rules_no_rotation_no_hints() {
    scenario(async |world| {
        let (_, ada) = world.account("invoicing", ADA).await;
        let mut current = PASSWORD.to_owned();
        for plain in [
            "onlylettersinlowercase",
            "ONLYLETTERSINUPPERCASE",
            "8391027465839920",
            "    spaces    everywhere    ",
            "тихий омут 12 чертей",
        ] {
            change(&ada.api, &current, plain).await.expect(204);
            plain.clone_into(&mut current);
        }
        world.advance(jiff::SignedDuration::from_hours(24 * 3_000)).await;
        let body = sign_in(world, ADA, &current).await.expect(201).to_string();
        assert!(!body.contains("expire_password") && !body.contains("change_password"), "{body}");
        let document = world.api.get("/openapi.json").await.expect(200).to_string().to_lowercase();
        assert!(!document.contains("hint") && !document.contains("security_question"));
    });
}

#[test]
fn requirement_03_verified_as_received_in_nfc_and_never_trimmed() {
    scenario(async |world| {
        let (_, ada) = world.account("invoicing", ADA).await;
        let composed = "  caf\u{e9} au lait, s'il vous pla\u{ee}t  ";
        let decomposed = "  cafe\u{301} au lait, s'il vous plai\u{302}t  ";
        change(&ada.api, PASSWORD, decomposed).await.expect(204);
        for same in [composed, decomposed] {
            sign_in(world, ADA, same).await.expect(201);
        }
        for other in
            [composed.trim(), composed.trim_start(), &composed.to_uppercase(), &composed.replace('\u{e9}', "e")]
        {
            sign_in(world, ADA, other).await.expect_problem(401, "wrong_credentials");
        }
        forgot(&world.api, ADA).await.expect(202);
        let ada = signed_in(world, ADA, composed).await;
        change(&ada.api, composed.trim(), OTHER).await.expect_problem(403, "wrong_password");
        change(&ada.api, decomposed, composed).await.expect_fields(&[("new_password", "password_unchanged")]);
        let token = password_token(world, ADA).await;
        set_password(&world.api, &token, &format!("\t{THIRD}\n")).await.expect(204);
        sign_in(world, ADA, THIRD).await.expect_problem(401, "wrong_credentials");
        sign_in(world, ADA, &format!("\t{THIRD}\n")).await.expect(201);
    });
}

#[test]
fn requirement_04_common_passwords_and_those_of_ones_own_words_are_refused_everywhere_that_one_is_set() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        let cases = [
            ("passwordpassword", "too common"),
            ("123456789012345678", "too common"),
            ("qwertyuiopasdfghjkl", "too common"),
            ("aaaaaaaaaaaaaaaaaaaa", "too common"),
            ("P@ssw0rdP@ssw0rd", "too common"),
            ("NorthwindDental2026", "made of"),
            ("northwind dental 1!", "made of"),
            ("iCorePay-iCorePay!", "made of"),
            ("usherusherusher!", "made of"),
        ];
        for (weak, why) in cases {
            let mut replies = vec![accept(world, &ada, &account, BOB, weak).await];
            replies.extend(both_ways(world, &ada, PASSWORD, weak).await);
            for reply in replies {
                let body = reply.expect_problem(422, "invalid_fields");
                assert_eq!(body["errors"][0]["code"], "weak_password", "{weak}: {body}");
                assert!(
                    body["errors"][0]["message"].as_str().is_some_and(|message| message.contains(why)),
                    "{weak}: {body}"
                );
            }
            world.advance(jiff::SignedDuration::from_mins(15)).await;
            sign_in(world, ADA, PASSWORD).await.expect(201);
            ada.api.get("/v1/me").await.expect(200);
        }
        for own in ["Lovelace-Lovelace", "ada@example.com 1!", "adalovelace 1815"] {
            change(&ada.api, PASSWORD, own).await.expect_fields(&[("new_password", "weak_password")]);
        }
        accept(world, &ada, &account, BOB, "bob@example.com!!").await.expect_fields(&[("password", "weak_password")]);
        accept(world, &ada, &account, BOB, "Grace Hopper 1906").await.expect_fields(&[("password", "weak_password")]);
        accept(world, &ada, &account, BOB, "Grace hums seven odd tunes").await.expect(200);
    });
}

#[test]
fn requirement_05_every_password_is_stored_as_argon2id_with_a_salt_of_its_own() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        accept(world, &ada, &account, BOB, PASSWORD).await.expect(200);
        let mut seen = Vec::new();
        let mut check = |person: Value| {
            let hash = person["password"].as_str().expect("a hash").to_owned();
            let [_, algorithm, version, parameters, salt, digest] = hash.split('$').collect::<Vec<_>>()[..] else {
                panic!("no PHC string")
            };
            assert_eq!((algorithm, version), ("argon2id", "v=19"));
            let of = |name: &str| -> u32 {
                let value = parameters.split(',').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
                value.expect("a parameter").parse().expect("a number")
            };
            assert!(of("m") >= 19_456 && of("t") >= 2 && of("p") >= 1, "{parameters}");
            assert!(salt.len() >= 22 && digest.len() >= 43, "16 bytes and 32");
            assert!(!seen.contains(&hash), "salted");
            seen.push(hash);
        };
        check(person(world, ADA).await);
        check(person(world, BOB).await);
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
        check(person(world, ADA).await);
        forgot(&world.api, ADA).await.expect(202);
        set_password(&world.api, &password_token(world, ADA).await, PASSWORD).await.expect(204);
        check(person(world, ADA).await);
    });
}

#[test]
fn requirement_08_a_change_needs_the_current_credential_ends_other_sessions_and_tells_the_owner() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        let others = [world.sign_in(ADA).await, world.sign_in(ADA).await];
        change(&ada.api, "not my password at all", OTHER).await.expect_problem(403, "wrong_password");
        for other in &others {
            other.api.get("/v1/me").await.expect(200);
        }
        change(&ada.api, PASSWORD, OTHER).await.expect(204);
        for other in &others {
            other.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
            other.api.get(&account.path("/users")).await.expect_problem(401, "unauthenticated");
        }
        ada.api.get(&account.path("/users")).await.expect(200);
        let told = notices(world, ADA).await;
        assert_eq!(told, ["Your password for iCorePay was changed"]);
        let mail = world.system.mailbox().to(ADA).pop().expect("an email");
        assert!(
            mail.text.contains("You have been signed out everywhere else") && mail.html.contains("Hello Ada"),
            "{}",
            mail.text
        );

        // Taking the second factor away, with the link and the password, does the same.
        put_factor(world, ADA).await;
        let user = account.path(&format!("/users/{}", account.administrator));
        send(&ada, &user, json!({ "second_factor": true })).await.expect(202);
        let token = factor_token(world, ADA).await;
        remove_factor(&world.api, &token, OTHER).await.expect(204);
        ada.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
        assert!(notices(world, ADA).await.contains(&"Your second factor for iCorePay was removed".to_owned()));
        assert!(Table::of(world).of_kind("second_factor").await.is_empty());
    });
}
