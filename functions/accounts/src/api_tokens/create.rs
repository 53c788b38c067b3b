//! `POST /v1/accounts/{account}/api-tokens`: a new API token.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;
use usher::app::App;
use usher::domain::api_token::{ApiToken, LIFETIME, LONGEST_LIFETIME, MOST_PER_OWNER};
use usher::domain::audit::Action;
use usher::domain::grant::Access;
use usher::domain::id::{AccountId, ApiTokenId, UserId};
use usher::domain::permission::Permission;
use usher::domain::text::Line;
use usher::domain::token::{ApiTokenToken, Secret};
use usher::domain::user::{User, UserStatus};
use usher::http::api_tokens;
use usher::http::etag::etag;
use usher::http::problem::Problems;
use usher::http::{Answer, Bearer, Body, Caller, Fields, IdempotencyKey, InPath, Problem, Source, until_decided};
use usher::store::{Change, Key, List, Page};
use utoipa::ToSchema;

use super::view::{RevealedApiToken, sealed};

/// The token to make.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiToken {
    /// What people call it, at most 100 characters.
    #[serde(default)]
    #[schema(required, value_type = String, example = "Nightly export")]
    name: Option<String>,
    /// The user on whose behalf it acts; the caller where it is left out.
    #[serde(default)]
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    owner: Option<String>,
    /// What it is limited to. Where it is left out: everything that its owner may do, at every moment; for somebody else's token everything that they may do now.
    #[serde(default)]
    #[schema(example = json!(["invoices:read"]))]
    permissions: Option<Vec<String>>,
    /// When it ends, at most 366 days from now; 90 days from now where it is left out.
    #[serde(default)]
    #[schema(example = "2027-01-31T00:00:00Z")]
    expires_at: Option<String>,
}

