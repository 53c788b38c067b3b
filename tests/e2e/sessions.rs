//! Signing in, staying signed in, and what a session shows of oneself.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};
use usher::domain::token::SessionToken;
use usher_local::Options;
use usher_tests::{Account, Api, Member, PASSWORD, Reply, Table, World, scenario, scenario_with};

use crate::costs::units_count;

async fn sign_in(world: &World, email: &str, password: &str) -> Reply {
    world.api.post("/v1/sessions", json!({ "email": email, "password": password })).await
}

/// All that a client can see of an answer, but for what differs between any two answers.
fn seen(mut reply: Reply) -> (u16, Vec<(String, String)>, Value) {
    reply.body["request_id"] = Value::Null;
    let headers = reply.headers.iter().filter(|(name, _)| *name != "date");
    let mut headers: Vec<_> = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    headers.sort();
    (reply.status.as_u16(), headers, reply.body)
}

/// The requests to DynamoDB since the last look: what was asked, and what it cost where the engine counts that right.
fn asked(world: &World) -> Vec<(String, String)> {
    let cost = |units: f64| if units_count() { units.to_string() } else { String::new() };
    let mut asked: Vec<_> = world.dynamodb.take().into_iter().map(|request| (request.operation, cost(request.units))).collect();
    // Some are made side by side.
    asked.sort();
    asked
}

/// Nothing but the test itself asks DynamoDB for anything.
fn undisturbed() -> Options {
    Options { scheduler: false, ..Options::default() }
}

async fn colleague(world: &World, account: &Account, by: &Member, email: &str) -> Member {
    by.invite_one(account, email).await;
    world.accept(email).await.expect(200);
    world.sign_in(email).await
}

/// Every route that wants a session, as far as it has no body.
fn private_routes(account: &Account) -> Vec<String> {
    let user = format!("/users/{}", account.administrator);
    let in_account = ["", "/users", &user, "/invitations"].map(|rest| account.path(rest));
    ["/v1/me", "/v1/sessions/current"].map(str::to_owned).into_iter().chain(in_account).collect()
}

mod signing_in {
    use super::*;

    #[test]
    fn takes_the_address_in_any_case() {
        scenario(async |world| {
            world.account("invoicing", "Ada.Lovelace@Example.com").await;
            for email in ["ada.lovelace@example.com", "ADA.LOVELACE@EXAMPLE.COM", " Ada.Lovelace@Example.Com "] {
                let signed_in = sign_in(world, email, PASSWORD).await.expect(201);
                assert_eq!(signed_in["session"]["email"], "ada.lovelace@example.com");
            }
        });
    }

    #[test]
    fn shows_the_token_once_and_the_accounts() {
        scenario(async |world| {
            let (account, _) = world.account("invoicing", "ada@example.com").await;
            let reply = sign_in(world, "ada@example.com", PASSWORD).await;
            assert_eq!(reply.headers["cache-control"], "no-store");
            assert!(!reply.headers.contains_key("set-cookie"));
            let signed_in = reply.expect(201);
            assert!(signed_in["token"].as_str().unwrap().starts_with("ush_ses_"));
            assert_eq!(signed_in["accounts"], json!([account.id]));
            let api = world.api.with_token(signed_in["token"].as_str().unwrap());
            assert_eq!(api.get("/v1/sessions/current").await.expect(200), signed_in["session"]);
        });
    }

    #[test]
    fn answers_a_wrong_password_and_an_unknown_address_alike_and_asks_dynamodb_the_same() {
        scenario_with(undisturbed(), async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            ada.invite_one(&account, "invited@example.com").await;
            world.system.settle().await.unwrap();
            let wrong =
                ["not the right passphrase".to_owned(), format!("{PASSWORD} "), String::new(), "x".repeat(256), "x".repeat(257), "x".repeat(5_000)];
            for password in &wrong {
                world.dynamodb.clear();
                let mut answers = Vec::new();
                for email in ["ada@example.com", "invited@example.com", "nobody@example.com"] {
                    let reply = sign_in(world, email, password).await;
                    assert_eq!(reply.headers["www-authenticate"], "Bearer");
                    assert_eq!((reply.status.as_u16(), &reply.body["code"]), (401, &json!("wrong_credentials")));
                    answers.push((seen(reply), asked(world)));
                }
                assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
            }
        });
    }

    #[test]
    fn says_everything_that_is_wrong_with_the_fields() {
        scenario(async |world| {
            let wrong = |body: Value| async { world.api.post("/v1/sessions", body).await };
            wrong(json!({})).await.expect_fields(&[("email", "required"), ("password", "required")]);
            wrong(json!({ "email": "ada" })).await.expect_fields(&[("email", "invalid_email"), ("password", "required")]);
            let shape = wrong(json!({ "email": 1, "password": [], "remember": true })).await.expect_problem(422, "invalid_fields");
            assert_eq!(shape["errors"].as_array().unwrap().len(), 3, "{shape}");
        });
    }
}

