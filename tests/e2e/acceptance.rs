//! Taking an invitation or turning it down, and everything else that its link can and cannot do.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;
use serde_json::{Value, json};
use usher::domain::token::InvitationToken;
use usher_tests::{Account, Api, Member, PASSWORD, Reply, Table, World, scenario};

/// A portal in which people give their own names, and whose invitations live for a minute.
fn self_service() -> Value {
    json!({
        "name": "self_service",
        "title": "Self-service portal",
        "resources": { "things": { "title": "Things" } },
        "roles": {
            "owner": { "title": "Owner", "permissions": ["*:*"] },
            "recruiter": { "title": "Recruiter", "permissions": ["users:read", "users:invite", "things:read"] },
            "reader": { "title": "Reader", "permissions": ["things:read"] },
        },
        "policies": { "invitation": { "lifetime": "1m", "names": "invitee" } },
    })
}

/// A portal in which one role may invite, but does not hold everything.
fn recruiting() -> Value {
    let mut model = self_service();
    model["policies"] = json!({ "invitation": { "lifetime": "48h", "names": "inviter" } });
    model
}

/// Accepts with `fields` beside the token.
async fn accept(api: &Api, token: &str, fields: Value) -> Reply {
    let mut body = json!({ "token": token });
    body.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
    api.post("/v1/invitations/accept", body).await
}

/// Does `operation` with the link that carries `token`, with nobody signed in.
async fn link(world: &World, operation: &str, token: &str) -> Reply {
    world.api.post(&format!("/v1/invitations/{operation}"), json!({ "token": token })).await
}

async fn status_of(world: &World, token: &str) -> String {
    link(world, "lookup", token).await.expect(200)["status"].as_str().expect("a status").to_owned()
}

/// Invites somebody, and takes the token from the mail.
async fn invited(world: &World, account: &Account, by: &Member, email: &str) -> String {
    by.invite_one(account, email).await;
    world.link(email).await
}

async fn signs_in_with(world: &World, email: &str, password: &str) -> u16 {
    world.api.post("/v1/sessions", json!({ "email": email, "password": password })).await.status.as_u16()
}

/// Fails the test unless `story` leaves the table as it was.
async fn changing_nothing(world: &World, story: impl AsyncFnOnce()) {
    world.system.settle().await.expect("the outbox runs empty");
    let (table, mails) = (Table::of(world), world.system.mailbox().count());
    let before = table.items().await;
    story().await;
    world.system.settle().await.expect("the outbox runs empty");
    assert_eq!(table.items().await, before);
    assert_eq!(world.system.mailbox().count(), mails);
}

mod a_new_person {
    use super::*;

