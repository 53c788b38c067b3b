//! `POST /v1/me/second-factor`: begin to set a second factor up.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Serialize;
use usher::app::App;
use usher::domain::sealed::Owner as SealedFor;
use usher::domain::second_factor::SecondFactor;
use usher::domain::totp::TotpSecret;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Problem, SessionBearer, Source, until_decided};
use utoipa::ToSchema;

use crate::owner::Owner;

/// The issuer where no account gives one.
const NAMELESS: &str = "Usher";

/// What shows that it is the person who asks.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// The current password.
    #[serde(default)]
    #[schema(required, value_type = String, example = "correct horse battery staple")]
    password: Option<String>,
}

/// What the app is to be told. It is shown this once.
#[derive(Debug, Serialize, ToSchema)]
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
/// takes the place of the first. Whoever has a second factor turns it off first.
#[utoipa::path(
    post,
    operation_id = "enrolSecondFactor",
    path = "/v1/me/second-factor",
    tag = "credentials",
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes sending the request again safe")),
    request_body = Enrol,
    responses((status = 201, description = "The secret", body = Enrolment), Problems),
    security(("bearer" = []))
)]
pub async fn enrol(
    State(app): State<Arc<App>>,
    bearer: SessionBearer,
    source: Source,
    Body(request): Body<Enrol>,
) -> Answer<(StatusCode, Json<Enrolment>)> {
    let password = request.password.ok_or_else(|| Problem::invalid_field("password", "required", "must be given"))?;
    until_decided(|| async {
        let (owner, guard) = Owner::read(&app, &bearer, &source).await?;
        owner.check_password(&app, guard, &password).await?;
        if owner.second_factor.as_ref().is_some_and(SecondFactor::is_confirmed) {
            return Err(Problem::conflict("second_factor_enabled", "there is a second factor already: turn it off first"));
        }
        let rules = owner.rules(&app).await?;
        // A short password opens nothing without a second factor: whoever has one may always set one up.
        if !rules.allow && !owner.person.short_password {
            return Err(Problem::conflict("second_factor_off", "none of your accounts uses second factors"));
        }
        let secret = TotpSecret::random(&mut app.rng());
        let enrolment = Enrolment::of(&secret, rules.product.as_deref(), &owner.person.email.to_string())?;
        let sealed = app.keys.seal(secret.as_bytes(), SealedFor::SecondFactor(owner.person.key())).await?;
        let (now, change) = (app.now(), owner.unchanged());
        let change = match owner.second_factor.clone() {
            Some(pending) => change.replace(&mut pending.renewed(sealed, now)),
            None => change.create(&SecondFactor::pending(owner.person.key(), sealed, now)),
        };
        app.store.commit(change).await?;
        Ok((StatusCode::CREATED, Json(enrolment)))
    })
    .await
}

impl Enrolment {
    fn of(secret: &TotpSecret, product: Option<&str>, address: &str) -> Answer<Self> {
        let uri = secret.otpauth_uri(product.unwrap_or(NAMELESS), address).ok_or_else(Problem::internal)?;
        let code = QrCode::new(&uri).map_err(|_| Problem::internal())?;
        let qr_svg = code.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
        Ok(Self { secret: secret.base32(), otpauth_uri: uri, qr_svg })
    }
}
