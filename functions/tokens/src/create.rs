//! `POST /v1/accounts/{account}/api-tokens`: a new API token.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use usher::app::App;
use usher::caller::{Bearer, Caller, Proven};
use usher::changes::api_tokens;
use usher::domain::Coded;
use usher::domain::access::grant::Access;
use usher::domain::access::permission::Permission;
use usher::domain::credentials::api_token::{ApiToken, ApiTokenSlot, ApiTokensEnd, LIFETIME, MOST_PER_OWNER};
use usher::domain::credentials::token::{ApiTokenToken, Secret};
use usher::domain::decision::{Decided, Refusal};
use usher::domain::id::{AccountId, ApiTokenId, UserId};
use usher::domain::people::user::User;
use usher::domain::text::Line;
use usher::domain::time;
use usher::http::openapi::TimeOrDate;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Created, Fields, InPath, Problem, Source, until_decided};
use usher::service::IdempotencyKey;
use usher::store::{Key, List, Page};
use utoipa::ToSchema;

use crate::view::{RevealedApiToken, sealed};

/// The API token to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Nightly export", "permissions": ["invoices:read"] }))]
pub struct CreateApiTokenRequest {
    /// The name of the token, at most 100 characters.
    #[schema(example = "Nightly export", min_length = 1, max_length = 100)]
    name: String,
    /// The user on whose behalf it acts; by default the caller.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    owner: Option<String>,
    /// The permissions that it is limited to. By default everything that its owner may do at every moment; for another
    /// user's token, everything that they may do now.
    #[schema(example = json!(["invoices:read"]))]
    permissions: Option<Vec<String>>,
    /// When it expires: by default 90 days from now, and at most after the access model's `api_tokens.lifetime`, which
    /// is 366 days unless the model says otherwise. Of a date, the end of the day in UTC.
    #[schema(value_type = Option<TimeOrDate>)]
    expires_at: Option<String>,
}

