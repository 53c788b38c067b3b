//! `POST /v1/accounts/{account}/imports`: an operator moves from 1 to 1,000 people in, with a verdict for each.

use std::collections::HashSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::Operator;
use usher::domain::id::AccountId;
use usher::domain::secret::foreign::FirebaseParameters;
use usher::http::body::LARGEST_IMPORT;
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Body, Fields, InPath, Json as Raw, Problem, Source};
use usher::service::IdempotencyKey;
use usher::store::{AnyKey, Key};
use utoipa::ToSchema;

use crate::making::Moving;
use crate::plan::Judging;
use crate::result::{ImportResult, fit};
use crate::row::{ImportedPersonFields, Row};

/// How many people one call may move in.
const MOST_ROWS: usize = 1_000;

/// How many keys are read in all: for each row a user, a person, who has the external id, and one unit, and
/// what all have in common.
const MOST_KEYS: usize = 4 * MOST_ROWS + 3;

/// For how long a call begins to write. What has begun takes eight seconds at most, so that all is told before the
/// function is stopped, after 29, and within the 25 that a call may take.
const BEGINS_FOR: SignedDuration = SignedDuration::from_secs(12);

/// The people to move in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "people": [{
        "email": "ada@example.com",
        "given_name": "Ada",
        "family_name": "Lovelace",
        "grants": [{ "role": "read", "units": "all" }],
        "password_hash": "$2b$10$abcdefghijklmnopqrstuuGIWoIGH0zKPqcUdQYMF4NQVOqPKNpna"
    }],
    "dry_run": true
}))]
pub struct ImportPeopleRequest {
    /// The people, from 1 to 1,000. A wrong row is reported and does not stop the others.
    #[schema(value_type = Vec<ImportedPersonFields>, min_items = 1, max_items = 1000)]
    people: Vec<Raw>,
    /// If true, only verdicts are reported, and nothing changes.
    dry_run: Option<bool>,
    /// If true, those who have to accept get an email. By default nobody does.
    send_invitations: Option<bool>,
    /// What Firebase tells of the passwords of a project. Required for rows with `password_salt`.
    firebase: Option<FirebaseFields>,
}

/// The parameters of Firebase's hashes, as its console shows them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FirebaseParameters)]
pub struct FirebaseFields {
    /// `base64_signer_key`.
    signer_key: String,
    /// `base64_salt_separator`.
    #[schema(example = "Bw==")]
    salt_separator: String,
    /// `rounds`.
    #[schema(example = 8)]
    rounds: u32,
    /// `mem_cost`.
    #[schema(example = 14)]
    mem_cost: u32,
}

/// The results, in the order of the rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportResults {
    /// Whether nothing was changed.
    dry_run: bool,
    /// A verdict for each row.
    results: Vec<ImportResult>,
}

/// Import people
///
/// Moves people into the account with the passwords that they have elsewhere. The answer has a verdict for each row, in
/// the order of the rows; sending the same rows again changes nothing. Someone whom Usher knows already keeps their
/// password and has to accept. A call does as much as there is time for; rows that are left have the verdict
/// `try_again`. While the account is suspended or to be deleted, nobody is moved in. For operators, like creating an
/// account.
#[utoipa::path(
    post,
    operation_id = "importPeople",
    path = "/v1/accounts/{account}/imports",
    tag = "imports",
    params(("account" = String, Path, description = "The account"), IdempotencyKey),
    request_body = ImportPeopleRequest,
    extensions(("x-max-body-bytes" = json!(LARGEST_IMPORT))),
    responses((status = 200, description = "A verdict for each row", body = ImportResults), OperatorProblems, Problems),
    security(("operator" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    operator: Operator,
    InPath(account): InPath<AccountId>,
    source: Source,
    body: Body<ImportPeopleRequest>,
) -> Answer<Json<ImportResults>> {
    let until = app.now() + BEGINS_FOR;
    let (request, firebase) = body.read(operator.known, ImportPeopleRequest::read)?;
    let rows: Vec<Row> = request.people.iter().map(Row::of).collect();
    let keys = keys(&rows, account);
    if keys.len() > MOST_KEYS {
        return Err(Problem::invalid_field("people", "out_of_range", "too many different units in one call"));
    }
    let found = app.store.read(keys).await?;
    let stands = found.get(&Key::account(account))?.ok_or_else(Problem::not_found)?;
    // Least of all does anybody come into what is to be erased.
    if !stands.is_open() {
        return Err(Problem::account_suspended());
    }
    let limits = app.mail_limits(&stands);
    let followed = found.get(&Key::access_model(account))?.ok_or_else(Problem::not_found)?;
    let author = operator.author(&source, app.now());
    let judging = Judging { followed: &followed, found: &found, firebase: firebase.as_ref(), author: &author };
    let mut plan = judging.plan(&rows, &mut app.rng());
    if !fit(&mut plan.results, &plan.arrivals) {
        let message = "the addresses are too long together: send fewer rows";
        return Err(Problem::invalid_field("people", "out_of_range", message));
    }
    let dry_run = request.dry_run == Some(true);
    let sends = request.send_invitations == Some(true);
    let mut results = plan.results;
    if dry_run {
        results.extend(plan.arrivals.iter().map(ImportResult::would_be));
    } else {
        let kinds = found.get(&Key::foreign_kinds())?;
        let moving = Moving { app: &app, account, limits, author: &author, sends, until };
        results.extend(moving.all(plan.arrivals, kinds).await?);
    }
    results.sort_unstable_by_key(|result| result.index);
    Ok(Json(ImportResults { dry_run, results }))
}

impl ImportPeopleRequest {
    fn read<'a>(&'a self, fields: &mut Fields) -> (Option<&'a Self>, Option<Option<FirebaseParameters>>) {
        if !(1..=MOST_ROWS).contains(&self.people.len()) {
            fields.refuse("people", "out_of_range", format!("must have from 1 to {MOST_ROWS} rows"));
        }
        let parameters = self
            .firebase
            .as_ref()
            .map(|of| FirebaseParameters::parse(&of.signer_key, &of.salt_separator, of.rounds, of.mem_cost));
        let parameters = parameters.transpose().map_err(|_| {
            fields.refuse("firebase", "malformed_password_hash", "not the parameters that the console shows");
        });
        (Some(self), parameters.ok())
    }
}

/// What is to be looked up to judge the rows.
fn keys(rows: &[Row], account: AccountId) -> Vec<AnyKey> {
    let common = [Key::account(account).any(), Key::access_model(account).any(), Key::foreign_kinds().any()];
    let mut seen = HashSet::new();
    let of_rows = rows.iter().filter_map(Row::peek).flat_map(|row| row.keys(account));
    common.into_iter().chain(of_rows).filter(|key| seen.insert(key.clone())).collect()
}
