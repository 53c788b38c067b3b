//! `POST /v1/operator/people/export`: everything that Usher has about an address.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::Operator;
use usher::changes::erasure;
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Body, Source};
use usher::service::UnrepeatedIdempotencyKey;
use usher::store::Credentials;
use utoipa::ToSchema;

use super::exported::{ExportedPerson, ExportedPlace, ExportedSession};
use super::places::{self, Places};

/// Whose data is to be exported.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportPersonRequest {
    /// The person's address.
    #[schema(example = "ada@example.com")]
    email: String,
    /// The `after` of the last answer, to go on from there.
    #[schema(required = false)]
    after: Option<String>,
}

/// Everything that Usher has about an address, but for secrets, of which it has hashes alone.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonExport {
    /// The address.
    #[schema(example = "ada@example.com")]
    email: String,
    /// The person; null if nobody with this address has ever accepted an invitation.
    #[schema(required)]
    person: Option<ExportedPerson>,
    /// The person's sessions.
    sessions: Vec<ExportedSession>,
    /// The accounts that have something of this address: those that the person has joined first.
    places: Vec<ExportedPlace>,
    /// Send the same request with this to go on: there are more accounts to look at. Null behind the last.
    #[schema(required)]
    after: Option<String>,
}

/// Export a person
///
/// Returns everything that Usher has about an address, in all accounts, as JSON. Secrets are not in it: Usher has
/// hashes of them alone. The vendor's audit trail records the call.
#[utoipa::path(
    post,
    operation_id = "exportPerson",
    path = "/v1/operator/people/export",
    tag = "operators",
    params(UnrepeatedIdempotencyKey),
    request_body = ExportPersonRequest,
    responses((status = 200, description = "What there is", body = PersonExport), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn export(
    State(app): State<Arc<App>>,
    operator: Operator,
    source: Source,
    body: Body<ExportPersonRequest>,
) -> Answer<usher::http::Unrepeated<Json<PersonExport>>> {
    let (request, email) = body.read(operator.known, |request, fields| {
        (Some(request), fields.parse("email", &request.email, EmailAddress::parse))
    })?;
    let (key, now) = (PersonKey::of(&email), app.now());
    let Credentials { person, memberships, second_factor, .. } = app.store.credentials(key, now).await?;
    let Places { places, after } = places::find(&app, &email, &memberships, request.after.as_deref()).await?;
    let sessions = app.store.sessions(key).await?;
    let mut exported = Vec::new();
    for place in places {
        let joined = memberships.iter().find(|membership| membership.account == place.account);
        exported.push(ExportedPlace::of(&app, place, joined).await?);
    }
    if request.after.is_none() {
        let author = operator.author(&source, now);
        app.store.commit(erasure::person_exported(&app, key, &author)).await?;
    }
    Ok(usher::http::Unrepeated(Json(PersonExport {
        email: email.to_string(),
        person: person.map(|person| ExportedPerson::of(&person, second_factor.as_ref())),
        sessions: sessions.into_iter().map(ExportedSession::from).collect(),
        places: exported,
        after,
    })))
}