    #[test]
    fn sets_a_password_of_15_to_256_characters_however_many_bytes_they_take() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            for (email, too_short, too_long, good) in [
                ("bob@example.com", "é".repeat(14), "x".repeat(257), "é".repeat(15)),
                ("eve@example.com", "x".repeat(14), "€".repeat(257), "€".repeat(256)),
            ] {
                let token = invited(world, &account, &ada, email).await;
                changing_nothing(world, async || {
                    for refused in [&too_short, &too_long, &String::new()] {
                        accept(&world.api, &token, json!({ "password": refused })).await.expect_fields(&[("password", "weak_password")]);
                    }
                })
                .await;
                accept(&world.api, &token, json!({ "password": good })).await.expect(200);
                assert_eq!(signs_in_with(world, email, &good).await, 201);
                let mut cut = good.clone();
                cut.pop();
                assert_eq!(signs_in_with(world, email, &cut).await, 401, "nothing is cut");
            }
        });
    }

    #[test]
    fn needs_no_capitals_digits_or_symbols_and_keeps_every_space() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let token = invited(world, &account, &ada, "bob@example.com").await;
            let password = "  quietly  falling rain ";
            accept(&world.api, &token, json!({ "password": password })).await.expect(200);
            assert_eq!(signs_in_with(world, "bob@example.com", password.trim()).await, 401);
            assert_eq!(signs_in_with(world, "bob@example.com", password).await, 201);
        });
    }

    #[test]
    fn has_one_password_however_the_keyboard_composes_its_letters() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let token = invited(world, &account, &ada, "bob@example.com").await;
            let (composed, decomposed) = ("\u{e9}", "e\u{301}");
            accept(&world.api, &token, json!({ "password": decomposed.repeat(14) })).await.expect_fields(&[("password", "weak_password")]);
            accept(&world.api, &token, json!({ "password": decomposed.repeat(15) })).await.expect(200);
            for (typed, status) in [(composed.repeat(15), 201), (decomposed.repeat(15), 201), ("e".repeat(15), 401)] {
                assert_eq!(signs_in_with(world, "bob@example.com", &typed).await, status, "{typed}");
            }
        });
    }

    #[test]
    fn is_told_everything_that_is_wrong_at_once() {
        scenario(async |world| {
            let body = json!({ "access_model": self_service() });
            let token = created(world, body).await;
            changing_nothing(world, async || {
                let fields = json!({ "password": "short", "given_name": "Ada\u{202e}" });
                let wrong = [("password", "weak_password"), ("given_name", "forbidden_character"), ("family_name", "required")];
                accept(&world.api, &token, fields).await.expect_fields(&wrong);
                let wrong = [("password", "required"), ("given_name", "required"), ("family_name", "too_long")];
                accept(&world.api, &token, json!({ "given_name": " ", "family_name": "x".repeat(81) })).await.expect_fields(&wrong);
                world.api.post("/v1/invitations/accept", json!({})).await.expect_fields(&[("token", "required")]);
                let shape = accept(&world.api, &token, json!({ "given_name": true, "password": 7 })).await;
                shape.expect_fields(&[("given_name", "invalid_type"), ("password", "invalid_type")]);
                accept(&world.api, &token, json!({ "nickname": "Countess" })).await.expect_fields(&[("nickname", "unknown_field")]);
            })
            .await;
        });
    }

    /// An account with these fields; the token of its first administrator.
    async fn created(world: &World, mut body: Value) -> String {
        body["name"] = "Northwind".into();
        body["administrator"] = json!({ "email": "ada@example.com" });
        world.operator().post("/v1/accounts", body).await.expect(201);
        world.link("ada@example.com").await
    }

    #[test]
    fn gives_the_names_where_the_access_model_leaves_that_to_them() {
        scenario(async |world| {
            let token = created(world, json!({ "access_model": self_service() })).await;
            let looked_up = link(world, "lookup", &token).await.expect(200);
            assert_eq!((&looked_up["names_wanted"], &looked_up["password_wanted"]), (&json!(true), &json!(true)));
            let fields = json!({ "password": PASSWORD, "given_name": " Ada ", "family_name": "Lovelace" });
            let accepted = accept(&world.api, &token, fields).await.expect(200);
            let ada = world.sign_in("ada@example.com").await;
            let path = format!("/v1/accounts/{}/users/{}", accepted["account"].as_str().unwrap(), accepted["user"].as_str().unwrap());
            let user = ada.api.get(&path).await.expect(200);
            assert_eq!((&user["given_name"], &user["family_name"]), (&json!("Ada"), &json!("Lovelace")));
        });
    }

    #[test]
    fn is_told_whether_names_must_or_may_be_given() {
        for (given_by, wanted, allowed) in [("inviter", false, false), ("optional", false, true), ("invitee", true, true)] {
            scenario(async |world| {
                let token = created(world, json!({ "access_model": crate::shop::model_with("names", given_by.into()) })).await;
                let told = link(world, "lookup", &token).await.expect(200);
                assert_eq!((&told["names_wanted"], &told["names_allowed"]), (&json!(wanted), &json!(allowed)), "{given_by}");
                let body = json!({ "password": PASSWORD, "given_name": "Ada", "family_name": "Byron" });
                let named = accept(&world.api, &token, body).await;
                assert_eq!(named.status, if allowed { 200 } else { 422 }, "{given_by}");
            });
        }
    }

    #[test]
    fn cannot_change_the_names_that_the_inviter_gave() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let token = invited(world, &account, &ada, "bob@example.com").await;
            let looked_up = link(world, "lookup", &token).await.expect(200);
            assert_eq!((&looked_up["given_name"], &looked_up["names_wanted"]), (&json!("Grace"), &json!(false)));
            let wrong = [("given_name", "name_not_editable"), ("family_name", "name_not_editable"), ("password", "required")];
            accept(&world.api, &token, json!({ "given_name": "Bob", "family_name": "B" })).await.expect_fields(&wrong);
            assert_eq!(status_of(world, &token).await, "pending");
        });
    }

    #[test]
    fn is_active_on_accepting_an_invitation_to_the_invoicing_portal() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let token = invited(world, &account, &ada, "bob@example.com").await;
            assert_eq!(ada.users(&account, "pending").await, ["bob@example.com"]);
            let accepted = accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect(200);
            assert_eq!(
                (&accepted["status"], &accepted["account"], &accepted["account_name"]),
                (&json!("active"), &json!(account.id), &json!("Northwind Dental"))
            );
            assert_eq!(accepted.as_object().unwrap().len(), 4, "accepting is not a sign-in: {accepted}");
            assert_eq!(ada.users(&account, "active").await, ["ada@example.com", "bob@example.com"]);
            assert!(ada.users(&account, "pending").await.is_empty());
        });
    }
}

