//! Production code against another implementation of KMS and SES than the local one: moto, which infra/checks/aws_calls
//! starts.
//!
//! What the local system serves was written by those who wrote the calls. That someone else's KMS and SES take them,
//! too, shows that they are right.

use aws_sdk_dynamodb::config::Credentials;
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use rand::SeedableRng;
use rand::rngs::StdRng;
use reqwest::Client;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use usher::app::{App, Aws, Clock, Config};
use usher::domain::credentials::sealed::{Sealed, SealedFor};
use usher::domain::credentials::session::SessionLimits;
use usher::domain::email::EmailAddress;
use usher::domain::id::{AccountId, ApiTokenId, PersonKey};
use usher_local::{Options, System};
use usher_mailer::Mailer;
use usher_tests::{World, scenario_with};

use usher_tests::invariants::outbox_records;

/// What precedes the RSAPublicKey (RFC 8017 appendix A.1.1) in the SubjectPublicKeyInfo of a key of 2,048 bits.
const RSA_2048: &[u8] =
    b"\x30\x82\x01\x22\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00\x03\x82\x01\x0f\x00";

const SENDER: &str = "usher@mail.example.com";

/// What the script tells.
fn setting(name: &str) -> String {
    #[expect(clippy::disallowed_methods, reason = "a setting of this one test")]
    let value = std::env::var(name).ok();
    value.unwrap_or_else(|| panic!("{name} is not set: run infra/checks/aws_calls"))
}

/// The KMS and SES that the script started, which check signatures.
fn aws(system: &System) -> Aws {
    let endpoint = Some(setting("USHER_TEST_AWS"));
    let [key, secret] = ["USHER_TEST_ACCESS_KEY", "USHER_TEST_ACCESS_SECRET"].map(setting);
    let credentials = Credentials::new(key, secret, None, None, "tests");
    Aws { ses_endpoint: endpoint.clone(), kms_endpoint: endpoint, credentials, ..system.aws.clone() }
}

/// Usher on the embedded DynamoDB, and on that KMS and SES.
fn app(system: &System) -> (Arc<App>, Aws) {
    app_with(system, aws(system), SENDER)
}

fn app_with(system: &System, aws: Aws, sender: &str) -> (Arc<App>, Aws) {
    let config = Config {
        table: system.table.clone(),
        pages_url: "https://portal.example.com".to_owned(),
        mail_from: sender.to_owned(),
        mail_configuration_set: Some("usher".to_owned()),
        mail_rate: 1_000,
        edges: Vec::new(),
        mail_limits: usher::domain::effects::limit::MailLimits::default(),
        deletion_grace: jiff::SignedDuration::from_hours(24),
        secrets_key: Some(setting("USHER_TEST_SECRETS_KEY")),
        signing_keys: setting("USHER_TEST_SIGNING_KEYS").split(',').map(str::to_owned).collect(),
        issuer: None,
        sessions: SessionLimits::default(),
        return_origins: usher::domain::return_url::ReturnOrigins::default(),
        event_bus: "usher".to_owned(),
        outbox_bus: "usher-outbox".to_owned(),
        webhook_secret: None,
    };
    (App::new(config, &aws, Clock::system()), aws)
}

fn on_embedded_dynamodb(story: impl AsyncFnOnce(&World)) {
    scenario_with(Options { scheduler: false, ..Options::default() }, story);
}

#[test]
#[ignore = "needs moto: run infra/checks/aws_calls"]
fn what_is_sealed_opens_for_its_owner_alone() {
    on_embedded_dynamodb(async |world| {
        let (app, _) = app(&world.system);
        let mut rng = StdRng::seed_from_u64(1);
        let [ada, bob] = ["ada@example.com", "bob@example.com"]
            .map(|email| PersonKey::of(&EmailAddress::parse(email).expect("an address")));
        let (account, token) = (
            AccountId::random(&mut rng),
            ApiTokenId::random(usher::domain::id::UserKey::from_bytes([7; 15]), &mut rng),
        );
        for (owner, others) in [
            (SealedFor::SecondFactor(ada), [SealedFor::SecondFactor(bob), SealedFor::ApiToken(account, token)]),
            (
                SealedFor::ApiToken(account, token),
                [SealedFor::ApiToken(AccountId::random(&mut rng), token), SealedFor::SecondFactor(ada)],
            ),
        ] {
            let sealed = app.keys.seal(b"twenty bytes of it..", owner).await.expect("KMS encrypts");
            assert_eq!(app.keys.open(&sealed, owner).await.expect("KMS decrypts"), b"twenty bytes of it..");
            for other in others {
                let refused = app.keys.open(&sealed, other).await.expect_err("another's");
                assert!(refused.to_string().contains("InvalidCiphertext"), "{refused}");
            }
        }
        app.keys.open(&Sealed::from_bytes(b"no ciphertext"), SealedFor::SecondFactor(ada)).await.expect_err("nobody's");

        let credentials = Credentials::new(setting("USHER_TEST_ACCESS_KEY"), "of another", None, None, "tests");
        let (stranger, _) = app_with(&world.system, Aws { credentials, ..aws(&world.system) }, SENDER);
        stranger.keys.seal(b"x", SealedFor::SecondFactor(ada)).await.expect_err("signed with another secret");
    });
}

