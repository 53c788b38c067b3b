use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::{InvitationToken, ResetToken, Secret, SessionToken};
use crate::domain::credential::Credential;
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, InvitationId, PersonKey, SessionId, UserKey};

fn invitation(inviter: Option<UserKey>) -> InvitationToken {
    let mut rng = StdRng::seed_from_u64(7);
    let account = AccountId::random(&mut rng);
    let person = PersonKey::of(&EmailAddress::parse("ada@example.com").unwrap());
    let invitation = InvitationId::random(UserKey::of(account, person), &mut rng);
    InvitationToken { account, invitation, person, inviter, secret: Secret::random(&mut rng) }
}

fn session() -> SessionToken {
    let mut rng = StdRng::seed_from_u64(8);
    let person = PersonKey::of(&EmailAddress::parse("ada@example.com").unwrap());
    SessionToken { person, session: SessionId::random(&mut rng), secret: Secret::random(&mut rng) }
}

#[test]
fn tokens_survive_the_journey() {
    let inviter = Some(UserKey::from_bytes([7; 15]));
    let read = InvitationToken::parse(&invitation(inviter).reveal()).unwrap();
    assert_eq!(
        (read.account, read.invitation, read.inviter),
        (invitation(inviter).account, invitation(inviter).invitation, inviter)
    );
    assert!(invitation(inviter).secret.hash().is_of(&read.secret));
    assert_eq!(InvitationToken::parse(&invitation(None).reveal()).unwrap().inviter, None);
    assert!(session().secret.hash().is_of(&SessionToken::parse(&session().reveal()).unwrap().secret));
}

#[test]
fn a_token_of_one_kind_is_nothing_to_another() {
    assert!(SessionToken::parse(&invitation(None).reveal()).is_err());
    let renamed = session().reveal().replace("ush_ses_", "ush_inv_");
    assert!(InvitationToken::parse(&renamed).is_err());
}

#[test]
fn a_reset_of_one_credential_is_nothing_to_the_other() {
    let (person, secret) = (session().person, session().secret);
    let account = Some(invitation(None).account);
    let token = |credential| ResetToken { credential, person, account, secret: secret.clone() };
    let (password, factor) = (token(Credential::Password).reveal(), token(Credential::SecondFactor).reveal());
    let read = ResetToken::parse(Credential::Password, &password).unwrap();
    assert!((read.person, read.account) == (person, account) && secret.hash().is_of(&read.secret));
    assert!(ResetToken::parse(Credential::SecondFactor, &factor).is_ok());
    let of_no_account = ResetToken { account: None, ..read }.reveal();
    assert_eq!(ResetToken::parse(Credential::Password, &of_no_account).unwrap().account, None);
    for (credential, text) in [(Credential::SecondFactor, &password), (Credential::Password, &factor)] {
        assert!(ResetToken::parse(credential, text).is_err());
        let renamed = if text.starts_with("ush_pwr_") {
            text.replace("ush_pwr_", "ush_sfr_")
        } else {
            text.replace("ush_sfr_", "ush_pwr_")
        };
        assert!(ResetToken::parse(credential, &renamed).is_err());
    }
}

#[test]
fn secrets_print_nothing() {
    let token = session();
    let shown = format!("{token:?} {:?}", token.secret.hash());
    assert!(shown.contains("Secret(…)") && !shown.contains(&token.secret.hash().0), "{shown}");
}

proptest! {
    #[test]
    fn any_changed_character_is_noticed(place in 8_usize..90, other in "[A-Za-z0-9_-]") {
        let mut text = session().reveal();
        if text[place..=place] != *other {
            text.replace_range(place..=place, &other);
            prop_assert!(SessionToken::parse(&text).is_err());
        }
    }

    #[test]
    fn parsing_never_panics(text in "(ush_(inv|ses|pwr|sfr)_)?.{0,200}") {
        prop_assert!(ResetToken::parse(Credential::Password, &text).is_err());
        prop_assert!(SessionToken::parse(&text).is_err());
        prop_assert!(InvitationToken::parse(&text).is_err());
    }
}
