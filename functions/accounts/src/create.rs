//! `POST /v1/accounts`: an operator creates an account, and invites its first administrator.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use rand::Rng;
use serde::Serialize;
use serde_json::{Value, json};
use usher::app::App;
use usher::domain::access_model::{AccessModel, RoleName};
use usher::domain::account::{Account, AccountModel, CursorKey};
use usher::domain::audit::{Action, Actor, Author};
use usher::domain::email::EmailAddress;
use usher::domain::grant::{Grant, UnitScope};
use usher::domain::id::{AccountId, PersonKey, UserKey};
use usher::domain::invitation::{Invitee, Inviter};
use usher::domain::locale::Locale;
use usher::domain::text::{PersonName, Title};
use usher::domain::user::{Names, User};
use usher::http::etag::etag;
use usher::http::invitee::refuse_disposable;
use usher::http::problem::Problems;
use usher::http::{Answer, Body, Fields, IdempotencyKey, Json as Raw, Operator, Problem, Source};
use usher::presets::Preset;
use usher::store::Change;
use utoipa::ToSchema;

use crate::document;
use crate::view::AccountView;

/// The account to create.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// Its name.
    #[serde(default)]
    #[schema(required, value_type = String, example = "Northwind Dental")]
    name: Option<String>,
    /// The product that its users know; the account's name where it is left out.
    #[serde(default)]
    #[schema(example = "iCorePay")]
    product_name: Option<String>,
    /// Where its users get help. Mails are answered there.
    #[serde(default)]
    #[schema(example = "help@icorepay.example")]
    support_address: Option<String>,
    /// The language of its mails, `en` or `fr`; `en` where it is left out.
    #[serde(default)]
    #[schema(example = "en")]
    locale: Option<String>,
    /// The name of a preset: `invoicing`, `portal`, `mailing`, `billing` or `warranty`. Either this or `access_model`.
    #[serde(default)]
    #[schema(example = "invoicing")]
    preset: Option<String>,
    /// An access model of one's own. Either this or `preset`.
    #[serde(default)]
    #[schema(value_type = Option<serde_json::Value>)]
    access_model: Option<Raw>,
    /// Who gets the first invitation.
    #[serde(default)]
    #[schema(required, value_type = NewAdministrator)]
    administrator: Option<NewAdministrator>,
}

/// Somebody who is to manage an account's users.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAdministrator {
    /// The address.
    #[serde(default)]
    #[schema(required, value_type = String, example = "ada@example.com")]
    email: Option<String>,
    /// The given name.
    #[serde(default)]
    #[schema(example = "Ada")]
    given_name: Option<String>,
    /// The family name.
    #[serde(default)]
    #[schema(example = "Lovelace")]
    family_name: Option<String>,
    /// A role that manages users; the one with the most permissions where it is left out.
    #[serde(default)]
    #[schema(example = "admin")]
    role: Option<String>,
}

/// What was created.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreatedAccount {
    /// The account.
    account: AccountView,
    /// Its first administrator.
    administrator: InvitedAdministrator,
}

/// An administrator, who gets a mail.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitedAdministrator {
    /// The user.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    user: String,
    /// The invitation.
    #[schema(example = "inv_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    invitation: String,
    /// The address.
    #[schema(example = "ada@example.com")]
    email: String,
}