mod someone_known {
    use super::*;

    #[test]
    fn joins_a_second_account_by_signing_in_and_keeps_the_password() {
        scenario(async |world| {
            let (first, ada) = world.account("invoicing", "ada@example.com").await;
            let (second, zoe) = world.account("invoicing", "zoe@example.com").await;
            accept(&world.api, &invited(world, &first, &ada, "bob@example.com").await, json!({ "password": PASSWORD })).await.expect(200);
            let bob = world.sign_in("bob@example.com").await;
            let token = invited(world, &second, &zoe, "bob@example.com").await;
            assert_eq!(link(world, "lookup", &token).await.expect(200)["password_wanted"], false);

            changing_nothing(world, async || {
                for nobody_signed_in in [json!({}), json!({ "password": PASSWORD }), json!({ "password": "another fifteen characters" })] {
                    accept(&world.api, &token, nobody_signed_in).await.expect_problem(409, "sign_in_required");
                }
                let new_password = accept(&bob.api, &token, json!({ "password": "another fifteen characters" })).await;
                new_password.expect_fields(&[("password", "password_already_set")]);
                for someone_else in [&ada, &zoe] {
                    accept(&someone_else.api, &token, json!({})).await.expect_problem(409, "signed_in_as_someone_else");
                    someone_else
                        .api
                        .post("/v1/invitations/decline", json!({ "token": token }))
                        .await
                        .expect_problem(409, "signed_in_as_someone_else");
                }
                accept(&bob.api.with_token("ush_ses_nonsense"), &token, json!({})).await.expect_problem(401, "unauthenticated");
            })
            .await;

            let person = Table::of(world).of_kind("person").await;
            assert_eq!(accept(&bob.api, &token, json!({})).await.expect(200)["status"], "active");
            assert_eq!(Table::of(world).of_kind("person").await, person, "one person, as before");
            assert_eq!(zoe.users(&second, "active").await, ["bob@example.com", "zoe@example.com"]);
            let me = world.sign_in("bob@example.com").await.api.get("/v1/me").await.expect(200);
            assert_eq!(me["accounts"].as_array().unwrap().len(), 2, "{me}");
        });
    }

    #[test]
    fn cannot_accept_with_a_session_that_has_ended() {
        scenario(async |world| {
            let (first, ada) = world.account("invoicing", "ada@example.com").await;
            let (second, zoe) = world.account("invoicing", "zoe@example.com").await;
            accept(&world.api, &invited(world, &first, &ada, "bob@example.com").await, json!({ "password": PASSWORD })).await.expect(200);
            let bob = world.sign_in("bob@example.com").await;
            let token = invited(world, &second, &zoe, "bob@example.com").await;
            bob.api.delete("/v1/sessions/current").await.expect(204);
            changing_nothing(world, async || drop(accept(&bob.api, &token, json!({})).await.expect_problem(401, "unauthenticated"))).await;
            accept(&world.sign_in("bob@example.com").await.api, &token, json!({})).await.expect(200);
        });
    }
}

mod in_the_warranty_portal {
    use super::*;

