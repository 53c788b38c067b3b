//! What events record of the things that change; without secrets.

mod account;
mod api_token;
mod credentials;
mod invitation;
mod user;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::access::model::AccessModel;

pub use self::account::{AccountRecord, AccountStandingRecord, NewAccountRecord, UnitRecord};
pub use self::api_token::ApiTokenRecord;
pub use self::credentials::{
    CredentialResetRecord, Ended, EndedSessionsRecord, KnownApiTokens, NewPasswordRecord, OwnSessions,
    OwnSessionsRecord, RecoveryCodesRecord, SecondFactorRecord,
};
pub use self::invitation::{
    AcceptedInvitationRecord, InvitationRecord, InvitationStatusRecord, NewInvitationRecord, RenewalRecord,
};
pub use self::user::{
    NamesRecord, NewUserRecord, ReactivatedUserRecord, UserChangeRecord, UserRecord, UserStandingRecord,
    UserStatusRecord,
};

/// What an event records of a thing.
pub trait Record: Serialize + ToSchema {}

macro_rules! records {
    ($($record:ty),+ $(,)?) => {$(impl Record for $record {})+};
}

records! {
    AcceptedInvitationRecord, AccessModel, AccountRecord, AccountStandingRecord, ApiTokenRecord, CredentialResetRecord,
    EndedSessionsRecord, InvitationRecord, InvitationStatusRecord, NewAccountRecord, NewInvitationRecord,
    NewPasswordRecord, NewUserRecord, OwnSessionsRecord, ReactivatedUserRecord, RecoveryCodesRecord, RenewalRecord,
    SecondFactorRecord, UnitRecord, UserChangeRecord, UserRecord, UserStandingRecord, UserStatusRecord,
}
