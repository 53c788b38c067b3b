//! Hashes that were made by other programs: Python's hashlib, libxcrypt, and the examples of Firebase and argon2.

use serde_json::{Value, json};

use super::*;
use crate::domain::secret::password::{HashMemory, HashWork, PasswordHash};

const PASSWORD: &str = "correct horse battery staple";

/// All of [`PASSWORD`].
const MADE: [&str; 10] = [
    "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
    "$2a$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
    "bcrypt$$2y$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
    "bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuuaBT8mpw5tGdD3eO40znWcQP/dT9hEVK",
    "pbkdf2_sha256$1000$seasalt$3xmXbyk2QpiyNcnoBbzRPwEBsYPTbDlRdtmLyBvQltA=",
    "pbkdf2_sha1$1000$seasalt$9iRYj0as1r5j+cCBxB+HMlxkyr4=",
    "$pbkdf2-sha512$i=1000$MDEyMzQ1Njc4OWFiY2RlZg$5bTW2oeyDJyGJPcmEr+mRDE11ghpozWrDGnSNhRXo2ZCu0KHRDiUMAVEGzLJC+oDhRoeI\
        ja9J1iLIv9ptDJMfQ",
    "$scrypt$ln=10,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$7AnzIswxwEinpwz+ntydndYfVHPvOACmX9Vvo8hO1qM",
    "scrypt$1024$seasalt$8$5$l8suLvyBQg6EEaxiU94A5MqNFA+ifkB9O0nlDrfbkLvhHOHm+Q68fclEV3UJ0Uvj5DZtTFgZbT70Vn\
        q/eAnq0g==",
    "00112233445566778899aabbccddeeff:f5b22309b28fe412c82a4b2cab57498b8f8a42c849af16cb908974048f61c13933421858db3\
        a8f111430bdc493c7cef90f61f904061c77206e3820a2e8b11bc2",
];

fn password(text: &str) -> Password {
    Password::to_verify(text).unwrap()
}

#[track_caller]
fn check(hash: &ForeignHash, of: &str) {
    let stored = ForeignHash::parse(&hash.to_string()).unwrap();
    assert!(stored == *hash, "{hash} is read back as it was");
    assert_eq!((stored.verify(&password(of)), stored.verify(&password("wrong"))), (Ok(true), Ok(false)), "{hash}");
    let person = PasswordHash::foreign(hash);
    assert!(person.is_outdated(HashWork::USUAL), "{hash} is renewed");
    assert_eq!(person.verify(&password(of), &mut HashMemory::default()), Ok(true), "{hash}");
}

#[test]
fn passwords_are_verified_as_other_systems_made_them() {
    for text in MADE {
        check(&ForeignHash::parse(text).unwrap(), PASSWORD);
    }
}

#[test]
fn every_argon2_is_verified() {
    for text in [
        "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "argon2$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
    ] {
        check(&ForeignHash::parse(text).unwrap(), "password");
    }
}

/// A credential of an export, in which both parts are JSON in texts.
fn of_keycloak(secret: &Value, data: &Value) -> String {
    let credential = json!({
        "type": "password", "secretData": secret.to_string(), "credentialData": data.to_string(),
    });
    credential.to_string()
}

#[test]
fn a_credential_of_keycloaks_is_verified() {
    let hash = "yqSq2SygY1sB4EcH9f2FG0JTMES+wqLsOT5YmiRBplLYbawB4lwjdPCI3Ns1d3pRT9/+PGa1sFXN8qwjZx9S8g==";
    let secret = json!({ "value": hash, "salt": "MDEyMzQ1Njc4OWFiY2RlZg==", "additionalParameters": {} });
    let data = json!({ "hashIterations": 1000, "algorithm": "pbkdf2-sha256", "additionalParameters": {} });
    check(&ForeignHash::parse(&of_keycloak(&secret, &data)).unwrap(), PASSWORD);
    let secret = json!({ "value": "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4=", "salt": "c29tZXNhbHQ=" });
    let parameters = json!({ "type": ["id"], "version": ["1.3"], "memory": ["256"], "parallelism": ["1"] });
    let data = json!({ "hashIterations": 2, "algorithm": "argon2", "additionalParameters": parameters });
    check(&ForeignHash::parse(&of_keycloak(&secret, &data)).unwrap(), "password");
}

/// The example of Firebase's own program.
#[test]
fn a_hash_of_firebases_is_verified() {
    let signer = "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==";
    let project = FirebaseParameters::parse(signer, "Bw==", 8, 14).unwrap();
    let hash = "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";
    check(&ForeignHash::firebase(hash, "42xEC+ixf3L2lw==", &project).unwrap(), "user1password");
}

#[test]
fn what_bcrypt_cuts_off_stays_cut_off_until_the_hash_is_renewed() {
    let hash = ForeignHash::parse("$2a$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe").unwrap();
    assert_eq!(hash.verify(&password(&"a".repeat(100))), Ok(true));
}

