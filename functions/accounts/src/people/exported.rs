//! What is exported of a person.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::domain::access::grant::Grant;
use usher::domain::credentials::api_token::ApiToken;
use usher::domain::credentials::second_factor::SecondFactor;
use usher::domain::credentials::session::Session;
use usher::domain::effects::audit::{Action, AuditEvent, EventFilter, Target};
use usher::domain::locale::Locale;
use usher::domain::people::invitation::{DeliveryStatus, Invitation, InvitationStatus};
use usher::domain::people::person::{Membership, Person};
use usher::domain::people::user::{User, UserStatus};
use usher::http::{Answer, metadata};
use usher::store::{List, Listed};
use utoipa::ToSchema;

use super::places::Place;
use crate::audit_events::{AuditEventView, EventFields};

/// How many entries of each kind are exported for a user: lists have the others.
const MOST: u16 = 100;

/// The person.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedPerson {
    /// When they accepted their first invitation.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Since when they have a second factor; null if they have none.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    second_factor_since: Option<Timestamp>,
}

/// A session of theirs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedSession {
    /// The session's id.
    #[schema(example = "ses_a2b3c4d5e6f7a2b3")]
    id: String,
    /// When they signed in.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last used.
    #[schema(value_type = String, format = DateTime)]
    last_used_at: Timestamp,
    /// The browser or program, as it names itself.
    #[schema(required)]
    user_agent: Option<String>,
    /// The network address of the sign-in.
    #[schema(required, example = "192.0.2.1")]
    source_ip: Option<String>,
}

/// What an account has of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedPlace {
    /// The account.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    account: String,
    /// The user; null for someone who was removed.
    #[schema(required)]
    user: Option<ExportedUser>,
    /// Their invitations, at most 100.
    invitations: Vec<ExportedInvitation>,
    /// Their API tokens.
    api_tokens: Vec<ExportedApiToken>,
    /// What was done to them, the latest 100; `GET …/audit-events?target=` has the rest.
    events: Vec<AuditEventView>,
    /// What they did, the latest 100; `GET …/audit-events?actor=` has the rest, with what it changed.
    acts: Vec<ExportedAct>,
}

/// A user of theirs.
#[derive(Debug, Serialize, ToSchema)]
struct ExportedUser {
    /// The user's id.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    id: String,
    /// The given name, if it is known.
    #[schema(required, example = "Ada")]
    given_name: Option<String>,
    /// The family name, if it is known.
    #[schema(required, example = "Lovelace")]
    family_name: Option<String>,
    /// The user's id in the portal's own systems.
    #[schema(required, example = "crm-4711")]
    external_id: Option<String>,
    #[schema(schema_with = metadata::schema)]
    metadata: BTreeMap<String, String>,
    /// The user's status.
    status: UserStatus,
    /// The user's grants.
    grants: Vec<Grant>,
    /// When the user was invited.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When the person accepted; null until they do.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    joined_at: Option<Timestamp>,
}

/// An invitation of theirs.
#[derive(Debug, Serialize, ToSchema)]
struct ExportedInvitation {
    /// The invitation's id.
    #[schema(example = "inv_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    id: String,
    /// What became of it.
    status: InvitationStatus,
    /// What became of its latest email.
    delivery: DeliveryStatus,
    /// What the inviter wrote to them.
    #[schema(required)]
    message: Option<String>,
    /// The language that the inviter chose.
    #[schema(required)]
    locale: Option<Locale>,
    /// Where its page leads on to.
    #[schema(required)]
    return_to: Option<String>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// An API token of theirs.
#[derive(Debug, Serialize, ToSchema)]
struct ExportedApiToken {
    /// The token's id.
    #[schema(example = "tok_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    id: String,
    /// What they call it.
    #[schema(example = "Nightly export")]
    name: String,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Something that they did.
#[derive(Debug, Serialize, ToSchema)]
struct ExportedAct {
    /// The action.
    action: Action,
    #[serde(flatten)]
    fields: EventFields,
}

impl ExportedPerson {
    /// The person, and their second factor if they have one.
    pub fn of(person: &Person, second_factor: Option<&SecondFactor>) -> Self {
        let second_factor_since = second_factor.and_then(SecondFactor::confirmed_at);
        Self { created_at: person.created_at, second_factor_since }
    }
}

impl From<Session> for ExportedSession {
    fn from(session: Session) -> Self {
        Self {
            id: session.id.to_string(),
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            user_agent: session.user_agent,
            source_ip: session.source_ip,
        }
    }
}

impl ExportedPlace {
    /// What an account has of someone, who has joined it if there is a membership.
    pub async fn of(app: &App, place: Place, joined: Option<&Membership>) -> Answer<Self> {
        let Place { account, key, user } = place;
        let about = EventFilter { target: Some(Target::of_user(key)), ..EventFilter::default() };
        let by = |user: &User| EventFilter { actor: Some(user.id.to_string()), ..EventFilter::default() };
        let acts = user.as_ref().and_then(|user| List::events(account, &by(user)));
        let (invitations, tokens) = (List::invitations_of(account, key), List::api_tokens(account, Some(key)));
        let (invitations, api_tokens, events, acts) = tokio::try_join!(
            latest::<Invitation>(app, Some(invitations)),
            latest::<ApiToken>(app, Some(tokens)),
            latest::<AuditEvent>(app, List::events(account, &about)),
            latest::<AuditEvent>(app, acts)
        )?;
        Ok(Self {
            account: account.to_string(),
            user: user.map(|user| ExportedUser::of(user, joined)),
            invitations: invitations.into_iter().map(ExportedInvitation::from).collect(),
            api_tokens: api_tokens.into_iter().map(ExportedApiToken::from).collect(),
            events: events.into_iter().map(AuditEventView::from).collect(),
            acts: acts.into_iter().map(ExportedAct::from).collect(),
        })
    }
}

impl ExportedUser {
    fn of(user: User, joined: Option<&Membership>) -> Self {
        Self {
            id: user.id.to_string(),
            given_name: user.names.given_name.map(String::from),
            family_name: user.names.family_name.map(String::from),
            external_id: user.labels.external_id.map(String::from),
            metadata: user.labels.metadata.into(),
            status: user.status,
            grants: user.grants,
            created_at: user.created_at,
            joined_at: joined.filter(|membership| membership.user == user.id).map(|membership| membership.joined_at),
        }
    }
}

/// The beginning of a list.
async fn latest<R: Listed>(app: &App, list: Option<List>) -> Answer<Vec<R>> {
    let Some(list) = list else { return Ok(Vec::new()) };
    Ok(app.store.list(&list, None, MOST).await?.entries.into_iter().map(|(_, entry)| entry).collect())
}

impl From<Invitation> for ExportedInvitation {
    fn from(invitation: Invitation) -> Self {
        Self {
            id: invitation.id.to_string(),
            status: invitation.status,
            delivery: invitation.delivery.status,
            message: invitation.greeting.message.map(|message| message.as_str().to_owned()),
            locale: invitation.greeting.locale,
            return_to: invitation.greeting.return_to.map(|url| url.as_str().to_owned()),
            created_at: invitation.created_at,
        }
    }
}

impl From<ApiToken> for ExportedApiToken {
    fn from(token: ApiToken) -> Self {
        Self {
            id: token.id.to_string(),
            name: token.name.into(),
            created_at: token.created_at,
            expires_at: token.expires_at,
        }
    }
}

impl From<AuditEvent> for ExportedAct {
    fn from(event: AuditEvent) -> Self {
        Self { action: event.action, fields: event.into() }
    }
}
