//! `POST /v1/second-factor-resets/complete`: remove the second factor with the link of a reset, and the password.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use usher::app::App;
use usher::caller::{Guard, Place, Places};
use usher::changes::credentials::CredentialChange;
use usher::changes::personal::with_factor;
use usher::domain::credential::Credential;
use usher::domain::credentials::attempts::Step;
use usher::domain::people::user::User;
use usher::http::problem::Problems;
use usher::http::{Answer, Envelope, Problem, PublicBody, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::{Change, Key};
use utoipa::ToSchema;

use crate::link::{LinkedReset, parse, used};
use crate::owner::check_password_of;

/// A link to remove the second factor, and the password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteSecondFactorResetRequest {
    /// The part of the link after `#token=`.
    #[schema(example = "ush_sfr_…")]
    token: String,
    /// The current password, which is required in addition to the link.
    #[schema(example = "correct horse battery staple")]
    password: String,
}

/// Remove the second factor with a link
///
/// Requires the password, too: a wrong one is `403 wrong_password`, and the link stays valid. The link works once. All
/// sessions of the person end, and all other links to reset their credentials stop working, except the one to set a new
/// password that was sent together with this one. If the account requires a second factor, the person sets one up after
/// the next sign-in. An email tells the owner. If another account of the person requires a second factor, the answer is
/// `409 second_factor_required`.
#[utoipa::path(
    post,
    operation_id = "completeSecondFactorReset",
    path = "/v1/second-factor-resets/complete",
    tag = "credentials",
    params(IdempotencyKey),
    request_body = CompleteSecondFactorResetRequest,
    responses((status = 204, description = "The second factor is removed"), Problems),
    security(())
)]
pub async fn complete_second_factor_reset(
    State(app): State<Arc<App>>,
    envelope: Envelope,
    source: Source,
    body: PublicBody<CompleteSecondFactorResetRequest>,
) -> Answer<StatusCode> {
    let request = body.shape()?;
    let (token, text) = (parse(Credential::SecondFactor, &request.token)?, request.password.as_str());
    until_decided(|| async {
        let now = app.now();
        let linked = LinkedReset::follow(&app, &token, &envelope, now).await?;
        let (opened, everywhere) =
            tokio::join!(Guard::open(&app, linked.person.key(), Step::Password, &source), linked.everywhere(&app));
        let ((guard, _), everywhere) = (opened?, everywhere?);
        let (places, is_withheld) = (everywhere.users(), linked.is_withheld(&everywhere));
        let LinkedReset { reset, sibling, person, via, .. } = linked;
        let (guard, _) = check_password_of(&app, guard, &person, text).await?;
        if is_withheld {
            guard.halfway(&app).await?;
            return Err(withheld());
        }
        let attempts = guard.passed_without_factor(&app).await?;
        let issue = reset.issue;
        let mut person = person.without_factor(issue);
        let mut change = used(reset, None).replace(&mut person).forget(Key::second_factor(person.key()));
        if let Some(sibling) = sibling.filter(|sibling| !sibling.outlives(issue)) {
            change = change.remove(sibling);
        }
        if let Some(mut attempts) = attempts.after_link(now) {
            change = change.replace(&mut attempts);
        }
        let told = CredentialChange::SecondFactorReset.told(&app, &person, &places, &source, now);
        app.store.commit(without_factor(change.and(told), via, &everywhere)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// `change`, with the second factor gone from the person's users, too. The one whom the link is bound to is unchanged,
/// by their own write if they have one, since a transaction looks at an item once.
fn without_factor(change: Change, via: Option<Place>, everywhere: &Places) -> Change {
    let bound = via.map(|place| place.user);
    let writes = change.writes();
    let mut change = with_factor(change, &bound, false);
    if let Some(user) = bound.clone().filter(|_| change.writes() == writes) {
        change = change.require(user);
    }
    let is_other = |user: &&User| bound.as_ref().is_none_or(|bound| bound.id != user.id);
    with_factor(change, everywhere.iter().map(|place| &place.user).filter(is_other), false)
}

/// Another account asks for the second factor, and may have come to do so since the link was sent.
fn withheld() -> Problem {
    Problem::conflict(
        "second_factor_required",
        "another of your accounts requires the second factor; use a recovery code, or ask an administrator there",
    )
}