/// Create an API token
///
/// It acts on behalf of its owner: never more than they may do at that moment, and no more than it is limited to. Whoever holds `api_tokens:manage:own` makes
/// tokens for themselves; whoever holds `api_tokens:manage` over somebody, and all that they hold, for them too. The answer shows the token: once, unless the
/// access model lets it be revealed again. Takes a session, not an API token.
#[utoipa::path(
    post,
    operation_id = "createApiToken",
    path = "/v1/accounts/{account}/api-tokens",
    tag = "api tokens",
    params(("account" = String, Path, description = "The account"), IdempotencyKey),
    request_body = NewApiToken,
    responses((status = 201, description = "The token, with its secret", body = RevealedApiToken, headers(("ETag" = String), ("Location" = String))), Problems),
    security(("bearer" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    InPath(account): InPath<AccountId>,
    bearer: Bearer,
    source: Source,
    Body(request): Body<NewApiToken>,
) -> Answer<(StatusCode, HeaderMap, Json<RevealedApiToken>)> {
    until_decided(|| async {
        let (caller, owner, held) = enter(&bearer, &app, account, &request).await?;
        let wanted = request.read(&caller, &owner)?;
        if held >= MOST_PER_OWNER {
            return Err(Problem::conflict("too_many_api_tokens", format!("a user has at most {MOST_PER_OWNER} tokens: revoke one")));
        }
        let mut rng = app.rng();
        let issued = ApiTokenToken { account, id: ApiTokenId::random(owner.id.key(), &mut rng), secret: Secret::random(&mut rng) };
        let token = ApiToken {
            account,
            id: issued.id,
            owner: owner.id,
            name: wanted.name,
            token: issued.secret.hash(),
            outgoing: None,
            permissions: wanted.permissions,
            sealed: sealed(&app, &issued, &caller).await?,
            created_by: caller.user.id,
            created_at: caller.now,
            last_used_at: None,
            expires_at: wanted.expires_at,
            version: 1,
        };
        let author = source.author(caller.actor(), caller.now);
        let event = author.event(account, Action::ApiTokenCreated, token.id, (Value::Null, super::recorded(&token)), &mut rng);
        app.store.commit(Change::new().create(&token).create(&event).and(api_tokens::still_so(&caller, &owner))).await?;
        let mut headers = etag(token.version);
        if let Ok(location) = HeaderValue::try_from(format!("/v1/accounts/{account}/api-tokens/{}", token.id)) {
            headers.insert(header::LOCATION, location);
        }
        Ok((StatusCode::CREATED, headers, Json(RevealedApiToken::of(&issued, token, &caller))))
    })
    .await
}

/// The caller, the owner to be, and how many tokens these have. Two requests, side by side.
async fn enter(bearer: &Bearer, app: &App, account: AccountId, request: &NewApiToken) -> Answer<(Caller, User, usize)> {
    let named: Option<UserId> = request.owner.as_deref().and_then(|id| id.parse().ok());
    let key = named.map_or_else(|| bearer.user_in(account), |owner| owner.key());
    let tokens = List::api_tokens(account, Some(key));
    let (entered, listed) =
        tokio::join!(bearer.enter(app, account, named.map(|owner| Key::user(account, owner.key()))), app.store.list(&tokens, None, 100));
    let ((caller, found), listed): (_, Page<ApiToken>) = (entered?, listed?);
    api_tokens::require_any(&caller)?;
    caller.require_session()?;
    api_tokens::check_there_are_any(&caller)?;
    let owner = match named {
        None if request.owner.is_some() => None,
        None => Some(caller.user.clone()),
        Some(id) => found.get(&Key::user(account, id.key()))?.filter(|user: &User| user.id == id && (caller.user.id == id || caller.sees(user))),
    };
    let owner = owner.ok_or_else(|| Problem::invalid_field("owner", "unknown_user", "no user of this account"))?;
    if !api_tokens::manages(&caller, &owner) {
        return Err(Problem::forbidden("the permission `api_tokens:manage` is missing over this user"));
    }
    api_tokens::check_may_act_as(&caller, &owner)?;
    let is_alive = |token: &ApiToken| token.owner == owner.id && caller.now < token.expires_at;
    let held = listed.entries.iter().filter(|(_, token)| is_alive(token)).count();
    Ok((caller, owner, held))
}

/// What is wanted, understood.
struct Wanted {
    name: Line<100>,
    permissions: Option<BTreeSet<Permission>>,
    expires_at: Timestamp,
}

impl NewApiToken {
    fn read(&self, caller: &Caller, owner: &User) -> Answer<Wanted> {
        let mut fields = Fields::new();
        let name = fields.required("name", self.name.as_deref(), Line::parse);
        let permissions = self.read_permissions(caller, owner, &mut fields);
        let expires_at = self.read_end(caller.now, &mut fields);
        if owner.status != UserStatus::Active {
            fields.refuse("owner", "not_active", "only active users have tokens");
        }
        fields.finish()?;
        Ok(Wanted { name: name.ok_or_else(Problem::internal)?, permissions, expires_at })
    }

    fn read_permissions(&self, caller: &Caller, owner: &User, fields: &mut Fields) -> Option<BTreeSet<Permission>> {
        let access = Access::of(&caller.model, &owner.grants, caller.now);
        let Some(wanted) = &self.permissions else {
            // Whoever makes a token for somebody else knows it. It must not grow with what its owner is given later.
            return (caller.user.id != owner.id).then(|| access.held());
        };
        if wanted.is_empty() {
            fields.refuse("permissions", "required", "name at least one, or leave it out");
        }
        let mut permissions = BTreeSet::new();
        for (index, text) in wanted.iter().enumerate() {
            let field = || format!("permissions[{index}]");
            match text.parse::<Permission>() {
                Err(_) => fields.refuse(field(), "invalid_permission", "of the form `resource:action` or `resource:action:own`"),
                Ok(permission) if !caller.model.knows(&permission) => {
                    fields.refuse(field(), "unknown_permission", "the access model has no such resource or action");
                }
                Ok(permission) if access.reach(&permission).is_none() => fields.refuse(field(), "not_held", "the owner does not hold it"),
                Ok(permission) => drop(permissions.insert(permission)),
            }
        }
        Some(permissions)
    }

    fn read_end(&self, now: Timestamp, fields: &mut Fields) -> Timestamp {
        let Some(text) = &self.expires_at else { return now + LIFETIME };
        match text.parse::<Timestamp>() {
            Err(_) => fields.refuse("expires_at", "invalid_timestamp", "a time such as `2027-01-31T00:00:00Z`"),
            Ok(end) if end <= now => fields.refuse("expires_at", "in_the_past", "must be in the future"),
            Ok(end) if end > now + LONGEST_LIFETIME => fields.refuse("expires_at", "out_of_range", "at most 366 days from now"),
            Ok(end) => return end,
        }
        now
    }
}
