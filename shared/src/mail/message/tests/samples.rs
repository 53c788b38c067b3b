//! The emails that have snapshots.

use super::super::*;
use crate::domain::credential::Credential;
use crate::domain::effects::outbox::Notice;

pub(super) const LOCALES: [Locale; 4] = Locale::ALL;

/// Links as the mailer makes them; a test reads their tokens. They open nothing.
pub(super) const INVITATION_LINK: &str = "https://portal.example/links/invitation#token=\
    ush_inv_muNfdc2If5IQiYj9CkGNjGmr-xX6eVlUj8HyCcM9v6G3xvGqLEX9wcSc298gpcmgQ3Ii5ebV0tcCS-0k8Fsz6Zz5uKwjupBGQum210McNl\
    eSpf3Kto4aXU2ViiPBiw1VlIl0qc9jIPOX5JQ";
pub(super) const PASSWORD_LINK: &str = "https://portal.example/links/password-reset#token=\
    ush_pwr_LEX9wcSc298gpcmgQ3Ii5ebV0tea4191zYh_khCJiP0KQY2MRkLpttdDHDZXkqX9yraOGl1NlYojwYsNVZSJdKnPYyAoS8rs";
pub(super) const SECOND_FACTOR_LINK: &str = "https://portal.example/links/second-factor-reset#token=\
    ush_sfr_LEX9wcSc298gpcmgQ3Ii5ebV0tea4191zYh_khCJiP0KQY2MRkLpttdDHDZXkqX9yraOGl1NlYojwYsNVZSJdKnPYyAV6Tbz";

const SENDER: Sender<'static> = Sender {
    product_name: "Ledgerly",
    account_name: Some("Cabinet Beauséjour"),
    support_address: Some("help@ledgerly.example"),
    accent_colour: None,
    has_logo: false,
};
/// Worse than what is taken.
const HOSTILE_MESSAGE: &str = "Your account is locked.\r\nBcc: x\n\nOpen http://evil.example or www.evil.example,\n\
    <script>alert(1)</script> <a href=\"http://evil.example\">here</a> <b>now</b> boss@evil.example";
const WITHOUT_SUPPORT: Sender<'static> = Sender { support_address: None, ..SENDER };
const HOSTILE: Sender<'static> = Sender {
    product_name: "O'Brien & \"Sons\" <b>Ltd</b>",
    account_name: Some("http://evil.example/?a=1&b=2 <script>alert('x')</script>"),
    support_address: Some("a?bcc=spam&x=\"><i>@ledgerly.example"),
    ..SENDER
};
const LONG: Sender<'static> = Sender {
    product_name: "The International Portal for Warranty Claims and Reimbursements",
    account_name: Some(
        "Société_Anonyme_de_Distribution_Internationale_et_de_Réparation\
        _des_Équipements_Électroménagers de la région Auvergne-Rhône-Alpes et de ses environs",
    ),
    ..SENDER
};
/// An account without a product name of its own.
const ONE_NAME: Sender<'static> = Sender { account_name: Some(SENDER.product_name), ..SENDER };
/// Who writes to someone who is in no account.
const NOWHERE: Sender<'static> = Sender { product_name: "Usher", account_name: None, support_address: None, ..SENDER };

/// An account with a colour and a logo.
fn branded() -> Sender<'static> {
    Sender { accent_colour: AccentColour::parse("#7a1f5c").ok(), has_logo: true, ..SENDER }
}

fn moment() -> jiff::Timestamp {
    "2026-11-24T14:05:59Z".parse().unwrap()
}

pub(super) fn invitation(locale: Locale) -> InvitationMail<'static> {
    InvitationMail {
        sender: SENDER,
        locale,
        given_name: Some("Marie"),
        inviter_name: Some("Ana Martin"),
        message: None,
        link: INVITATION_LINK,
        expires_at: moment(),
        reminder: false,
        active: false,
    }
}

fn nameless(locale: Locale) -> InvitationMail<'static> {
    InvitationMail { sender: WITHOUT_SUPPORT, given_name: None, inviter_name: None, ..invitation(locale) }
}

pub(super) fn hostile(locale: Locale) -> InvitationMail<'static> {
    InvitationMail {
        sender: HOSTILE,
        given_name: Some("www.evil.example"),
        inviter_name: Some("boss@evil.example"),
        ..invitation(locale)
    }
}

fn long(locale: Locale) -> InvitationMail<'static> {
    InvitationMail {
        sender: LONG,
        given_name: Some("Marie-Françoise-Antoinette-Élisabeth"),
        inviter_name: Some("Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren"),
        ..invitation(locale)
    }
}

/// The samples of one kind of email in each language, by their snapshots' names.
fn named<M, const N: usize>(kind: &str, samples: impl Fn(Locale) -> [(&'static str, M); N]) -> Vec<(String, M)> {
    let each = LOCALES.into_iter().flat_map(|locale| samples(locale).map(|(name, mail)| (name, locale, mail)));
    each.map(|(name, locale, mail)| (format!("{kind}.{name}.{}", locale.as_str()), mail)).collect()
}

/// What an inviter writes, as it is stored.
fn written(text: &str) -> &'static InviterMessage {
    Box::leak(Box::new(serde_json::from_value(text.into()).unwrap()))
}

fn message(locale: Locale) -> &'static InviterMessage {
    written(match locale {
        Locale::En => "Dear Marie,\n\nsee you on Monday.",
        Locale::Fr => "Chère Marie,\n\nà lundi.",
        Locale::De => "Liebe Marie,\n\nbis Montag.",
        Locale::Es => "Querida Marie:\n\nhasta el lunes.",
    })
}