    async fn with_two_roles(world: &World, account: &Account, ada: &Member, email: &str) -> String {
        let grants = json!([{ "role": "claims_manager" }, { "role": "transaction_manager" }]);
        let row = json!({ "email": email, "given_name": "Grace", "family_name": "Hopper", "grants": grants });
        assert_eq!(ada.invite_rows(account, vec![row]).await.expect(200)["results"][0]["verdict"], "invited");
        world.link(email).await
    }

    /// The actions on an account that are about activation, with who did them to whom.
    async fn activations(world: &World, account: &Account) -> Vec<(Value, Value)> {
        let events = Table::of(world).events(account).await;
        events
            .into_iter()
            .filter(|event| event["action"] == "user.activated")
            .map(|event| (event["actor"].clone(), event["target"].clone()))
            .collect()
    }

    #[test]
    fn a_user_of_several_roles_is_pending_until_the_first_successful_sign_in() {
        scenario(async |world| {
            let (account, ada) = world.account("warranty", "ada@example.com").await;
            let token = with_two_roles(world, &account, &ada, "bob@example.com").await;
            let accepted = accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect(200);
            assert_eq!(accepted["status"], "pending");
            let before = activations(world, &account).await;

            for wrong in ["not the right passphrase", &PASSWORD.to_uppercase()] {
                assert_eq!(signs_in_with(world, "bob@example.com", wrong).await, 401);
            }
            assert_eq!(ada.users(&account, "pending").await, ["bob@example.com"], "a wrong password activates nobody");
            assert_eq!(activations(world, &account).await, before);

            let bob = world.sign_in("bob@example.com").await;
            assert_eq!(ada.users(&account, "active").await, ["ada@example.com", "bob@example.com"]);
            let user = bob.api.get(&account.path(&format!("/users/{}", accepted["user"].as_str().unwrap()))).await.expect(200);
            let roles: Vec<&Value> = user["grants"].as_array().unwrap().iter().map(|grant| &grant["role"]).collect();
            assert_eq!(roles, ["claims_manager", "transaction_manager"]);
            assert!(user["activated_at"].is_string(), "{user}");

            world.sign_in("bob@example.com").await;
            let new = activations(world, &account).await.split_off(before.len());
            assert_eq!(new, [(json!({ "type": "user", "id": user["id"] }), user["id"].clone())], "activated once, and on record");
        });
    }

    #[test]
    fn whoever_accepts_while_signed_in_is_active_at_once() {
        scenario(async |world| {
            let (_, bob) = world.account("invoicing", "bob@example.com").await;
            let (account, ada) = world.account("warranty", "ada@example.com").await;
            let token = with_two_roles(world, &account, &ada, "bob@example.com").await;
            assert_eq!(accept(&bob.api, &token, json!({})).await.expect(200)["status"], "active");
            assert_eq!(bob.api.get(&account.path("")).await.expect(200)["access_model"], "warranty");
            assert_eq!(ada.users(&account, "active").await, ["ada@example.com", "bob@example.com"]);
        });
    }
}

mod an_invitation {
    use super::*;