mod a_session {
    use super::*;

    #[test]
    fn lasts_twelve_hours_however_much_it_is_used() {
        scenario_with(undisturbed(), async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let session = ada.api.get("/v1/sessions/current").await.expect(200);
            let at = |name: &str| session[name].as_str().unwrap().parse::<Timestamp>().unwrap();
            assert_eq!(at("expires_at").duration_since(at("created_at")), SignedDuration::from_hours(12));

            world.advance_in_use(SignedDuration::from_mins(12 * 60 - 5), &[&ada]).await;
            for path in private_routes(&account) {
                ada.api.get(&path).await.expect(200);
            }
            world.advance(SignedDuration::from_mins(5)).await;
            for path in private_routes(&account) {
                ada.api.get(&path).await.expect_problem(401, "unauthenticated");
            }
            ada.api.delete("/v1/sessions/current").await.expect_problem(401, "unauthenticated");
            ada.invite_rows(&account, vec![Member::row("bob@example.com", "read")]).await.expect_problem(401, "unauthenticated");
        });
    }

    #[test]
    fn ends_with_the_sign_out_and_no_other_session_does() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let elsewhere = world.sign_in("ada@example.com").await;
            assert_eq!(ada.api.delete("/v1/sessions/current").await.expect(204), Value::Null);
            for path in private_routes(&account) {
                ada.api.get(&path).await.expect_problem(401, "unauthenticated");
                elsewhere.api.get(&path).await.expect(200);
            }
            ada.api.delete("/v1/sessions/current").await.expect_problem(401, "unauthenticated");
            let sessions = Table::of(world).of_kind("session").await;
            assert_eq!(sessions.len(), 1, "an ended session leaves nothing: {sessions:?}");
        });
    }

    #[test]
    fn shows_the_program_that_began_it() {
        scenario(async |world| {
            world.account("invoicing", "ada@example.com").await;
            let body = json!({ "email": "ada@example.com", "password": PASSWORD });
            let agent = format!("Portal/7 {}", "x".repeat(300));
            let session = world.api.post_with("/v1/sessions", &[("user-agent", &agent)], body).await.expect(201)["session"].clone();
            assert_eq!(session["user_agent"].as_str().unwrap(), &agent[..200]);
        });
    }
}

mod a_token {
    use super::*;

    async fn is_nothing_to(world: &World, header: &str) {
        for path in ["/v1/me", "/v1/sessions/current"] {
            let refused = world.api.send(Method::GET, path, &[("authorization", header)], None).await;
            assert_eq!(refused.headers["www-authenticate"], "Bearer", "{header}");
            refused.expect_problem(401, "unauthenticated");
        }
    }

