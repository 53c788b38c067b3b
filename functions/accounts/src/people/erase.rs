//! `POST /v1/operator/people/erase`: a person is erased from all accounts.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::Operator;
use usher::changes::{administrators, erasure};
use usher::domain::email::EmailAddress;
use usher::domain::id::PersonKey;
use usher::domain::people::user::{User, UserStatus};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Body, Problem, Source};
use usher::service::IdempotencyKey;
use usher::store::Key;
use utoipa::ToSchema;

use super::places::{self, Place, Places};

/// Who is to be erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasePersonRequest {
    /// The person's address.
    #[schema(example = "ada@example.com")]
    email: String,
    /// Whether only to say what would be erased.
    #[schema(example = true)]
    dry_run: Option<bool>,
    /// Whether to erase them also where they are the last administrator. `POST /v1/accounts/{account}/administrators`
    /// invites another one.
    #[schema(example = false)]
    also_last_administrators: Option<bool>,
    /// The `after` of the last answer, to go on from there.
    #[schema(required = false)]
    after: Option<String>,
}

/// What was erased, or would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasedPerson {
    /// The person's pseudonym in the vendor's audit trail.
    #[schema(example = "per_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    person: String,
    /// The accounts in which something was erased, or would be.
    places: Vec<ErasedPlace>,
    /// Send the same request with this to go on: there are more accounts to look at. Null once the person is erased
    /// everywhere.
    #[schema(required)]
    after: Option<String>,
}

/// An account in which something was erased, or would be: of a user, or of someone who was one.
#[derive(Debug, Serialize, ToSchema)]
struct ErasedPlace {
    /// The account.
    #[schema(example = "acc_a2b3c4d5e6f7a2b3c4d5e6f7a2")]
    account: String,
    /// The user, whose id remains in the account's audit events; null for someone who was removed before.
    #[schema(required, example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    user: Option<String>,
    /// The status of the user.
    #[schema(required)]
    status: Option<UserStatus>,
    /// Whether nobody else could manage the users of the account.
    last_administrator: bool,
}

/// Erase a person
///
/// Removes the person and their users in all accounts: names and address are gone from every item, and audit events
/// keep a pseudonym, and do not say any more from where they acted. All access ends with the next request. With
/// `dry_run` nothing changes, and the answer says where they are the last administrator; without
/// `also_last_administrators`, nothing is erased then: 409 `last_administrator`. The call can be repeated, and goes on
/// where it was interrupted.
#[utoipa::path(
    post,
    operation_id = "erasePerson",
    path = "/v1/operator/people/erase",
    tag = "operators",
    params(IdempotencyKey),
    request_body = ErasePersonRequest,
    responses((status = 200, description = "What was erased", body = ErasedPerson), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn erase(
    State(app): State<Arc<App>>,
    operator: Operator,
    source: Source,
    body: Body<ErasePersonRequest>,
) -> Answer<Json<ErasedPerson>> {
    let (request, email) = body.read(operator.known, |request, fields| {
        (Some(request), fields.parse("email", &request.email, EmailAddress::parse))
    })?;
    let person = PersonKey::of(&email);
    let joined = app.store.credentials(person, app.now()).await?.memberships;
    if joined.unreadable > 0 {
        return Err(usher::store::StoreFault::Unreadable.into());
    }
    let Places { places, after } = places::find(&app, &email, &joined, request.after.as_deref()).await?;
    let mut erased = Vec::new();
    for place in &places {
        erased.push(ErasedPlace::of(&app, place).await?);
    }
    if request.dry_run != Some(true) {
        let is_last = erased.iter().any(|place| place.last_administrator);
        if is_last && request.also_last_administrators != Some(true) {
            let why = "the person is the last administrator of an account: see `dry_run`";
            return Err(Problem::conflict("last_administrator", why));
        }
        let author = operator.author(&source, app.now());
        // First of all, so that nothing opens any more, however far this gets.
        erasure::access_of_person(&app, person).await?;
        for Place { account, key, user } in places {
            erasure::place(&app, account, key).await?;
            if let Some(user) = user {
                erasure::user_of_person(&app, user, &author).await?;
            }
        }
        if after.is_none() {
            erasure::person(&app, &email).await?;
            app.store.commit(erasure::person_erased(&app, person, &author)).await?;
        }
    }
    Ok(Json(ErasedPerson { person: person.to_string(), places: erased, after }))
}

impl ErasedPlace {
    async fn of(app: &App, place: &Place) -> Answer<Self> {
        let last_administrator = match &place.user {
            Some(user) => is_last_administrator(app, user).await?,
            None => false,
        };
        Ok(Self {
            account: place.account.to_string(),
            user: place.user.as_ref().map(|user| user.id.to_string()),
            status: place.user.as_ref().map(|user| user.status),
            last_administrator,
        })
    }
}

async fn is_last_administrator(app: &App, user: &User) -> Answer<bool> {
    let followed = app.store.get(&Key::access_model(user.account)).await?;
    match followed.filter(|followed| user.administers(&followed.model)) {
        Some(followed) => Ok(administrators::another(app, &followed, Some(user.id)).await?.is_none()),
        None => Ok(false),
    }
}