    #[test]
    fn is_accepted_once() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let token = invited(world, &account, &ada, "bob@example.com").await;
            accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect(200);
            let bob = world.sign_in("bob@example.com").await;
            changing_nothing(world, async || {
                accept(&world.api, &token, json!({ "password": "another fifteen characters" })).await.expect_problem(409, "invitation_not_pending");
                accept(&bob.api, &token, json!({})).await.expect_problem(409, "invitation_not_pending");
            })
            .await;
        });
    }

    #[test]
    fn is_declined_with_the_link_alone_which_leaves_the_address_free() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let invitation = ada.invite_one(&account, "bob@example.com").await;
            let token = world.link("bob@example.com").await;
            let user = ada.invitation(&account, &invitation).await["user"].as_str().unwrap().to_owned();
            link(world, "decline", &token).await.expect(204);

            assert_eq!(ada.invitation(&account, &invitation).await["status"], "declined");
            assert!(ada.users(&account, "pending").await.is_empty());
            ada.api.get(&account.path(&format!("/users/{user}"))).await.expect_problem(404, "not_found");
            accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect_problem(409, "invitation_not_pending");

            let again = invited(world, &account, &ada, "bob@example.com").await;
            assert_eq!(status_of(world, &token).await, "declined", "the first stays what it became");
            accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect_problem(409, "invitation_not_pending");
            ada.api.get(&account.path(&format!("/users/{user}"))).await.expect_problem(404, "not_found");
            accept(&world.api, &again, json!({ "password": PASSWORD })).await.expect(200);
        });
    }

    #[test]
    fn can_be_declined_by_someone_known_who_is_not_signed_in() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            world.account("invoicing", "bob@example.com").await;
            let token = invited(world, &account, &ada, "bob@example.com").await;
            link(world, "decline", &token).await.expect(204);
            assert_eq!(ada.users(&account, "active").await, ["ada@example.com"]);
        });
    }

    #[test]
    fn tells_its_holder_what_became_of_it_and_refuses_whatever_comes_too_late() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let pending = invited(world, &account, &ada, "pending@example.com").await;
            let accepted = invited(world, &account, &ada, "accepted@example.com").await;
            accept(&world.api, &accepted, json!({ "password": PASSWORD })).await.expect(200);
            let declined = invited(world, &account, &ada, "declined@example.com").await;
            link(world, "decline", &declined).await.expect(204);
            let id = ada.invite_one(&account, "revoked@example.com").await;
            let revoked = world.link("revoked@example.com").await;
            ada.api.post(&account.path(&format!("/invitations/{id}/revoke")), json!({})).await.expect(200);

            changing_nothing(world, async || {
                for (token, status) in [(&accepted, "accepted"), (&declined, "declined"), (&revoked, "revoked")] {
                    assert_eq!(status_of(world, token).await, status);
                    accept(&world.api, token, json!({ "password": PASSWORD })).await.expect_problem(409, "invitation_not_pending");
                    link(world, "decline", token).await.expect_problem(409, "invitation_not_pending");
                    link(world, "request-new", token).await.expect_problem(409, "invitation_not_pending");
                }
                let shown = link(world, "lookup", &pending).await.expect(200);
                let expected = json!({
                    "status": "pending", "email": "pending@example.com", "expires_at": shown["expires_at"],
                    "account_name": "Northwind Dental", "product_name": "iCorePay", "support_address": "help@icorepay.example", "locale": "en",
                    "inviter_name": "Ada Lovelace", "given_name": "Grace", "family_name": "Hopper", "names_wanted": false, "names_allowed": false,
                    "password_wanted": true,
                });
                assert_eq!(shown, expected);
            })
            .await;
        });
    }

    #[test]
    fn is_over_when_its_time_is_whether_or_not_a_sweep_has_said_so() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let bob = invited(world, &account, &ada, "bob@example.com").await;
            let eve = invited(world, &account, &ada, "eve@example.com").await;
            world.system.clock().advance(SignedDuration::from_mins(48 * 60 - 5)).unwrap();
            accept(&world.api, &bob, json!({ "password": PASSWORD })).await.expect(200);
            assert_eq!(status_of(world, &eve).await, "pending");

            world.system.clock().advance(SignedDuration::from_mins(5)).unwrap();
            for swept in [false, true] {
                if swept {
                    assert_eq!(world.system.sweep().await.unwrap()["expired"], 1);
                }
                assert_eq!(status_of(world, &eve).await, "expired", "swept: {swept}");
                changing_nothing(world, async || {
                    accept(&world.api, &eve, json!({ "password": PASSWORD })).await.expect_problem(410, "invitation_expired");
                    link(world, "decline", &eve).await.expect_problem(410, "invitation_expired");
                })
                .await;
            }
        });
    }

    #[test]
    fn that_expired_is_renewed_by_its_holder_with_a_link_to_the_invited_address() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let id = ada.invite_one(&account, "bob@example.com").await;
            let old = world.link("bob@example.com").await;
            changing_nothing(world, async || drop(link(world, "request-new", &old).await.expect_problem(409, "invitation_not_expired"))).await;

            world.advance(SignedDuration::from_hours(48)).await;
            let ada = world.sign_in(&ada.email).await;
            let expired = ada.invitation(&account, &id).await;
            assert_eq!(expired["status"], "expired");
            assert_eq!(link(world, "request-new", &old).await.expect(202), Value::Null);
            let new = world.link("bob@example.com").await;
            assert_ne!(new, old);
            assert_eq!(world.system.mailbox().to("bob@example.com").len(), 2);
            let renewed = ada.invitation(&account, &id).await;
            assert_eq!((&renewed["status"], &renewed["invited_by"]), (&json!("pending"), &expired["invited_by"]));
            assert_ne!(renewed["expires_at"], expired["expires_at"]);

            changing_nothing(world, async || {
                for operation in ["lookup", "decline", "request-new"] {
                    link(world, operation, &old).await.expect_problem(404, "not_found");
                }
                accept(&world.api, &old, json!({ "password": PASSWORD })).await.expect_problem(404, "not_found");
            })
            .await;
            accept(&world.api, &new, json!({ "password": PASSWORD })).await.expect(200);
        });
    }

    #[test]
    fn is_not_renewed_more_than_five_times_an_hour() {
        scenario(async |world| {
            let body = json!({ "name": "Northwind", "access_model": self_service(), "administrator": { "email": "ada@example.com" } });
            world.operator().post("/v1/accounts", body).await.expect(201);
            for _ in 2..=5 {
                let token = world.link("ada@example.com").await;
                world.advance(SignedDuration::from_mins(1)).await;
                link(world, "request-new", &token).await.expect(202);
            }
            let token = world.link("ada@example.com").await;
            world.advance(SignedDuration::from_mins(1)).await;
            let mut seconds = 0;
            changing_nothing(world, async || {
                let refused = link(world, "request-new", &token).await;
                seconds = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
                refused.expect_problem(429, "rate_limited");
            })
            .await;
            assert!((3_000..=3_600).contains(&seconds), "{seconds}");
            world.advance(SignedDuration::from_secs(seconds)).await;
            link(world, "request-new", &token).await.expect(202);
            assert_eq!(world.system.mailbox().to("ada@example.com").len(), 5);
            world.link("ada@example.com").await;
            assert_eq!(world.system.mailbox().to("ada@example.com").len(), 6);
        });
    }
}

