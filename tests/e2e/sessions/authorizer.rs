//! Tokens for other services, as an API Gateway's JWT authorizer takes them: it knows the issuer and an audience, and
//! nothing else.

use std::collections::BTreeMap;

use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};
use usher_local::kms::SIGNING_KEYS;
use usher_tests::{Account, Api, Member};

use super::signed_tokens::{ask, functions, token};
use usher_tests::guessing::story;
use usher_tests::presets::enlist;
use usher_tests::{office, shop};

/// An authorizer, with the keys that it has fetched.
struct Authorizer {
    issuer: String,
    audience: String,
    keys: JwkSet,
}

impl Authorizer {
    /// Finds the keys as OpenID Connect Discovery says: through the issuer alone.
    async fn discover(issuer: &str, audience: &str) -> Self {
        let api = Api::new("");
        let description = api.get(&format!("{issuer}/.well-known/openid-configuration")).await.expect(200);
        assert_eq!(description["issuer"], issuer);
        let keys = api.get(description["jwks_uri"].as_str().expect("a URL")).await.expect(200);
        Self {
            issuer: issuer.to_owned(),
            audience: audience.to_owned(),
            keys: serde_json::from_value(keys).expect("a key set"),
        }
    }

    /// The claims of a token that it lets through.
    fn admits(&self, token: &str) -> Option<Value> {
        let key = self.keys.find(&decode_header(token).ok()?.kid?)?;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.validate_nbf = true;
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["iss", "aud", "exp", "nbf"]);
        decode::<Value>(token, &DecodingKey::from_jwk(key).ok()?, &validation).ok().map(|decoded| decoded.claims)
    }

    /// Whether it lets the token through to a route with this scope.
    fn admits_to(&self, token: &str, scope: &str) -> bool {
        self.admits(token)
            .is_some_and(|claims| claims["scope"].as_str().unwrap_or_default().split(' ').any(|held| held == scope))
    }
}

/// What a service reads in a token that its authorizer has let through: the part between the dots.
async fn claims(api: &Api, account: &Account) -> Value {
    let token = token(api, &account.id).await;
    let payload = token.split('.').nth(1).expect("claims");
    serde_json::from_slice(&BASE64URL_NOPAD.decode(payload.as_bytes()).expect("base64url")).expect("JSON")
}

#[test]
fn one_authorizer_serves_every_account_and_another_serves_one() {
    story(async |world| {
        let issuer = &world.system.api_url;
        let (one, ada) = office::open(world, json!({}), "ada@example.com").await;
        let (two, zoe) = office::open(world, json!({}), "zoe@example.com").await;
        zoe.invite_rows(&two, vec![Member::row("ada@example.com", "worker")]).await.expect(200);
        ada.api
            .post("/v1/invitations/accept", json!({ "token": world.link("ada@example.com").await }))
            .await
            .expect(200);
        let (here, there) = (token(&ada.api, &one.id).await, token(&ada.api, &two.id).await);

        let (all, only) = (Authorizer::discover(issuer, issuer).await, Authorizer::discover(issuer, &one.id).await);
        let (ours, theirs) = (all.admits(&here).expect("a token"), all.admits(&there).expect("a token"));
        assert_eq!((&ours["account"], &theirs["account"]), (&json!(one.id), &json!(two.id)));
        assert_ne!(ours["sub"], theirs["sub"], "nothing tells services that it is the same person");
        assert!(only.admits(&here).is_some() && only.admits(&there).is_none());
        assert!(
            all.admits_to(&here, "tasks:sign")
                && all.admits_to(&there, "tasks:read")
                && !all.admits_to(&there, "tasks:sign")
        );
        let elsewhere =
            Authorizer { issuer: "https://evil.example".to_owned(), ..Authorizer::discover(issuer, issuer).await };
        assert!(elsewhere.admits(&here).is_none());
    });
}

