//! All that is recorded, and what of it.

use serde_json::{Value, json};
use utoipa::openapi::{RefOr, Schema};

use super::record::{
    AcceptedInvitationRecord, AccountRecord, AccountStandingRecord, ApiTokenRecord, CredentialResetRecord,
    EndedSessionsRecord, InvitationRecord, InvitationStatusRecord, NewAccountRecord, NewInvitationRecord,
    NewPasswordRecord, NewUserRecord, OwnSessionsRecord, ReactivatedUserRecord, RecoveryCodesRecord, RenewalRecord,
    SecondFactorRecord, UnitRecord, UserChangeRecord, UserRecord, UserStandingRecord, UserStatusRecord,
};
use super::side::{Schemas, Side};
use crate::domain::access::model::AccessModel;
use crate::domain::id::{AccountId, ApiTokenId, InvitationId, ModelId, PersonKey, UnitId, UserId};
use crate::domain::words::words;

/// Defines [`Action`] and [`Happened`] from one table: what was done, the word for it, to what, and what is recorded of
/// before and after.
macro_rules! happened {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:tt, $target:ty: $before:ty => $after:ty;)+) => {
        words! {
            /// The action.
            #[schema(as = AuditAction)]
            pub enum Action {
                $($(#[doc = $doc])+ $name = $word,)+
            }
        }

        /// What happened, to whom or what, and what is recorded of before and after.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Happened {
            $($(#[doc = $doc])+ $name($target, $before, $after),)+
        }

        impl Happened {
            /// The action.
            pub fn action(&self) -> Action {
                match self {
                    $(Self::$name(..) => Action::$name,)+
                }
            }

            /// The id of the user or thing that was changed.
            pub fn target(&self) -> String {
                match self {
                    $(Self::$name(target, ..) => target.to_string(),)+
                }
            }

            /// What changed, before and after.
            pub fn changed(&self) -> (Value, Value) {
                match self {
                    $(Self::$name(_, before, after) => (json!(before), json!(after)),)+
                }
            }
        }

        impl Action {
            /// What clients call the type of its events.
            pub fn event_name(self) -> &'static str {
                match self {
                    $(Self::$name => concat!(stringify!($name), "Event"),)+
                }
            }

            /// What was done, for people.
            pub fn description(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($doc),+).trim_ascii(),)+
                }
            }

            /// How before and after are written.
            pub fn sides(self) -> [RefOr<Schema>; 2] {
                match self {
                    $(Self::$name => [<$before as Side>::schema(), <$after as Side>::schema()],)+
                }
            }

            /// Adds the schemas that [`Action::sides`] refers to.
            pub fn collect(self, schemas: &mut Schemas) {
                match self {
                    $(Self::$name => {
                        <$before as Side>::collect(schemas);
                        <$after as Side>::collect(schemas);
                    })+
                }
            }
        }
    };
}

