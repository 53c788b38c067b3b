//! Every target, for a bounded time: `USHER_FUZZ_SECONDS=600 cargo test --workspace --test targets` for ten minutes
//! each.

use std::time::Duration;

use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use usher::domain::credential::Credential;
use usher::domain::credentials::recovery_code::RecoveryCode;
use usher::domain::credentials::token::{
    ApiTokenToken, ChallengeToken, InvitationToken, ResetToken, Secret, SessionToken, TokenKind,
};
use usher::domain::email::EmailAddress;
use usher::domain::id::{AccountId, ApiTokenId, ChallengeId, InvitationId, PersonKey, SessionId, UserKey};
use usher_fuzz::engine::run;

fn seconds() -> Duration {
    #[expect(clippy::disallowed_methods, reason = "the one setting of the targets")]
    let seconds = std::env::var("USHER_FUZZ_SECONDS").ok();
    Duration::from_secs(seconds.map_or(1, |seconds| seconds.parse().expect("a number of seconds")))
}

/// Another seed each day, so that time finds what one run does not; a failure prints its input.
fn seed() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "chooses inputs, decides nothing")]
    let now = Timestamp::now();
    now.as_second().unsigned_abs() / 86_400
}

fn fuzz(name: &str, corpus: &[Vec<u8>], target: fn(&[u8])) {
    let inputs = run(name, corpus, seed(), seconds(), target);
    println!("{name}: {inputs} inputs");
    assert!(inputs > 1_000, "{name}: only {inputs} inputs");
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

#[test]
fn tokens() {
    let mut rng = StdRng::seed_from_u64(1);
    let person = PersonKey::of(&EmailAddress::parse("ada@example.com").unwrap());
    let (account, secret) = (AccountId::random(&mut rng), Secret::random(&mut rng));
    let owner = UserKey::of(account, person);
    let invitation = InvitationId::random(owner, &mut rng);
    let reset = |credential, account| ResetToken { credential, person, account, secret: secret.clone() }.reveal();
    let corpus = [
        InvitationToken { account, invitation, person, inviter: None, secret: secret.clone() }.reveal(),
        InvitationToken { account, invitation, person, inviter: Some(owner), secret: secret.clone() }.reveal(),
        reset(Credential::Password, None),
        reset(Credential::Password, Some(account)),
        reset(Credential::SecondFactor, Some(account)),
        SessionToken { person, session: SessionId::random(&mut rng), secret: secret.clone() }.reveal(),
        ChallengeToken { person, challenge: ChallengeId::random(&mut rng), secret: secret.clone() }.reveal(),
        ApiTokenToken { account, id: ApiTokenId::random(owner, &mut rng), secret: secret.clone() }.reveal(),
    ];
    for kind in TokenKind::ALL {
        assert!(corpus.iter().any(|token| token.starts_with(kind.as_str())), "no token of the kind {kind:?} is tried");
    }
    fuzz("tokens", &corpus.map(String::into_bytes), usher_fuzz::tokens);
}

#[test]
fn addresses() {
    let corpus = texts(&[
        "ada@example.com",
        "Ada.Lovelace+tag@EXAMPLE.co.uk",
        "grace@bücher.example",
        "grace@xn--bcher-kva.example",
        "x@[127.0.0.1]",
        "\"a b\"@example.com",
        "üser@example.com",
        "a@b",
        "ada@example.com.",
        " ada@example.com ",
        "ada＠example.com",
        "ada@exam\u{ad}ple.com",
        "ada@EXAMPLE。com",
    ]);
    fuzz("addresses", &corpus, usher_fuzz::addresses);
}

#[test]
fn codes() {
    // A secret, a moment, and the code of RFC 6238 for it.
    let mut right = b"12345678901234567890".to_vec();
    right.extend(59_i64.to_le_bytes());
    right.extend(b"287082");
    let bare = [b"".as_slice(), b"123456", b"000000", b"+12345", "１２３".as_bytes()]
        .map(|code| [[0; 28].as_slice(), code].concat());
    fuzz("codes", &[vec![right], bare.to_vec()].concat(), usher_fuzz::codes);
}

#[test]
fn recovery_codes() {
    let codes = RecoveryCode::random_set(&mut StdRng::seed_from_u64(1));
    let mut corpus: Vec<Vec<u8>> = codes.iter().map(|code| code.reveal().into_bytes()).collect();
    corpus.extend(texts(&[
        "ABCD EFGH IJKL MNOP QRST UVWX",
        "abcd–efgh–ijkl–mnop–qrst–uvwx",
        "abcdefghijklmnopqrstuvwx",
        "abcd-efgh",
    ]));
    fuzz("recovery codes", &corpus, usher_fuzz::recovery_codes);
}
