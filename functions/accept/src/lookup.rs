//! `POST /v1/invitations/lookup`: what a link is for, so that a page can show it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::domain::access_model::GivenBy;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, IdempotencyKey};
use utoipa::ToSchema;

use crate::link::{Link, Linked, parse};

/// What a link is for.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookedUp {
    /// What became of the invitation: only one that is `pending` can be accepted, only one that is `expired` renewed.
    #[schema(example = "pending")]
    status: String,
    /// The address that it went to.
    #[schema(example = "ada@example.com")]
    email: String,
    /// Until when it can be taken.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// The account's name.
    #[schema(example = "Northwind Dental")]
    account_name: String,
    /// The product's name.
    #[schema(example = "iCorePay")]
    product_name: String,
    /// Where to get help.
    support_address: Option<String>,
    /// The language of the account.
    #[schema(example = "en")]
    locale: String,
    /// Who invited, where they have a name.
    inviter_name: Option<String>,
    /// The given name, where the inviter gave one.
    given_name: Option<String>,
    /// The family name, where the inviter gave one.
    family_name: Option<String>,
    /// Whether `given_name` and `family_name` must be given to accept.
    names_wanted: bool,
    /// Whether `given_name` and `family_name` may be given to accept; otherwise the inviter has given them, and they are refused.
    names_allowed: bool,
    /// Whether accepting takes a new password; otherwise the person signs in with the one that they have.
    password_wanted: bool,
}

/// Look an invitation up
///
/// By the secret of its link. Changes nothing.
#[utoipa::path(
    post,
    operation_id = "lookUpInvitation",
    path = "/v1/invitations/lookup",
    tag = "links",
    params(IdempotencyKey),
    request_body = Link,
    responses((status = 200, description = "What the link is for", body = LookedUp), Problems),
    security(())
)]
pub async fn lookup(State(app): State<Arc<App>>, Body(link): Body<Link>) -> Answer<Json<LookedUp>> {
    let linked = Linked::follow(&app, &parse(link.token.as_deref())?, None).await?;
    let given_by = linked.model.model.policies().invitation.names;
    let names = linked.user.as_ref().map(|user| user.names.clone()).unwrap_or_default();
    Ok(Json(LookedUp {
        status: linked.status(app.now()).as_str().to_owned(),
        email: linked.invitation.email.to_string(),
        expires_at: linked.invitation.expires_at,
        account_name: linked.account.name.to_string(),
        product_name: linked.account.product_name.to_string(),
        support_address: linked.account.support_address.as_ref().map(ToString::to_string),
        locale: linked.account.locale.tag().to_owned(),
        inviter_name: linked.inviter.as_ref().and_then(|inviter| inviter.names.full()),
        given_name: names.given_name.map(String::from),
        family_name: names.family_name.map(String::from),
        names_wanted: given_by == GivenBy::Invitee,
        names_allowed: given_by != GivenBy::Inviter,
        password_wanted: linked.person.is_none(),
    }))
}
