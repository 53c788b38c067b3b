//! Links that reset credentials are promised: the emails that carry them, what tells of it, and what is counted, in one
//! change.

use jiff::Timestamp;

use crate::app::App;
use crate::caller::Caller;
use crate::domain::credential::Credential;
use crate::domain::effects::audit::record::CredentialResetRecord;
use crate::domain::effects::audit::{Author, Happened};
use crate::domain::effects::outbox::{PromisedMail, SentBy, Subject};
use crate::domain::email::EmailAddress;
use crate::domain::id::{MailId, NetworkId};
use crate::domain::people::person::Person;
use crate::domain::people::user::User;
use crate::store::{Change, Limit};

/// A link for each of the credentials in `wanted`, which `caller` sends to `user`, who is `person`. The one for the
/// second factor needs the password, perhaps a new one that the other sets: neither ends the other.
pub fn sent(
    app: &App,
    caller: &Caller,
    (user, person): (User, &Person),
    wanted: CredentialResetRecord,
    author: &Author,
) -> Change {
    let mut rng = app.rng();
    let by =
        SentBy { account: user.account, user: caller.user.id.key(), both: wanted.password && wanted.second_factor };
    let ids = [wanted.password, wanted.second_factor].map(|wanted| wanted.then(|| MailId::new(author.at, &mut rng)));
    let mail = |credential, id: Option<MailId>, paired_with| {
        let (email, epoch) = (user.email.clone(), person.epoch);
        let subject = Subject::CredentialReset { credential, email, epoch, sent: Some(by), paired_with };
        id.map(|id| PromisedMail::with_id(id, subject, author.at))
    };
    let [password, second_factor] = ids;
    let mails =
        [mail(Credential::Password, password, second_factor), mail(Credential::SecondFactor, second_factor, password)];
    let mails = mails.iter().flatten().fold(Change::new(), Change::create);
    let event = author.event(user.account, &Happened::UserCredentialResetSent(user.id, (), wanted), &mut rng);
    mails
        .create(&event)
        .count(Limit::sent_resets(user.account, caller.user.id, author.at))
        .count(Limit::received_resets(user.account, user.id.key(), author.at))
        .require(user)
}

/// A link for a forgotten password, reported from `network`. An email is promised for every address, whether or not it
/// is the one of a person: what comes of it shows itself although nobody waits for it.
pub fn forgotten(
    app: &App,
    email: EmailAddress,
    person: Option<&Person>,
    network: NetworkId,
    now: Timestamp,
) -> Change {
    let by = Limit::forgotten_by(&email, now);
    let epoch = person.map_or(0, |person| person.epoch);
    let subject =
        Subject::CredentialReset { credential: Credential::Password, email, epoch, sent: None, paired_with: None };
    Change::new()
        .create(&PromisedMail::new(subject, now, &mut app.rng()))
        .count(by)
        .count(Limit::forgotten_from(network, now))
}