#[test]
fn permissions_are_listed_where_they_are_held_and_end_with_their_grants() {
    story(async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        let [ground, first] = floors(&ada, &account, 2).await.try_into().expect("two floors");
        let ends_at = world.system.clock().now() + SignedDuration::from_mins(30);
        let grants = json!([
            { "role": "porter", "units": [ground] },
            { "role": "worker", "units": [ground, first], "permissions": ["tasks:write"] },
            { "role": "worker", "units": [first], "permissions": ["tasks:sign"], "ends_at": ends_at },
        ]);
        let bob = enlist(world, &account, &ada, "bob@example.com", grants).await;
        let at_first = claims(&bob.api, &account).await;
        let expected = json!({
            ground.as_str(): ["tasks:read", "tasks:write", "users:deactivate", "users:read"],
            first.as_str(): ["tasks:read", "tasks:sign", "tasks:write"],
        });
        assert_eq!(
            (&at_first["permissions"], &at_first["roles"], at_first.get("scope")),
            (&expected, &json!(["porter", "worker"]), None)
        );
        world.advance(SignedDuration::from_mins(31)).await;
        let later = claims(&bob.api, &account).await;
        assert_eq!(later["permissions"][&first], json!(["tasks:read", "tasks:write"]));

        let everywhere = json!({ "grants": [office::grant("worker"), { "role": "porter", "units": [ground] }] });
        office::patch(&ada, &office::path(&ada, &account, "bob@example.com").await, everywhere).await.expect(200);
        let wider = claims(&bob.api, &account).await;
        assert_eq!(
            wider["permissions"],
            json!({ "all": ["tasks:read"], ground.as_str(): ["users:deactivate", "users:read"] })
        );
        assert_eq!(wider["scope"], "tasks:read");
    });
}

/// So many units.
async fn floors(by: &Member, account: &Account, count: usize) -> Vec<String> {
    let mut floors = Vec::new();
    for number in 0..count {
        let unit = by.api.post(&account.path("/units"), json!({ "name": format!("Floor {number}") })).await.expect(201);
        floors.push(unit["id"].as_str().expect("an id").to_owned());
    }
    floors
}

#[test]
fn what_fits_into_no_header_is_refused() {
    story(async |world| {
        let mut model = office::model(json!({}));
        let actions: Vec<String> = (0..12).map(|number| format!("perform_operation_{number}")).collect();
        model["resources"]["installations"] = json!({ "title": "Installations", "actions": actions });
        model["roles"]["engineer"] = json!({ "title": "Engineer", "permissions": ["installations:*"] });
        let (account, ada) = world.account_with(json!({ "access_model": model }), "worker", "ada@example.com").await;
        let floors = floors(&ada, &account, 39).await;
        let grants = |count: usize| json!([{ "role": "engineer", "units": floors[..count] }]);
        let bob = enlist(world, &account, &ada, "bob@example.com", grants(10)).await;
        let small = token(&bob.api, &account.id).await;
        assert!(small.len() < 8 * 1024, "{}", small.len());
        let path = office::path(&ada, &account, "bob@example.com").await;
        office::patch(&ada, &path, json!({ "grants": grants(39) })).await.expect(200);
        bob.api
            .post("/v1/sessions/token", json!({ "account": account.id }))
            .await
            .expect_problem(409, "token_too_large");
        let asked = json!({ "permission": "installations:perform_operation_7", "unit": floors[38] });
        assert_eq!(bob.api.post(&account.path("/access/check"), asked).await.expect(200)["allowed"], true);
    });
}

/// The steps of docs/runbook.md. Verifiers that fetched the keys at any step since the new key was published admit what
/// any later step signs, until the old key is withdrawn.
#[test]
fn a_rotation_by_the_runbook_is_noticed_by_nobody() {
    story(async |world| {
        let (account, ada) = office::open(world, json!({}), "ada@example.com").await;
        shop::hire(world, &account, &ada, "bob@example.com", "worker").await;
        let issuer = world.system.api_url.clone();
        let [old, new] = SIGNING_KEYS;
        let steps = BTreeMap::from([(1, vec![old]), (2, vec![old, new]), (4, vec![new, old]), (5, vec![new])]);
        let (mut cached, mut signed) = (BTreeMap::new(), BTreeMap::new());
        for (step, keys) in steps {
            let functions = functions(world, &keys, Some(issuer.clone()));
            let (_, keys) = ask(&functions, None, "/.well-known/jwks.json", |_| {}).await;
            let keys: JwkSet = serde_json::from_value(keys).expect("a key set");
            cached.insert(step, Authorizer { issuer: issuer.clone(), audience: issuer.clone(), keys });
            let (_, issued) = ask(&functions, Some((&ada.api, &account)), "/v1/sessions/token", |_| {}).await;
            signed.insert(step, issued["token"].as_str().expect("a token").to_owned());
        }
        let admits = |cached_at: i32, signed_at: i32| cached[&cached_at].admits(&signed[&signed_at]).is_some();
        assert!(admits(2, 4), "the wait of step 3 is for this");
        assert!(admits(4, 2), "the hour of step 5 is for this");
        assert!(
            [(1, 1), (1, 2), (2, 1), (2, 2), (2, 5), (4, 4), (4, 5), (5, 4), (5, 5)]
                .into_iter()
                .all(|(cached, signed)| admits(cached, signed))
        );
        assert!(!admits(1, 4), "without step 2 and the wait, tokens would be refused");
        assert!(!admits(5, 2), "withdrawn");
    });
}