/// Create an API token
///
/// The token acts on behalf of its owner: it can never do more than the owner can at that moment, and no more than it
/// is limited to. Requires `api_tokens:manage:own` for your own tokens; for another user's, `api_tokens:manage` in all
/// their units and everything that they hold. The answer shows the token once, unless the access model allows it to be
/// shown again. Requires a session whose person has signed in, or shown their credentials with `POST /v1/me/proof`, in
/// the last ten minutes (`403 proof_required`); API tokens are not accepted.
#[utoipa::path(
    post,
    operation_id = "createApiToken",
    path = "/v1/accounts/{account}/api-tokens",
    tag = "api tokens",
    params(("account" = String, Path, description = "The account"), IdempotencyKey),
    request_body = CreateApiTokenRequest,
    responses(
        (
            status = 201, description = "The token, with its secret", body = RevealedApiToken,
            headers(("ETag" = String), ("Location" = String)),
        ),
        Problems,
    ),
    security(("bearer" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    bearer: Bearer,
    InPath(account): InPath<AccountId>,
    source: Source,
    body: Body<CreateApiTokenRequest>,
) -> Answer<Created<RevealedApiToken>> {
    until_decided(|| async {
        let (Entered { caller, proven, owner }, held) = enter(&bearer, &app, account, &body).await?;
        let wanted = body.read(caller.known, |request, fields| request.read(&caller, &owner, fields))?;
        let mut rng = app.rng();
        let (over, alive): (Vec<ApiToken>, Vec<ApiToken>) =
            held.tokens.into_iter().partition(|token| token.is_over(held.end.as_ref(), caller.now));
        let theirs = alive.iter().filter(|token| token.owner == owner.id);
        let slot = ApiTokenSlot::free(theirs, held.unreadable, &mut rng);
        let slot = slot.ok_or_else(too_many)?;
        let issued = ApiTokenToken {
            account,
            id: ApiTokenId::random(owner.id.key(), &mut rng),
            secret: Secret::random(&mut rng),
        };
        let token = ApiToken {
            account,
            id: issued.id,
            owner: owner.id,
            name: wanted.name,
            token: issued.secret.hash(),
            previous: None,
            permissions: wanted.permissions,
            sealed: sealed(&app, &issued, &caller).await?,
            slot: Some(slot),
            created_by: caller.user.id,
            known_since: caller.epoch().filter(|_| caller.user.id == owner.id),
            created_at: caller.now,
            last_used_at: None,
            expires_at: wanted.expires_at,
            version: 1,
        };
        let author = caller.author(&source);
        app.store.commit(api_tokens::created(&app, &token, over, &caller, &owner, &author)).await?;
        let (location, version) = (format!("/v1/accounts/{account}/api-tokens/{}", token.id), token.version);
        Ok(Created { location, version, body: RevealedApiToken::of(&issued, token, &owner, &caller, proven) })
    })
    .await
}

fn too_many() -> Problem {
    Problem::conflict(
        "too_many_api_tokens",
        format!("a user can have at most {MOST_PER_OWNER} tokens; revoke one first"),
    )
}

/// The tokens that the owner to be has, those that are over among them.
struct Held {
    tokens: Vec<ApiToken>,
    /// How many there are besides.
    unreadable: usize,
    /// The end that the owner has put to those that they knew.
    end: Option<ApiTokensEnd>,
}

/// The caller, who has just shown who they are, and the owner to be.
struct Entered {
    caller: Caller,
    proven: Proven,
    owner: User,
}

/// Who makes the token, for whom, and the tokens that the owner has. Two requests, side by side.
async fn enter(
    bearer: &Bearer,
    app: &App,
    account: AccountId,
    body: &Body<CreateApiTokenRequest>,
) -> Answer<(Entered, Held)> {
    let owner = body.peek().and_then(|request| request.owner.as_deref());
    let named: Option<UserId> = owner.and_then(|id| id.parse().ok());
    let key = named.map_or_else(|| bearer.user_in(account), |owner| owner.key());
    let (tokens, end) = (List::api_tokens(account, Some(key)), Key::api_tokens_end(account, key));
    let (entered, listed) = tokio::join!(
        bearer.enter(
            app,
            account,
            named.map(|owner| Key::user(account, owner.key()).any()).into_iter().chain([end.any()])
        ),
        app.store.list(&tokens, None, 100)
    );
    let ((caller, found), listed): (_, Page<ApiToken>) = (entered?, listed?);
    caller.acting().require_any_tokens()?;
    caller.acting().check_secrets_are_shown()?;
    let owner = match named {
        None if owner.is_some() => None,
        None => Some(caller.user.clone()),
        Some(id) => found
            .get(&Key::user(account, id.key()))?
            .filter(|user| user.id == id && (caller.user.id == id || caller.sees(user))),
    };
    let Some(owner) = owner else {
        body.shape(caller.known)?;
        return Err(Problem::invalid_field("owner", "unknown_user", "unknown user"));
    };
    // That the owner is active is judged with the other fields.
    caller.acting().facing(&owner).makes_api_tokens().or_else(unless_not_active)?;
    // Asked for last: nobody shows their credentials only to hear that they may not.
    let proven = caller.require_proof()?;
    let tokens = listed.entries.into_iter().map(|(_, token)| token).collect();
    let held = Held { tokens, unreadable: listed.unreadable, end: found.get(&end)? };
    Ok((Entered { caller, proven, owner }, held))
}

fn unless_not_active(refusal: Refusal) -> Decided {
    if refusal == Refusal::OwnerNotActive { Ok(()) } else { Err(refusal) }
}

/// What is wanted, understood.
struct Wanted {
    name: Line<100>,
    permissions: Option<BTreeSet<Permission>>,
    expires_at: Timestamp,
}

impl CreateApiTokenRequest {
    fn read(&self, caller: &Caller, owner: &User, fields: &mut Fields) -> Option<Wanted> {
        let name = fields.parse("name", &self.name, Line::parse);
        let permissions = self.read_permissions(caller, owner, fields);
        let expires_at = self.read_end(caller.model.policies().api_tokens.lifetime, caller.now, fields);
        if let Err(refusal) = caller.acting().facing(owner).makes_api_tokens() {
            fields.refuse("owner", refusal.code(), refusal);
        }
        Some(Wanted { name: name?, permissions, expires_at })
    }

    fn read_permissions(&self, caller: &Caller, owner: &User, fields: &mut Fields) -> Option<BTreeSet<Permission>> {
        let access = Access::of(&caller.model, &owner.grants, caller.now);
        let Some(wanted) = &self.permissions else {
            // The maker of a token for someone else knows it. It must not grow with what its owner is given later.
            return (caller.user.id != owner.id).then(|| access.held());
        };
        if wanted.is_empty() {
            fields.refuse("permissions", "required", "list at least one permission, or leave it out");
        }
        let mut permissions = BTreeSet::new();
        for (index, text) in wanted.iter().enumerate() {
            let field = || format!("permissions[{index}]");
            match text.parse::<Permission>() {
                Err(_) => fields.refuse(
                    field(),
                    "invalid_permission",
                    "must have the form `resource:action` or `resource:action:own`",
                ),
                Ok(permission) if !caller.model.knows(&permission) => {
                    fields.refuse(field(), "unknown_permission", "unknown resource or action");
                }
                Ok(permission) if access.reach(&permission).is_none() => {
                    fields.refuse(field(), "not_held", "the owner does not hold it")
                }
                Ok(permission) => drop(permissions.insert(permission)),
            }
        }
        Some(permissions)
    }

    fn read_end(&self, longest: SignedDuration, now: Timestamp, fields: &mut Fields) -> Timestamp {
        let Some(text) = &self.expires_at else { return now + longest.min(LIFETIME) };
        match fields.parse("expires_at", text, time::end) {
            None => {}
            Some(end) if end <= now => fields.refuse("expires_at", "in_the_past", "must be in the future"),
            Some(end) if end > now + longest => {
                let most = longest.as_hours();
                let most = if most < 48 { format!("{most} hours") } else { format!("{} days", most / 24) };
                fields.refuse("expires_at", "out_of_range", format_args!("must be at most {most} from now"));
            }
            Some(end) => return end,
        }
        now
    }
}