mod a_link {
    use super::*;

    #[test]
    fn of_one_purpose_is_nothing_at_the_endpoints_of_another() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let token = invited(world, &account, &ada, "bob@example.com").await;
            let session = ada.api.token().unwrap();
            changing_nothing(world, async || {
                world.dynamodb.clear();
                for bearer in [token.as_str(), &world.system.operator_token, &session.replace("ush_ses_", "ush_inv_")] {
                    let api = world.api.with_token(bearer);
                    for path in ["/v1/me", "/v1/sessions/current", &account.path(""), &account.path("/users"), &account.path("/invitations")] {
                        api.get(path).await.expect_problem(401, "unauthenticated");
                    }
                    ada.invite_rows(&account, vec![]).await.expect_problem(422, "invalid_fields");
                }
                for secret in [session, &world.system.operator_token, &token.replace("ush_inv_", "ush_ses_"), ""] {
                    for operation in ["lookup", "accept", "decline", "request-new"] {
                        link(world, operation, secret).await.expect_problem(404, "not_found");
                    }
                }
                for bearer in [token.as_str(), session] {
                    let created = world.api.with_token(bearer).post("/v1/accounts", json!({ "name": "Mine", "preset": "invoicing" })).await;
                    assert_eq!(created.status, 403, "{}", created.body);
                }
            })
            .await;
            accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect(200);
        });
    }

    #[test]
    fn with_another_links_secret_leads_nowhere() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let bob = InvitationToken::parse(&invited(world, &account, &ada, "bob@example.com").await).unwrap();
            let eve = InvitationToken::parse(&invited(world, &account, &ada, "eve@example.com").await).unwrap();
            let forged = InvitationToken { secret: eve.secret, ..bob }.reveal();
            changing_nothing(world, async || {
                for operation in ["lookup", "accept", "decline", "request-new"] {
                    link(world, operation, &forged).await.expect_problem(404, "not_found");
                }
            })
            .await;
        });
    }

    /// The token says where the inviter stands, so that acceptance takes one read. It must not be believed: whoever rewrote it could choose
    /// who vouches for them, and read names by address.
    #[test]
    fn rewritten_to_name_another_inviter_leads_nowhere() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all" })).await;
            let by_bob = InvitationToken::parse(&invited(world, &account, &bob, "eve@example.com").await).unwrap();
            let by_ada = InvitationToken::parse(&invited(world, &account, &ada, "joe@example.com").await).unwrap();
            let table = Table::of(world);
            let read = table.grants(&account, "eve@example.com").await;
            table.change_user(&account, "bob@example.com", &[("grants", read)]).await;
            changing_nothing(world, async || {
                for inviter in [by_ada.inviter, None] {
                    let forged = InvitationToken { inviter, ..by_bob.clone() }.reveal();
                    for operation in ["lookup", "decline", "request-new"] {
                        link(world, operation, &forged).await.expect_problem(404, "not_found");
                    }
                    accept(&world.api, &forged, json!({ "password": PASSWORD })).await.expect_problem(404, "not_found");
                }
            })
            .await;
        });
    }

    #[test]
    fn survives_scanners_because_nothing_that_reads_changes_anything() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let invitation = ada.invite_one(&account, "bob@example.com").await;
            let token = world.link("bob@example.com").await;
            let user = &account.administrator;
            let openapi = serde_json::to_value(usher_local::openapi()).unwrap();
            let routes = openapi["paths"].as_object().unwrap().keys();
            let filled = routes.map(|path| {
                let path = path.replace("{account}", &account.id).replace("{invitation}", &invitation).replace("{user}", user);
                path.replace("{unit}", "unt_aaaaaaaaaaaaaaaa").replace("{preset}", "portal")
            });
            let pages = ["/links/invitation", "/links/invitation.js", "/links/page.css"].map(str::to_owned);
            let paths: Vec<String> = filled.chain(pages).collect();
            assert!(paths.len() > 15 && paths.iter().all(|path| !path.contains('{')), "{paths:?}");
            changing_nothing(world, async || {
                for path in &paths {
                    for method in ["GET", "HEAD", "OPTIONS"] {
                        for api in [&world.api, &ada.api, &world.operator(), &world.api.with_token(&token)] {
                            let with_query = format!("{path}?token={token}");
                            for path in [path, &with_query] {
                                let seen = api.send(method.parse().unwrap(), path, &[("cookie", "token=1")], None).await;
                                assert!(seen.status.as_u16() < 500, "{method} {path}: {}", seen.body);
                            }
                        }
                    }
                }
                link(world, "lookup", &token).await.expect(200);
            })
            .await;
            accept(&world.api, &token, json!({ "password": PASSWORD })).await.expect(200);
        });
    }

    #[test]
    fn leads_to_a_page_that_keeps_the_secret() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            ada.invite_one(&account, "bob@example.com").await;
            world.system.settle().await.unwrap();
            let mails = world.system.mailbox().to("bob@example.com");
            let (page, secret) = mails[0].links[0].split_once('#').unwrap();
            assert!(secret.starts_with("token=ush_inv_") && !page.contains('?'), "the secret is in the fragment alone: {page}");
            let page = world.api.get(page.strip_prefix(&world.system.api_url).unwrap()).await;
            assert_eq!(page.status, 200);
            for (name, value) in [("cache-control", "no-store"), ("referrer-policy", "no-referrer")] {
                assert_eq!(page.headers[name], value);
            }
            assert!(page.headers["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
        });
    }
}