/// Create an account
///
/// From a preset or an access model, with its first administrator, who is invited by mail. For operators: on AWS the request is signed with
/// IAM credentials, locally it carries the operator token.
#[utoipa::path(
    post,
    operation_id = "createAccount",
    path = "/v1/accounts",
    tag = "accounts",
    params(IdempotencyKey),
    request_body = NewAccount,
    responses((status = 201, description = "The account", body = CreatedAccount, headers(("ETag" = String), ("Location" = String))), Problems),
    security(("operator" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    operator: Operator,
    source: Source,
    Body(request): Body<NewAccount>,
) -> Answer<(StatusCode, HeaderMap, Json<CreatedAccount>)> {
    let now = app.now();
    let mut rng = app.rng();
    let (account, model, invitee) = request.read(now, &mut rng)?;
    let author = source.author(Actor::Operator { principal: operator.principal }, now);
    let model = AccountModel { account: account.id, model, version: 1 };
    let event = created(&account, &model, &author, &mut rng);
    let offer = invitee.offer_under(model.model.policies(), account.id, Inviter::Operator, &author, &mut rng);
    app.store.commit(Change::new().create(&account).create(&model).create(&event).offer(&offer)).await?;

    let mut headers = etag(account.version);
    if let Ok(location) = HeaderValue::try_from(format!("/v1/accounts/{}", account.id)) {
        headers.insert(header::LOCATION, location);
    }
    let administrator = InvitedAdministrator::of(&offer.user);
    let account = AccountView::of(account, model.model.name());
    Ok((StatusCode::CREATED, headers, Json(CreatedAccount { account, administrator })))
}

fn created(account: &Account, model: &AccountModel, author: &Author, rng: &mut impl Rng) -> usher::domain::audit::AuditEvent {
    let after = json!({
        "name": account.name,
        "product_name": account.product_name,
        "support_address": account.support_address,
        "locale": account.locale,
        "access_model": model.model.name(),
    });
    author.event(account.id, Action::AccountCreated, account.id, (Value::Null, after), rng)
}

impl InvitedAdministrator {
    /// The user, and the invitation that is their way in.
    pub fn of(user: &User) -> Self {
        Self { user: user.id.to_string(), invitation: user.invitation.to_string(), email: user.email.to_string() }
    }
}

impl NewAccount {
    fn read(&self, now: jiff::Timestamp, rng: &mut impl Rng) -> Answer<(Account, AccessModel, Invitee)> {
        let mut fields = Fields::new();
        let name = fields.required("name", self.name.as_deref(), Title::parse);
        let product_name = fields.optional("product_name", self.product_name.as_deref(), Title::parse);
        let support_address = fields.optional("support_address", self.support_address.as_deref(), EmailAddress::parse);
        let locale = fields.one_of("locale", self.locale.as_deref(), Locale::parse).unwrap_or_default();
        let model = self.read_model(&mut fields);
        let invitee = self.read_administrator(model.as_ref(), &mut fields);
        fields.finish()?;
        let (Some(name), Some(model), Some(invitee)) = (name, model, invitee) else { return Err(Problem::internal()) };
        let account = Account {
            id: AccountId::random(rng),
            product_name: product_name.unwrap_or_else(|| name.clone()),
            name,
            support_address,
            locale,
            cursor_key: CursorKey::random(rng),
            created_at: now,
            version: 1,
        };
        Ok((account, model, invitee))
    }

    fn read_model(&self, fields: &mut Fields) -> Option<AccessModel> {
        match (&self.preset, &self.access_model) {
            (Some(name), None) => fields.one_of("preset", Some(name), Preset::parse).map(Preset::model),
            (None, Some(document)) => document::read(document, "access_model").map_err(|faults| fields.extend(faults)).ok(),
            (None, None) => {
                fields.refuse("preset", "required", "either `preset` or `access_model` must be given");
                None
            }
            (Some(_), Some(_)) => {
                fields.refuse("preset", "contradiction", "only one of `preset` and `access_model` may be given");
                None
            }
        }
    }

    fn read_administrator(&self, model: Option<&AccessModel>, fields: &mut Fields) -> Option<Invitee> {
        let Some(administrator) = &self.administrator else {
            fields.refuse("administrator", "required", "must be given");
            return None;
        };
        administrator.read("administrator.", model, fields)
    }
}

impl NewAdministrator {
    /// Where the user is stored in `account`, if there is an address.
    pub fn key(&self, account: AccountId) -> Option<UserKey> {
        let email = self.email.as_deref().and_then(|email| EmailAddress::parse(email).ok())?;
        Some(UserKey::of(account, PersonKey::of(&email)))
    }

    /// The administrator to be, in an account that follows `model`; what is wrong is noted with `path` before the field's name.
    pub fn read(&self, path: &str, model: Option<&AccessModel>, fields: &mut Fields) -> Option<Invitee> {
        let email = fields.required(&format!("{path}email"), self.email.as_deref(), EmailAddress::parse);
        let given_name = fields.optional(&format!("{path}given_name"), self.given_name.as_deref(), PersonName::parse);
        let family_name = fields.optional(&format!("{path}family_name"), self.family_name.as_deref(), PersonName::parse);
        if let (Some(email), Some(model)) = (&email, model) {
            refuse_disposable(format!("{path}email"), email, model, fields);
        }
        let role = self.read_role(path, model?, fields);
        let grants = vec![Grant { role: role?, units: UnitScope::All, permissions: [].into(), ends_at: None }];
        Some(Invitee { email: email?, names: Names { given_name, family_name }, grants })
    }

    fn read_role(&self, path: &str, model: &AccessModel, fields: &mut Fields) -> Option<RoleName> {
        let Some(name) = &self.role else { return Some(model.administrator_role().name.clone()) };
        let role = name.parse::<RoleName>().ok().filter(|role| model.manages_users(role));
        if role.is_none() {
            fields.refuse(format!("{path}role"), "invalid_role", "no role of the access model that manages users");
        }
        role
    }
}
