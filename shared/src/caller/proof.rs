//! Showing a second factor.

use crate::app::App;
use crate::domain::credentials::recovery_code::RecoveryCode;
use crate::domain::credentials::sealed::SealedFor;
use crate::domain::credentials::second_factor::SecondFactor;
use crate::domain::credentials::totp::{TotpCode, TotpSecret, WrongCode};
use crate::http::{Answer, Fields, Problem};
use crate::store::AnyKey;

/// What someone shows their second factor with.
#[derive(Debug, Clone)]
pub enum Proof {
    /// The code that the app shows.
    Code(TotpCode),
    /// One of the recovery codes.
    RecoveryCode(RecoveryCode),
}

impl Proof {
    /// Reads the two fields of which one must be there.
    pub fn read(code: Option<&str>, recovery_code: Option<&str>, fields: &mut Fields) -> Option<Self> {
        if code.is_none() && recovery_code.is_none() {
            fields.refuse("code", "required", "is required, unless a recovery code is given");
        }
        if code.is_some() && recovery_code.is_some() {
            fields.refuse("recovery_code", "mutually_exclusive", "cannot be combined with `code`");
        }
        let code = fields.optional("code", code, TotpCode::parse).map(Self::Code);
        let recovery_code =
            fields.optional("recovery_code", recovery_code, RecoveryCode::parse).map(Self::RecoveryCode);
        code.or(recovery_code)
    }

    /// How many recovery codes are left in the factor that was `shown` with this; nothing if this is none of them.
    pub fn recovery_codes_left(&self, shown: &SecondFactor) -> Option<usize> {
        matches!(self, Self::RecoveryCode(_)).then(|| shown.recovery_codes_left())
    }

    /// The factor with this used, to be written, or why it is not accepted. Fails if KMS does, before anything is used.
    pub async fn show(&self, app: &App, factor: SecondFactor) -> Answer<Result<SecondFactor, WrongCode>> {
        Ok(match self {
            Self::Code(code) => {
                let secret = open(app, &factor).await?;
                factor.shown(&secret, code, app.now())
            }
            Self::RecoveryCode(code) => factor.recovered(code),
        })
    }
}

/// The secret of `factor`, which KMS opens for its owner alone.
pub async fn open(app: &App, factor: &SecondFactor) -> Answer<TotpSecret> {
    let bytes = app.keys.open(&factor.secret, SealedFor::SecondFactor(factor.person)).await?;
    TotpSecret::from_bytes(&bytes).ok_or_else(Problem::internal)
}

/// Takes an attempt back that was counted, if what it needed failed before the code was looked at. If that fails, too,
/// there is one less.
pub async fn take_attempt_back(app: &App, key: &AnyKey) {
    if let Err(cause) = app.store.take_attempt_back(key).await {
        tracing::warn!(%cause, "an attempt was not taken back");
    }
}