    #[test]
    fn that_is_malformed_costs_no_request() {
        scenario_with(undisturbed(), async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let good = ada.api.token().unwrap().to_owned();
            world.system.settle().await.unwrap();
            world.dynamodb.clear();
            let (start, end) = good.split_at(good.len() - 1);
            let other_end = if end == "A" { "B" } else { "A" };
            let swapped_case: String =
                good.chars().map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }).collect();
            let malformed = [
                String::new(),
                "Bearer".to_owned(),
                "Bearer ".to_owned(),
                good.clone(),
                format!("Basic {good}"),
                format!("Token {good}"),
                format!("Bearer {start}"),
                format!("Bearer {start}{other_end}"),
                format!("Bearer {good}{good}"),
                format!("Bearer {good}="),
                format!("Bearer {good}, Bearer {good}"),
                format!("Bearer {swapped_case}"),
                format!("Bearer {}", good.replacen("ush_ses_", "ush_tok_", 1)),
                format!("Bearer {}", "x".repeat(5_000)),
                "Bearer ush_ses_".to_owned(),
                "Bearer null".to_owned(),
                "Bearer \u{e9}".to_owned(),
            ];
            for header in malformed {
                is_nothing_to(world, &header).await;
                let in_account = world.api.send(Method::GET, &account.path("/users"), &[("authorization", &header)], None).await;
                in_account.expect_problem(401, "unauthenticated");
            }
            world.api.get("/v1/me").await.expect_problem(401, "unauthenticated");
            assert_eq!(asked(world), []);
        });
    }

    #[test]
    fn made_of_two_others_opens_neither_session() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let bob = colleague(world, &account, &ada, "bob@example.com").await;
            let parse = |member: &Member| SessionToken::parse(member.api.token().unwrap()).unwrap();
            let (of_ada, of_bob) = (parse(&ada), parse(&bob));
            for forged in [
                SessionToken { secret: of_bob.secret.clone(), ..of_ada.clone() },
                SessionToken { person: of_ada.person, ..of_bob.clone() },
                SessionToken { session: of_ada.session, ..of_bob },
            ] {
                is_nothing_to(world, &format!("Bearer {}", forged.reveal())).await;
            }
        });
    }

    #[test]
    fn counts_in_the_authorization_header_alone() {
        scenario(async |world| {
            let (account, ada) = world.account("invoicing", "ada@example.com").await;
            let token = ada.api.token().unwrap();
            let cookies = format!("session={token}; __Host-session={token}; token={token}; access_token={token}");
            for path in ["/v1/me".to_owned(), account.path(""), account.path("/users")] {
                for query in ["access_token", "token", "authorization", "session"] {
                    world.api.get(&format!("{path}?{query}={token}")).await.expect_problem(401, "unauthenticated");
                }
                let bearer = format!("Bearer {token}");
                let in_headers = [("cookie", cookies.as_str()), ("x-api-key", token), ("x-authorization", &bearer), ("proxy-authorization", &bearer)];
                world.api.send(Method::GET, &path, &in_headers, None).await.expect_problem(401, "unauthenticated");
            }
            let in_body = json!({ "access_token": token, "invitations": [] });
            world.api.post(&account.path("/invitations"), in_body).await.expect_problem(401, "unauthenticated");
            for scheme in ["Bearer", "bearer", "BEARER"] {
                let header = format!("{scheme} {token}");
                world.api.send(Method::GET, "/v1/me", &[("authorization", &header)], None).await.expect(200);
            }
        });
    }
}

mod oneself {
    use super::*;

    async fn me(api: &Api) -> Value {
        api.get("/v1/me").await.expect(200)
    }