happened! {
    /// An account was created.
    AccountCreated = "account.created", AccountId: () => NewAccountRecord;
    /// An account's name, product name, support address, language or brand changed.
    AccountUpdated = "account.updated", AccountId: AccountRecord => AccountRecord;
    /// An account was suspended: nobody comes in, and its emails are not sent.
    AccountSuspended = "account.suspended", AccountId: AccountStandingRecord => AccountStandingRecord;
    /// A suspended account was resumed.
    AccountResumed = "account.resumed", AccountId: AccountStandingRecord => AccountStandingRecord;
    /// The deletion of an account was scheduled: nobody comes in any more.
    AccountDeletionScheduled = "account.deletion_scheduled", AccountId: AccountStandingRecord => AccountStandingRecord;
    /// The deletion of an account was cancelled.
    AccountDeletionCancelled = "account.deletion_cancelled", AccountId: AccountStandingRecord => AccountStandingRecord;
    /// An account was erased. This is in the vendor's trail alone.
    AccountErased = "account.erased", AccountId: () => ();
    /// An account follows a new access model.
    AccessModelReplaced = "access_model.replaced", AccountId: Box<AccessModel> => Box<AccessModel>;
    /// A unit was created.
    UnitCreated = "unit.created", UnitId: () => UnitRecord;
    /// A unit was renamed.
    UnitRenamed = "unit.renamed", UnitId: UnitRecord => UnitRecord;
    /// What the portal calls a unit, or notes on it, changed.
    UnitUpdated = "unit.updated", UnitId: UnitRecord => UnitRecord;
    /// A unit was retired.
    UnitRetired = "unit.retired", UnitId: UnitRecord => UnitRecord;
    /// A person was invited.
    InvitationCreated = "invitation.created", InvitationId: () => NewInvitationRecord;
    /// A user sent a new link; older ones no longer work.
    InvitationResent = "invitation.resent", InvitationId: InvitationRecord => InvitationRecord;
    /// The invited person asked for a new link, and got it.
    InvitationRequestedAgain = "invitation.requested_again", InvitationId: InvitationRecord => InvitationRecord;
    /// The invited person asked for a new link, which another administrator has to send.
    InvitationRenewalRequested = "invitation.renewal_requested", InvitationId: () => RenewalRecord;
    /// An invitation was revoked, alone or together with its user.
    InvitationRevoked = "invitation.revoked", InvitationId: InvitationStatusRecord => InvitationStatusRecord;
    /// An invitation was accepted, with its link or by signing in.
    InvitationAccepted = "invitation.accepted", InvitationId: InvitationStatusRecord => AcceptedInvitationRecord;
    /// An invitation was declined.
    InvitationDeclined = "invitation.declined", InvitationId: InvitationStatusRecord => InvitationStatusRecord;
    /// An invitation was not accepted in time.
    InvitationExpired = "invitation.expired", InvitationId: InvitationStatusRecord => InvitationStatusRecord;
    /// A user was created who is active from the start.
    UserCreated = "user.created", UserId: () => NewUserRecord;
    /// An operator moved a user in from another system.
    UserImported = "user.imported", UserId: () => UserRecord;
    /// A user became active, by creation, import, acceptance, the first sign-in or reactivation: always this event, in
    /// the same transaction as the event of that change.
    UserActivated = "user.activated", UserId: Option<UserStatusRecord> => UserStatusRecord;
    /// A user's names or grants, or what the portal calls them or notes on them, changed.
    UserUpdated = "user.updated", UserId: UserChangeRecord => UserChangeRecord;
    /// A user was deactivated.
    UserDeactivated = "user.deactivated", UserId: UserStandingRecord => UserStandingRecord;
    /// A user was reactivated.
    UserReactivated = "user.reactivated", UserId: UserStandingRecord => ReactivatedUserRecord;
    /// A user was removed.
    UserRemoved = "user.removed", UserId: UserRecord => ();
    /// A user left of themselves. After is null if nothing of them is kept.
    UserLeft = "user.left", UserId: UserRecord => Option<UserStandingRecord>;
    /// A user changed their password.
    UserPasswordChanged = "user.password_changed", UserId: () => NewPasswordRecord;
    /// A user set a new password with a link.
    UserPasswordReset = "user.password_reset", UserId: () => NewPasswordRecord;
    /// A user removed the second factor with a link.
    UserSecondFactorReset = "user.second_factor_reset", UserId: () => OwnSessionsRecord;
    /// An administrator sent links to reset a user's credentials.
    UserCredentialResetSent = "user.credential_reset_sent", UserId: () => CredentialResetRecord;
    /// A user's sessions were ended: in the account by an administrator, or everywhere by the user.
    UserSessionsEnded = "user.sessions_ended", UserId: () => EndedSessionsRecord;
    /// A user's second factor was activated.
    UserSecondFactorAdded = "user.second_factor_added", UserId: SecondFactorRecord => SecondFactorRecord;
    /// A user's second factor was turned off.
    UserSecondFactorRemoved = "user.second_factor_removed", UserId: SecondFactorRecord => SecondFactorRecord;
    /// A user got new recovery codes.
    UserRecoveryCodesReplaced = "user.recovery_codes_replaced", UserId: RecoveryCodesRecord => RecoveryCodesRecord;
    /// A user signed in with a recovery code.
    UserRecoveryCodeUsed = "user.recovery_code_used", UserId: RecoveryCodesRecord => RecoveryCodesRecord;
    /// An operator erased a user: the person's names and address are gone, and the user's id stands for them.
    UserErased = "user.erased", UserId: () => ();
    /// An operator exported what there is of a person. This is in the vendor's trail alone.
    PersonExported = "person.exported", PersonKey: () => ();
    /// An operator erased a person. This is in the vendor's trail alone.
    PersonErased = "person.erased", PersonKey: () => ();
    /// An operator made a model. This is in the vendor's trail alone, as is all that is about models.
    ModelCreated = "model.created", ModelId: () => ();
    /// An operator published a version of a model.
    ModelPublished = "model.published", ModelId: () => ();
    /// An operator began to roll out a version of a model: new accounts get it, others as the roll-out reaches them.
    ModelRolledOut = "model.rolled_out", ModelId: () => ();
    /// An API token was created.
    ApiTokenCreated = "api_token.created", ApiTokenId: () => ApiTokenRecord;
    /// An API token got a new secret.
    ApiTokenRotated = "api_token.rotated", ApiTokenId: ApiTokenRecord => ApiTokenRecord;
    /// An API token was shown again. Before and after are null unless it came to be limited by that.
    ApiTokenRevealed = "api_token.revealed", ApiTokenId: Option<ApiTokenRecord> => Option<ApiTokenRecord>;
    /// An API token was revoked.
    ApiTokenRevoked = "api_token.revoked", ApiTokenId: ApiTokenRecord => ();
}