/// Somebody who joined with this grant, signed in.
async fn colleague(world: &World, account: &Account, by: &Member, email: &str, grant: Value) -> Member {
    let row = json!({ "email": email, "given_name": "Bob", "family_name": "Builder", "grants": [grant] });
    assert_eq!(by.invite_rows(account, vec![row]).await.expect(200)["results"][0]["verdict"], "invited");
    world.accept(email).await.expect(200);
    world.sign_in(email).await
}

mod what_the_inviter_no_longer_holds {
    use super::*;

    /// Fails the test unless Eve cannot take the invitation that Bob sent her until Ada sends it again.
    async fn is_refused_until_ada_resends(world: &World, account: &Account, ada: &Member, invitation: &str, token: &str) {
        changing_nothing(world, async || {
            for _ in 0..2 {
                accept(&world.api, token, json!({ "password": PASSWORD })).await.expect_problem(409, "grant_exceeds_own");
            }
        })
        .await;
        assert_eq!(status_of(world, token).await, "pending");
        let ada = world.sign_in(&ada.email).await;
        let path = account.path(&format!("/invitations/{invitation}/resend"));
        let resent = ada.api.post(&path, json!({})).await.expect(200);
        assert_eq!(resent["invited_by"], account.administrator.as_str());
        accept(&world.api, token, json!({ "password": PASSWORD })).await.expect_problem(404, "not_found");
        accept(&world.api, &world.link("eve@example.com").await, json!({ "password": PASSWORD })).await.expect(200);
    }

