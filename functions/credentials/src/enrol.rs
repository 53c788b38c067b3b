//! `POST /v1/me/second-factor`: begin to set a second factor up.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Serialize;
use usher::app::App;
use usher::domain::account::NAMELESS;
use usher::domain::attempts::Step;
use usher::domain::sealed::{Owner as SealedFor, Sealed};
use usher::domain::second_factor::{Replacement, SecondFactor};
use usher::domain::totp::TotpSecret;
use usher::http::personal::recovery_code_used;
use usher::http::problem::Problems;
use usher::http::second_factor::Proof;
use usher::http::{Answer, Body, Fields, Problem, SessionBearer, Source, Unrepeated, UnrepeatedIdempotencyKey, until_decided};
use usher::store::{Change, Key};
use utoipa::ToSchema;

use crate::owner::Owner;

/// What shows that it is the person who asks.
#[derive(eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// The current password.
    #[serde(default)]
    #[schema(required, value_type = String, example = "correct horse battery staple")]
    password: Option<String>,
    /// What the app shows that is in force. It, or a recovery code, must be given by whoever has a second factor.
    #[serde(default)]
    #[schema(example = "123456", pattern = "^[0-9]{6}$")]
    code: Option<String>,
    /// A recovery code: for whoever has lost the phone.
    #[serde(default)]
    #[schema(example = "abcd-efgh-ijkl-mnop-qrst-uvwx")]
    recovery_code: Option<String>,
}

/// What the app is to be told. It is shown this once.
#[derive(Serialize, ToSchema)]
pub struct Enrolment {
    /// The secret, to be typed into an app that cannot scan.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// The secret, with the name of the product and the address.
    #[schema(example = "otpauth://totp/iCorePay:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=iCorePay")]
    otpauth_uri: String,
    /// The same as a QR code: an SVG document.
    #[schema(example = "<svg …>")]
    qr_svg: String,
}

/// Set up a second factor
///
/// Answers the secret for an authenticator app; `POST /v1/me/second-factor/confirm` with a first code puts it in force. Asked again before that, another secret
/// takes the place of the first; after 15 minutes, and once the password has changed, it is worth nothing. Whoever has a second factor gives a code or a recovery code as
/// well: the one in force stays so until the first code of the new one takes its place, so that nobody is without one in between.
#[utoipa::path(
    post,
    operation_id = "enrolSecondFactor",
    path = "/v1/me/second-factor",
    tag = "credentials",
    params(UnrepeatedIdempotencyKey),
    request_body = Enrol,
    responses((status = 201, description = "The secret", body = Enrolment), Problems),
    security(("bearer" = []))
)]
pub async fn enrol(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    Body(request): Body<Enrol>,
) -> Answer<Unrepeated<(StatusCode, Json<Enrolment>)>> {
    let password = request.password.clone().ok_or_else(|| Problem::invalid_field("password", "required", "must be given"))?;
    until_decided(|| async {
        let (owner, guard) = Owner::read(&app, &bearer, request.step(), &source).await?;
        let (begun, left) = if owner.has_factor() {
            let proof = request.proof()?;
            let (guard, shown) = owner.check_both(&app, guard, &password, &proof).await?;
            guard.passed(&app).await?;
            let left = proof.recovery_codes_left(&shown);
            (Begun::Anew(Box::new(shown)), left)
        } else {
            owner.check_password(&app, guard, &password).await?;
            (Begun::First, None)
        };
        let rules = owner.rules(&app).await?;
        // A short password opens nothing without a second factor: whoever has one may always set one up.
        if !(rules.allow || owner.has_factor() || owner.person.short_password) {
            return Err(Problem::conflict("second_factor_off", "none of your accounts uses second factors"));
        }
        let secret = TotpSecret::random(&mut app.rng());
        let enrolment = Enrolment::of(&secret, rules.product.as_deref(), &owner.person.email.to_string())?;
        let sealed = app.keys.seal(secret.as_bytes(), SealedFor::SecondFactor(owner.person.key())).await?;
        let used = left.map(|left| recovery_code_used(&owner.person, &rules.places, left, &source, app.now(), &mut app.rng()));
        let change = begun.change(&app, &owner, sealed).await?.and(used.unwrap_or_default());
        app.store.commit(owner.unchanged().and(change)).await?;
        Ok(Unrepeated((StatusCode::CREATED, Json(enrolment))))
    })
    .await
}

impl Enrol {
    /// What is to be judged: whoever has no second factor yet shows the password alone.
    fn step(&self) -> Step {
        if self.code.is_some() || self.recovery_code.is_some() { Step::SecondFactor } else { Step::Password }
    }

    /// What shows the factor that is in force.
    fn proof(&self) -> Answer<Proof> {
        let mut fields = Fields::new();
        let proof = Proof::read(self.code.as_deref(), self.recovery_code.as_deref(), &mut fields);
        fields.finish()?;
        proof.ok_or_else(Problem::internal)
    }
}

/// What is begun.
enum Begun {
    /// A first second factor, or another secret for one that was never proven.
    First,
    /// One in the place of the one in force, which has been shown.
    Anew(Box<SecondFactor>),
}

impl Begun {
    async fn change(self, app: &App, owner: &Owner, sealed: Sealed) -> Answer<Change> {
        let (person, epoch, now) = (owner.person.key(), owner.person.epoch, app.now());
        let pending = |sealed| SecondFactor::pending(person, sealed, epoch, now);
        let Self::Anew(mut shown) = self else {
            return Ok(match owner.second_factor.clone() {
                Some(waiting) => Change::new().replace(&mut waiting.renewed(sealed, epoch, now)),
                None => Change::new().create(&pending(sealed)),
            });
        };
        let key = Key::second_factor_replacement(person);
        let waiting: Option<Replacement> = app.store.read([key.clone()]).await?.get(&key)?;
        let change = Change::new().replace(shown.as_mut());
        Ok(match waiting {
            Some(waiting) => change.replace(&mut waiting.renewed(sealed, epoch, now)),
            None => change.create(&Replacement::of(pending(sealed))),
        })
    }
}

impl Enrolment {
    fn of(secret: &TotpSecret, product: Option<&str>, address: &str) -> Answer<Self> {
        let uri = secret.otpauth_uri(product.unwrap_or(NAMELESS), address).ok_or_else(Problem::internal)?;
        let code = QrCode::new(&uri).map_err(|_| Problem::internal())?;
        let qr_svg = code.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
        Ok(Self { secret: secret.base32(), otpauth_uri: uri, qr_svg })
    }
}
