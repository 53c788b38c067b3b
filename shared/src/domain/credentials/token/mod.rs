//! Secrets that leave Usher: the links of invitations and resets, and the tokens of sessions, sign-ins under way and
//! programs.
//!
//! A token reads `ush_<kind>_<base64url>` so that secret scanners find it. Its payload carries the ids that
//! form its item's key, 256 random bits, and a checksum: a mistyped or forged token is refused without a look-up,
//! and a token of one kind means nothing to the reader of another. Only the SHA-256 of the random bits is stored.

mod bearer;
mod invitation;
mod payload;
mod reset;
#[cfg(test)]
mod tests;

pub use self::bearer::{ApiTokenToken, ChallengeToken, SessionToken};
pub use self::invitation::InvitationToken;
pub use self::reset::ResetToken;
pub use crate::domain::secret::{Secret, SecretHash};
use crate::domain::words::words;

words! {
    /// What a token is good for, with the text that it begins with.
    pub enum TokenKind {
        /// The link of an invitation.
        Invitation = "ush_inv_",
        /// The link of a password reset.
        PasswordReset = "ush_pwr_",
        /// The link of a second-factor reset.
        SecondFactorReset = "ush_sfr_",
        /// What a signed-in person holds.
        Session = "ush_ses_",
        /// What a person holds between the password and the second factor.
        Challenge = "ush_chl_",
        /// What a program holds.
        ApiToken = "ush_tok_",
    }
}

/// A text that is not a token of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a token of this kind")]
pub struct MalformedToken;