#[test]
#[ignore = "needs moto: run infra/checks/aws_calls"]
fn what_is_signed_is_verified_with_what_is_published() {
    on_embedded_dynamodb(async |world| {
        let (app, _) = app(&world.system);
        let published = app.keys.published().await.expect("KMS publishes");
        assert_eq!(published.len(), 2);
        assert_ne!(published[0].spki, published[1].spki);
        let signature = BASE64URL_NOPAD.encode(&app.keys.sign(b"header.claims").await.expect("KMS signs"));
        let key = |spki: &[u8]| {
            let (head, rsa) = spki.split_at(RSA_2048.len());
            assert_eq!(head, RSA_2048);
            DecodingKey::from_rsa_der(rsa)
        };
        let is_of = |message: &[u8], spki: &[u8]| {
            jsonwebtoken::crypto::verify(&signature, message, &key(spki), Algorithm::RS256).expect("a verdict")
        };
        // moto does not implement the message type DIGEST: it hashes the digest once more. So it is the digest that it
        // signs; that KMS signs what the digest is of, the tests of the tokens show on the local KMS.
        let digest = |message: &[u8]| Sha256::digest(message).to_vec();
        assert!(is_of(&digest(b"header.claims"), &published[0].spki), "the first key signs");
        assert!(
            !is_of(&digest(b"header.claims"), &published[1].spki)
                && !is_of(&digest(b"header.other"), &published[0].spki)
        );
    });
}

/// Hands an invitation to a mailer that sends as `sender`, and tells its delivery.
async fn deliver(world: &World, sender: &str) -> Value {
    let (account, ada) = world.account("portal", "ada@example.com").await;
    world.system.settle().await.expect("the outbox runs empty");
    world.system.pause_stream();
    let invitation = ada.invite_one(&account, "grace@example.com").await;
    let records: Vec<Value> = outbox_records(world).await.into_values().collect();
    let (app, aws) = app_with(&world.system, aws(&world.system), sender);
    let answer = Mailer::new(app, &aws).handle(json!({ "Records": records })).await.expect("the mailer answers");
    assert_eq!(answer, json!({ "batchItemFailures": [] }));
    ada.invitation(&account, &invitation).await["delivery"].clone()
}

#[test]
#[ignore = "needs moto: run infra/checks/aws_calls"]
fn a_promised_mail_is_one_that_ses_takes() {
    on_embedded_dynamodb(async |world| {
        assert_eq!(deliver(world, SENDER).await["status"], "sent");

        let data = Client::new()
            .get(format!("{}/moto-api/data.json", setting("USHER_TEST_AWS")))
            .send()
            .await
            .expect("moto answers");
        let data: Value = serde_json::from_str(&data.text().await.expect("a whole answer")).expect("JSON");
        let mails: Vec<String> =
            data["ses"]["Message"].as_array().expect("mails").iter().map(Value::to_string).collect();
        let mail = mails.iter().find(|mail| mail.contains("grace@example.com")).unwrap_or_else(|| panic!("{mails:?}"));
        assert!(mail.contains(SENDER) && mail.contains("https://portal.example.com"), "{mail}");
    });
}

#[test]
#[ignore = "needs moto: run infra/checks/aws_calls"]
fn an_email_that_ses_refuses_has_failed() {
    on_embedded_dynamodb(async |world| {
        let delivery = deliver(world, "nobody@elsewhere.example.com").await;
        assert_eq!(delivery["status"], "failed");
        let reason = delivery["reason"].as_str().expect("a reason");
        assert!(reason.starts_with("MessageRejected: Email address not verified"), "{reason}");
    });
}