#[test]
fn what_is_no_hash_or_takes_too_much_work_is_refused() {
    use ForeignHashFault::{Malformed, TooMuchWork, Unknown};
    let pbkdf2 = |rounds: &str| format!("pbkdf2_sha256${rounds}$seasalt$3xmXbyk2QpiyNcnoBbzRPwEBsYPTbDlRdtmLyBvQltA=");
    let bcrypt = |cost: &str| format!("$2b${cost}$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG");
    let phc = |start: &str| format!("{start}$MDEyMzQ1Njc4OWFiY2RlZg$7AnzIswxwEinpwz+ntydndYfVHPvOACmX9Vvo8hO1qM");
    for (text, fault) in [
        (String::new(), Unknown),
        ("correct horse battery staple".to_owned(), Unknown),
        ("5f4dcc3b5aa765d61d8327deb882cf99".to_owned(), Unknown),
        ("$1$abcdefgh$irWbblnpmw.5z7wgBnprh0".to_owned(), Unknown),
        (bcrypt("04").replace("$2b$", "$2x$"), Unknown),
        (bcrypt("03"), Malformed),
        (bcrypt("4x"), Malformed),
        (bcrypt("31"), TooMuchWork),
        (pbkdf2("0"), Malformed),
        (pbkdf2("-1"), Malformed),
        (pbkdf2("4294967295"), TooMuchWork),
        ("pbkdf2_sha256$1000$seasalt$AAAA".to_owned(), Malformed),
        (phc("$scrypt$ln=63,r=4294967295,p=4294967295"), Malformed),
        (phc("$scrypt$ln=21,r=8,p=1"), TooMuchWork),
        (phc("$scrypt$ln=10,r=8"), Malformed),
        (phc("$argon2id$v=19$m=4194304,t=1,p=1"), TooMuchWork),
        (phc("$argon2id$v=19$m=65536,t=4000000,p=1"), TooMuchWork),
        (phc("$argon2x$v=19$m=65536,t=3,p=1"), Unknown),
        (r#"{"secretData":"{}"}"#.to_owned(), Malformed),
        ("$".repeat(3_000), Malformed),
    ] {
        assert_eq!(ForeignHash::parse(&text).err(), Some(fault), "{text}");
    }
    for text in [bcrypt("12"), pbkdf2("1000000"), phc("$scrypt$ln=17,r=8,p=1"), phc("$argon2id$v=19$m=102400,t=8,p=8")]
    {
        assert!(ForeignHash::parse(&text).is_ok(), "{text}");
    }
}

/// The work of a sign-in that fails, by kind: PBKDF2 by its rounds, bcrypt by its powers of two, others by the text.
fn work(hashes: &[PasswordHash]) -> std::collections::BTreeMap<String, u64> {
    let mut work = std::collections::BTreeMap::new();
    for hash in hashes {
        let (kind, units) = match hash.as_foreign(HashWork::USUAL).map(|hash| hash.sample()) {
            None => ("own".to_owned(), 1),
            Some(ForeignHash(Made::Bcrypt { cost, .. })) => ("bcrypt".to_owned(), 1 << cost),
            Some(ForeignHash(Made::Derived { by: Derivation::Pbkdf2 { digest, rounds }, .. })) => {
                (digest.name().to_owned(), rounds.into())
            }
            Some(other) => (other.to_string(), 1),
        };
        *work.entry(kind).or_default() += units;
    }
    work
}

#[test]
fn a_failed_sign_in_takes_the_same_work_for_every_address() {
    let more =
        ["pbkdf2_sha256$7000$seasalt$3xmXbyk2QpiyNcnoBbzRPwEBsYPTbDlRdtmLyBvQltA=", &MADE[0].replace("$04$", "$07$")];
    let hashes: Vec<ForeignHash> = MADE.into_iter().chain(more).map(|text| ForeignHash::parse(text).unwrap()).collect();
    let kinds = hashes.iter().fold(ForeignKinds::default(), |kinds, hash| kinds.with(hash).unwrap());
    let total = |hash: &PasswordHash| {
        let mut all = kinds.beside(hash, HashWork::USUAL);
        all.push(hash.clone());
        work(&all)
    };
    let of_nobody = total(&PasswordHash::of_nobody());
    assert_eq!((of_nobody["own"], of_nobody["bcrypt"], of_nobody["sha256"]), (1, 128, 7_000));
    for hash in hashes {
        assert_eq!(total(&PasswordHash::foreign(&hash)), of_nobody, "{hash}");
        assert_eq!(kinds.with(&hash).as_ref(), Ok(&kinds), "{hash} is no new kind");
    }
}

#[test]
fn samples_tell_nothing_of_those_whose_hashes_they_stand_for() {
    let mut memory = HashMemory::default();
    for hash in MADE.map(|text| ForeignHash::parse(text).unwrap()) {
        let kinds = ForeignKinds::default().with(&hash).unwrap();
        let samples = kinds.beside(&PasswordHash::of_nobody(), HashWork::USUAL);
        assert_eq!(samples.len(), 1);
        assert_eq!(samples[0].verify(&password(PASSWORD), &mut memory), Ok(false));
    }
}

#[test]
fn more_kinds_than_a_sign_in_can_do_are_refused() {
    let one = |m: u32| {
        ForeignHash::parse(&format!(
            "$argon2id$v=19$m={m},t=15,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
        ))
    };
    let mut kinds = ForeignKinds::default();
    for m in [100_000, 100_001] {
        kinds = kinds.with(&one(m).unwrap()).unwrap();
    }
    assert_eq!(kinds.with(&one(100_002).unwrap()), Err(ForeignHashFault::TooManyKinds));
}