    async fn bob_invites_eve(world: &World, account: &Account, bob: &Member) -> (String, String) {
        let invitation = bob.invite_one(account, "eve@example.com").await;
        (invitation, world.link("eve@example.com").await)
    }

    #[test]
    fn cannot_be_accepted_when_they_lost_the_role() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all" })).await;
            let (invitation, token) = bob_invites_eve(world, &account, &bob).await;
            let table = Table::of(world);
            let grants = table.grants(&account, "eve@example.com").await;
            table.change_user(&account, "bob@example.com", &[("grants", grants)]).await;
            is_refused_until_ada_resends(world, &account, &ada, &invitation, &token).await;
        });
    }

    #[test]
    fn cannot_be_accepted_when_they_were_deactivated() {
        scenario(async |world| {
            let (account, ada) = world.account("warranty", "ada@example.com").await;
            let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all" })).await;
            let (invitation, token) = bob_invites_eve(world, &account, &bob).await;
            let deactivated = [("status", "deactivated"), ("s1", "deactivated#bob@example.com")];
            let changes = deactivated.map(|(name, value)| (name, AttributeValue::S(value.to_owned())));
            Table::of(world).change_user(&account, "bob@example.com", &changes).await;
            is_refused_until_ada_resends(world, &account, &ada, &invitation, &token).await;
        });
    }

    #[test]
    fn cannot_be_accepted_when_they_were_removed() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all" })).await;
            let (invitation, token) = bob_invites_eve(world, &account, &bob).await;
            Table::of(world).remove_user(&account, "bob@example.com").await;
            is_refused_until_ada_resends(world, &account, &ada, &invitation, &token).await;
        });
    }

    #[test]
    fn cannot_be_accepted_when_their_grant_has_ended() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let tomorrow = world.system.clock().now() + SignedDuration::from_hours(24);
            let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "admin", "units": "all", "ends_at": tomorrow })).await;
            let mut row = Member::row("eve@example.com", account.role);
            row["grants"][0]["ends_at"] = json!(tomorrow);
            let invited = bob.invite_rows(&account, vec![row]).await.expect(200)["results"][0]["invitation"].clone();
            let (invitation, token) = (invited.as_str().expect("an id").to_owned(), world.link("eve@example.com").await);
            world.advance(SignedDuration::from_hours(24)).await;
            is_refused_until_ada_resends(world, &account, &ada, &invitation, &token).await;
        });
    }

    #[test]
    fn cannot_be_accepted_though_they_may_still_invite_to_less() {
        scenario(async |world| {
            let (account, ada) = world.account_with(json!({ "access_model": recruiting() }), "owner", "ada@example.com").await;
            let bob = colleague(world, &account, &ada, "bob@example.com", json!({ "role": "owner", "units": "all" })).await;
            let recruiter = Member::row("mallory@example.com", "recruiter");
            ada.invite_rows(&account, vec![recruiter]).await.expect(200);
            let (invitation, token) = bob_invites_eve(world, &account, &bob).await;
            let reader = bob.invite_rows(&account, vec![Member::row("rita@example.com", "reader")]).await.expect(200);
            assert_eq!(reader["results"][0]["verdict"], "invited");

            let table = Table::of(world);
            let grants = table.grants(&account, "mallory@example.com").await;
            table.change_user(&account, "bob@example.com", &[("grants", grants)]).await;
            world.accept("rita@example.com").await.expect(200);
            is_refused_until_ada_resends(world, &account, &ada, &invitation, &token).await;
        });
    }
}
