//! `POST /v1/invitations/lookup`: what a link is for, so that a page can show it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use usher::app::App;
use usher::domain::access::model::GivenBy;
use usher::domain::locale::Locale;
use usher::domain::people::invitation::InvitationStatus;
use usher::http::brand::BrandView;
use usher::http::problem::Problems;
use usher::http::{Answer, PublicBody};
use usher::service::IgnoredIdempotencyKey;
use utoipa::ToSchema;

use crate::link::{InvitationLink, LinkedInvitation, parse};

/// What a link is for.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookedUpInvitation {
    /// The status of the invitation. Only a `pending` one can be accepted. For an `expired` or `lapsed` one, a new
    /// invitation can be requested: `lapsed` means that the user who vouches for it can no longer grant what it gives.
    status: InvitationStatus,
    /// The invited address.
    #[schema(example = "ada@example.com")]
    email: String,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// The account's name.
    #[schema(example = "Northwind Dental")]
    account_name: String,
    /// The product's name.
    #[schema(example = "Brightbill")]
    product_name: String,
    /// The address to get help from.
    #[schema(required)]
    support_address: Option<String>,
    /// What the account looks like.
    brand: BrandView,
    /// The language: the invitation's, or else the account's.
    locale: Locale,
    /// What the inviter wrote, as text.
    #[schema(required)]
    message: Option<String>,
    /// Where to lead on to once the invitation is accepted: an address of an origin that the installation names.
    #[schema(required)]
    return_to: Option<String>,
    /// The name of the inviter, if they have one.
    #[schema(required)]
    inviter_name: Option<String>,
    /// The given name, if the inviter gave one.
    #[schema(required)]
    given_name: Option<String>,
    /// The family name, if the inviter gave one.
    #[schema(required)]
    family_name: Option<String>,
    /// Whether `given_name` and `family_name` are required when accepting.
    names_required: bool,
    /// Whether `given_name` and `family_name` may be given when accepting; otherwise the inviter has given them, and
    /// they are refused.
    names_allowed: bool,
    /// Whether accepting requires a new password; otherwise the person signs in with the one that they have.
    password_required: bool,
}

/// Look up an invitation
///
/// Returns what the link is for. Changes nothing.
#[utoipa::path(
    post,
    operation_id = "lookUpInvitation",
    path = "/v1/invitations/lookup",
    tag = "links",
    params(IgnoredIdempotencyKey),
    request_body = InvitationLink,
    responses((status = 200, description = "What the link is for", body = LookedUpInvitation), Problems),
    security(())
)]
pub async fn lookup(State(app): State<Arc<App>>, body: PublicBody<InvitationLink>) -> Answer<Json<LookedUpInvitation>> {
    let linked = LinkedInvitation::follow(&app, &parse(&body.shape()?.token)?, None).await?;
    linked.check_open()?;
    let given_by = linked.model.model.policies().invitation.names;
    let names = linked.user.as_ref().map(|user| user.names.clone()).unwrap_or_default();
    let greeting = &linked.invitation.greeting;
    Ok(Json(LookedUpInvitation {
        status: linked.status(app.now()),
        email: linked.invitation.email.to_string(),
        expires_at: linked.invitation.expires_at,
        account_name: linked.account.name.to_string(),
        product_name: linked.account.product_name.to_string(),
        support_address: linked.account.support_address.as_ref().map(ToString::to_string),
        brand: BrandView::of(&linked.account),
        locale: greeting.locale.unwrap_or(linked.account.locale),
        message: greeting.message.as_ref().map(|message| message.as_str().to_owned()),
        return_to: linked.return_to(&app),
        inviter_name: linked.inviter.as_ref().and_then(|inviter| inviter.names.full()),
        given_name: names.given_name.map(String::from),
        family_name: names.family_name.map(String::from),
        names_required: given_by == GivenBy::Invitee,
        names_allowed: given_by != GivenBy::Inviter,
        password_required: linked.person.is_none(),
    }))
}