    /// The accounts of the answer, by id.
    fn account<'a>(me: &'a Value, account: &Account) -> &'a Value {
        let accounts = me["accounts"].as_array().unwrap();
        accounts.iter().find(|one| one["id"] == account.id.as_str()).unwrap_or_else(|| panic!("{me}"))
    }

    #[test]
    fn is_shown_with_every_account_and_what_one_may_do_there() {
        scenario(async |world| {
            let (invoicing, ada) = world.account("invoicing", "ada@example.com").await;
            let (warranty, zoe) = world.account("warranty", "zoe@example.com").await;
            let bob = colleague(world, &invoicing, &ada, "bob@example.com").await;
            zoe.invite_one(&warranty, "bob@example.com").await;
            let token = world.link("bob@example.com").await;
            bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);

            let seen = me(&bob.api).await;
            assert_eq!((&seen["email"], seen["accounts"].as_array().unwrap().len()), (&json!("bob@example.com"), 2));
            let (there, here) = (account(&seen, &warranty), account(&seen, &invoicing));
            let reads = json!({ "invoices:read": "all", "payment_plans:read": "all", "locations:read": "all", "payment_methods:read": "all" });
            assert_eq!(here["permissions"], reads);
            let claims = json!({
                "claims:create": "all", "claims:read": "all", "claims:update": "all", "claims:delete": "all", "contracts:read": "all",
            });
            assert_eq!(there["permissions"], claims);
            assert_eq!(
                (&here["name"], &here["product_name"], &here["user"]["status"]),
                (&json!("Northwind Dental"), &json!("iCorePay"), &json!("active"))
            );
            assert_eq!(here["user"]["grants"], json!([{ "role": "read", "units": "all", "permissions": [], "ends_at": null }]));
            assert_ne!(here["user"]["id"], there["user"]["id"]);
            assert!(!bob.users_are_listed(&invoicing).await && !bob.users_are_listed(&warranty).await);
        });
    }

    trait Listing {
        async fn users_are_listed(&self, account: &Account) -> bool;
    }

    impl Listing for Member {
        async fn users_are_listed(&self, account: &Account) -> bool {
            self.api.get(&account.path("/users")).await.status == 200
        }
    }

    #[test]
    fn has_no_permission_of_a_grant_that_has_ended() {
        scenario(async |world| {
            let (account_of_ada, ada) = world.account("invoicing", "ada@example.com").await;
            let tonight = world.system.clock().now() + SignedDuration::from_mins(45);
            let mut row = Member::row("bob@example.com", "admin");
            row["grants"][0]["ends_at"] = json!(tonight);
            ada.invite_rows(&account_of_ada, vec![row]).await.expect(200);
            world.accept("bob@example.com").await.expect(200);
            let bob = world.sign_in("bob@example.com").await;
            assert!(bob.users_are_listed(&account_of_ada).await);
            world.advance(SignedDuration::from_mins(45)).await;
            assert_eq!(account(&me(&bob.api).await, &account_of_ada)["permissions"], json!({}));
            assert!(!bob.users_are_listed(&account_of_ada).await);
            bob.api.get(&account_of_ada.path("/users")).await.expect_problem(403, "forbidden");
        });
    }

    #[test]
    fn is_nobody_in_an_account_where_one_is_only_invited_or_no_longer_active() {
        scenario(async |world| {
            let (own, bob) = world.account("invoicing", "bob@example.com").await;
            let (other, zoe) = world.account("warranty", "zoe@example.com").await;
            let mut row = Member::row("bob@example.com", "admin");
            row["grants"] = json!([{ "role": "admin", "units": "all" }]);
            let invited = zoe.invite_rows(&other, vec![row]).await.expect(200);
            let nowhere = Account { id: own.id.replace(&own.id[4..8], "2222"), ..own.clone() };
            let user = invited["results"][0]["user"].as_str().unwrap();
            let invitation = invited["results"][0]["invitation"].as_str().unwrap();

            let shut_out = async |bob: &Member| {
                let paths =
                    [String::new(), "/users".to_owned(), format!("/users/{user}"), "/invitations".to_owned(), format!("/invitations/{invitation}")];
                for rest in &paths {
                    let refused = bob.api.get(&other.path(rest)).await;
                    let unknown = bob.api.get(&nowhere.path(rest)).await;
                    assert_eq!(refused.body["code"], "not_found", "{rest}");
                    assert_eq!(seen(refused), seen(unknown), "{rest}");
                }
                bob.invite_rows(&other, vec![Member::row("eve@example.com", "admin")]).await.expect_problem(404, "not_found");
                for operation in ["resend", "revoke"] {
                    let path = other.path(&format!("/invitations/{invitation}/{operation}"));
                    bob.api.post(&path, json!({})).await.expect_problem(404, "not_found");
                }
                let accounts = me(&bob.api).await["accounts"].clone();
                assert_eq!((accounts.as_array().unwrap().len(), &accounts[0]["id"]), (1, &json!(own.id)), "{accounts}");
            };

            shut_out(&bob).await;
            let again = sign_in(world, "bob@example.com", PASSWORD).await.expect(201);
            assert_eq!(again["accounts"], json!([own.id]));

            let token = world.link("bob@example.com").await;
            bob.api.post("/v1/invitations/accept", json!({ "token": token })).await.expect(200);
            bob.api.get(&other.path("/users")).await.expect(200);
            let table = Table::of(world);
            let status = |value: &str| aws_sdk_dynamodb::types::AttributeValue::S(value.to_owned());
            table.change_user(&other, "bob@example.com", &[("status", status("deactivated"))]).await;
            shut_out(&bob).await;
            table.change_user(&other, "bob@example.com", &[("status", status("active"))]).await;
            bob.api.get(&other.path("/users")).await.expect(200);
            table.remove_user(&other, "bob@example.com").await;
            shut_out(&bob).await;
        });
    }
}
