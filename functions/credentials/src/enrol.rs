//! `POST /v1/me/second-factor`: begin to set a second factor up.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::SessionBearer;
use usher::caller::proof::Proof;
use usher::changes::credentials::CredentialChange;
use usher::domain::credentials::attempts::Step;
use usher::domain::credentials::sealed::{Sealed, SealedFor};
use usher::domain::credentials::second_factor::{Replacement, SecondFactor};
use usher::domain::credentials::totp::TotpSecret;
use usher::domain::people::account::NAMELESS;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, Problem, Source, Unrepeated, until_decided};
use usher::service::UnrepeatedIdempotencyKey;
use usher::store::{Change, Key};
use utoipa::ToSchema;

use crate::owner::{Owner, Shown};

/// Proof that the person asks: the password, and a code if they have a second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolSecondFactorRequest {
    /// The current password.
    #[schema(example = "correct horse battery staple")]
    password: String,
    /// The code of the active second factor. A person who has one must give this or a recovery code.
    #[schema(example = "123456")]
    code: Option<String>,
    /// A recovery code such as `abcd-efgh-ijkl-mnop-qrst-uvwx`, for people who have lost their phone.
    recovery_code: Option<String>,
}

/// What the authenticator app needs. It is shown only once.
#[derive(Serialize, ToSchema)]
pub struct SecondFactorEnrolment {
    /// The secret, to type into an app that cannot scan.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// The secret as an `otpauth` URI, with the name of the product and the address.
    #[schema(example = "otpauth://totp/Brightbill:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
            &issuer=Brightbill")]
    otpauth_uri: String,
    /// The URI as a QR code: an SVG document.
    #[schema(example = "<svg …>")]
    qr_svg: String,
}

/// Set up a second factor
///
/// Returns the secret for an authenticator app; `POST /v1/me/second-factor/confirm` with a first code activates it.
/// Calling this again before that replaces the secret. The secret expires after 15 minutes, and when the password
/// changes. A person who already has a second factor also gives a code or a recovery code; the old second factor stays
/// active until the new one is confirmed.
#[utoipa::path(
    post,
    operation_id = "enrolSecondFactor",
    path = "/v1/me/second-factor",
    tag = "credentials",
    params(UnrepeatedIdempotencyKey),
    request_body = EnrolSecondFactorRequest,
    responses((status = 201, description = "The secret", body = SecondFactorEnrolment), Problems),
    security(("bearer" = []))
)]
pub async fn enrol(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    body: Body<EnrolSecondFactorRequest>,
) -> Answer<Unrepeated<(StatusCode, Json<SecondFactorEnrolment>)>> {
    until_decided(|| async {
        let step = body.peek().map_or(Step::Password, EnrolSecondFactorRequest::step);
        let (owner, guard) = Owner::read(&app, &bearer, step, &source).await?;
        let request = body.shape(owner.known)?;
        let proof = || body.read(owner.known, EnrolSecondFactorRequest::proof);
        let shown = owner.check_as_at_sign_in(&app, guard, &request.password, proof).await?;
        let left = shown.as_ref().and_then(|shown| shown.recovery_codes_left);
        let rules = owner.rules(&app).await?;
        // A short password opens nothing without a second factor: a person who has one may always set one up. An
        // account that cannot be read may ask for one.
        if !(rules.allow || rules.unreadable || owner.has_factor() || owner.person.short_password) {
            return Err(Problem::conflict("second_factor_off", "none of your accounts allows a second factor"));
        }
        let secret = TotpSecret::random(&mut app.rng());
        let enrolment = SecondFactorEnrolment::of(&secret, rules.product.as_deref(), &owner.person.email.to_string())?;
        let sealed = app.keys.seal(secret.as_bytes(), SealedFor::SecondFactor(owner.person.key())).await?;
        let used = left.map(|left| {
            let used = CredentialChange::RecoveryCodeUsed { left };
            used.told(&app, &owner.person, &rules.places.users(), &source, app.now())
        });
        let change = begun(&app, &owner, shown, sealed).await?.and(used.unwrap_or_default());
        app.store.commit(owner.unchanged().and(change)).await?;
        Ok(Unrepeated((StatusCode::CREATED, Json(enrolment))))
    })
    .await
}

impl EnrolSecondFactorRequest {
    /// What is to be judged: a person without a second factor shows the password alone.
    fn step(&self) -> Step {
        if self.code.is_some() || self.recovery_code.is_some() { Step::SecondFactor } else { Step::Password }
    }

    /// What shows the active factor.
    fn proof(&self, fields: &mut Fields) -> Option<Proof> {
        Proof::read(self.code.as_deref(), self.recovery_code.as_deref(), fields)
    }
}

/// What is begun: a first second factor, another secret for one that was never proven, or one in the place of the
/// active one, which has been shown.
async fn begun(app: &App, owner: &Owner, shown: Option<Shown>, sealed: Sealed) -> Answer<Change> {
    let (person, epoch, now) = (owner.person.key(), owner.person.epoch, app.now());
    let pending = |sealed| SecondFactor::pending(person, sealed, epoch, now);
    let Some(Shown { mut factor, .. }) = shown else {
        return Ok(match owner.second_factor.clone() {
            Some(waiting) => Change::new().replace(&mut waiting.renewed(sealed, epoch, now)),
            None => Change::new().create(&pending(sealed)),
        });
    };
    let key = Key::second_factor_replacement(person);
    let waiting = app.store.get(&key).await?;
    let change = Change::new().replace(&mut factor);
    Ok(match waiting {
        Some(waiting) => change.replace(&mut waiting.renewed(sealed, epoch, now)),
        None => change.create(&Replacement::of(pending(sealed))),
    })
}

impl SecondFactorEnrolment {
    fn of(secret: &TotpSecret, product: Option<&str>, address: &str) -> Answer<Self> {
        let of_product = product.and_then(|product| secret.otpauth_uri(product, address));
        let uri = of_product.or_else(|| secret.otpauth_uri(NAMELESS, address)).ok_or_else(Problem::internal)?;
        let code = QrCode::new(&uri).map_err(|_| Problem::internal())?;
        let qr_svg = code.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
        Ok(Self { secret: secret.base32(), otpauth_uri: uri, qr_svg })
    }
}