/// Every invitation.
pub(super) fn invitations() -> Vec<(String, InvitationMail<'static>)> {
    named("invitation", |locale| {
        [
            ("full", invitation(locale)),
            ("nameless", nameless(locale)),
            ("reminder", InvitationMail { reminder: true, ..invitation(locale) }),
            ("reminder-nameless", InvitationMail { reminder: true, ..nameless(locale) }),
            ("inviter-without-support", InvitationMail { sender: WITHOUT_SUPPORT, ..invitation(locale) }),
            ("active", InvitationMail { active: true, ..invitation(locale) }),
            ("active-reminder", InvitationMail { active: true, reminder: true, ..nameless(locale) }),
            ("one-name", InvitationMail { sender: ONE_NAME, ..invitation(locale) }),
            ("one-name-active", InvitationMail { sender: ONE_NAME, active: true, ..nameless(locale) }),
            ("message", InvitationMail { message: Some(message(locale)), ..invitation(locale) }),
            (
                "message-reminder-nameless",
                InvitationMail { message: Some(message(locale)), reminder: true, ..nameless(locale) },
            ),
            ("branded", InvitationMail { sender: branded(), ..invitation(locale) }),
            ("hostile", hostile(locale)),
            ("message-hostile", InvitationMail { message: Some(written(HOSTILE_MESSAGE)), ..hostile(locale) }),
            ("long", long(locale)),
        ]
    })
}

fn reset(credential: Credential, locale: Locale) -> ResetMail<'static> {
    ResetMail {
        sender: SENDER,
        locale,
        credential,
        given_name: Some("Marie"),
        sent: false,
        both: false,
        sender_name: None,
        link: match credential {
            Credential::Password => PASSWORD_LINK,
            Credential::SecondFactor => SECOND_FACTOR_LINK,
        },
        expires_at: moment(),
    }
}

fn resets_of(credential: Credential, locale: Locale) -> [(&'static str, ResetMail<'static>); 7] {
    let asked = || reset(credential, locale);
    let sent = || ResetMail { sent: true, ..asked() };
    let hostile = ResetMail {
        sender: HOSTILE,
        given_name: Some("www.evil.example"),
        sender_name: Some("boss@evil.example\r\nBcc: x"),
        ..sent()
    };
    [
        ("asked", asked()),
        ("sent", ResetMail { sender_name: Some("Ana Martin"), ..sent() }),
        ("sent-nameless", ResetMail { given_name: None, sender: WITHOUT_SUPPORT, ..sent() }),
        ("one-name", ResetMail { sender: ONE_NAME, sender_name: Some("Ana Martin"), ..sent() }),
        ("one-name-asked", ResetMail { sender: ONE_NAME, ..asked() }),
        ("branded", ResetMail { sender: branded(), ..asked() }),
        ("hostile", hostile),
    ]
}

/// Every email with the link of a reset. Only the one for a password goes to people who are in no account, and says
/// what else is sent.
pub(super) fn resets() -> Vec<(String, ResetMail<'static>)> {
    let of_passwords = named("password-reset", |locale| {
        let asked = || reset(Credential::Password, locale);
        [
            ("sent-both", ResetMail { sent: true, both: true, sender_name: Some("Ana Martin"), ..asked() }),
            ("nowhere", ResetMail { given_name: None, sender: NOWHERE, ..asked() }),
        ]
    });
    let passwords = named("password-reset", |locale| resets_of(Credential::Password, locale));
    let factors = named("second-factor-reset", |locale| resets_of(Credential::SecondFactor, locale));
    [of_passwords, passwords, factors].into_iter().flatten().collect()
}

fn notice(notice: Notice, locale: Locale) -> NoticeMail<'static> {
    let other = (notice == Notice::SecondFactorKept).then_some("Southwind Clinic");
    let api_token =
        notice.as_str().starts_with("api_token").then_some(NoticeToken { name: "Nightly export", by_another: false });
    NoticeMail {
        sender: SENDER,
        locale,
        given_name: Some("Marie"),
        notice,
        other,
        api_token,
        ends_api_tokens: false,
        at: moment(),
    }
}

/// Every notice.
pub(super) fn notices() -> Vec<(String, NoticeMail<'static>)> {
    let each = LOCALES.into_iter().flat_map(|locale| {
        Notice::ALL.map(|about| {
            let name = about.as_str().replace('_', "-");
            (format!("notice.{name}.{}", locale.as_str()), notice(about, locale))
        })
    });
    let others = named("notice", |locale| {
        let changed = || notice(Notice::PasswordChanged, locale);
        let by_another = |about, name| NoticeMail {
            api_token: Some(NoticeToken { name, by_another: true }),
            ..notice(about, locale)
        };
        let hostile = by_another(Notice::ApiTokenCreated, "http://evil.example <i>");
        [
            ("password-changed.with-tokens", NoticeMail { ends_api_tokens: true, ..changed() }),
            (
                "password-reset.with-tokens",
                NoticeMail { ends_api_tokens: true, ..notice(Notice::PasswordReset, locale) },
            ),
            ("api-token-created.by-another", by_another(Notice::ApiTokenCreated, "Nightly export")),
            ("api-token-rotated.by-another", by_another(Notice::ApiTokenRotated, "Nightly export")),
            ("api-token-revealed.by-another", by_another(Notice::ApiTokenRevealed, "Nightly export")),
            ("api-token-created.hostile", NoticeMail { sender: HOSTILE, ..hostile }),
            ("hostile", NoticeMail { sender: HOSTILE, given_name: Some("www.evil.example"), ..changed() }),
            ("nowhere", NoticeMail { sender: NOWHERE, given_name: None, ..changed() }),
            ("one-name", NoticeMail { sender: ONE_NAME, ..changed() }),
            ("branded", NoticeMail { sender: branded(), ..changed() }),
        ]
    });
    each.chain(others).collect()
}
