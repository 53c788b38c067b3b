//! `POST /v1/accounts`: an operator creates an account, and invites its first administrator.

use std::sync::Arc;

use axum::extract::State;
use rand::Rng;
use serde::{Deserialize, Serialize};
use usher::app::App;
use usher::caller::Operator;
use usher::changes::accounts;
use usher::changes::following::{Choice, Chosen};
use usher::changes::greeting::Greets;
use usher::changes::invitee::refuse_disposable;
use usher::domain::access::grant::{Grant, UnitScope};
use usher::domain::access::model::{AccessModel, RoleName};
use usher::domain::brand::{Brand, Logo};
use usher::domain::effects::limit::OwnMailLimits;
use usher::domain::email::EmailAddress;
use usher::domain::external_id::{ExternalId, Scope};
use usher::domain::id::{AccountId, PersonKey, UserKey};
use usher::domain::labels::Labels;
use usher::domain::locale::Locale;
use usher::domain::people::account::{Account, AccountModel, CursorKey};
use usher::domain::people::invitation::{Invitee, Inviter};
use usher::domain::people::user::{Names, User};
use usher::domain::return_url::ReturnOrigins;
use usher::domain::text::{PersonName, Title};
use usher::http::body::LARGEST_MODEL;
use usher::http::metadata::{self, NewMetadata};
use usher::http::problem::{OperatorProblems, Problems};
use usher::http::{Answer, Body, Created, Edit, Fields, Json as Raw, Source};
use usher::presets::Preset;
use usher::service::IdempotencyKey;
use usher::store::{CommitFault, Key};
use utoipa::ToSchema;

use crate::brand::{self, BrandChange};
use crate::managed::taken;
use crate::view::AccountView;

/// The account to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Northwind Dental",
    "product_name": "Brightbill",
    "support_address": "help@brightbill.example",
    "locale": "en",
    "preset": "invoicing",
    "administrator": { "email": "ada@example.com", "given_name": "Ada", "family_name": "Lovelace", "role": "admin" }
}))]
pub struct CreateAccountRequest {
    /// The account's name.
    #[schema(example = "Northwind Dental", min_length = 1, max_length = 120)]
    name: String,
    /// The product that its users know; by default the account's name.
    #[schema(example = "Brightbill", min_length = 1, max_length = 120)]
    product_name: Option<String>,
    /// The address where its users get help. Replies to emails go there.
    #[schema(example = "help@brightbill.example")]
    support_address: Option<String>,
    /// The language of its emails; `en` by default.
    #[schema(value_type = Option<Locale>)]
    locale: Option<String>,
    /// What it looks like on pages and in emails.
    #[schema(value_type = Option<BrandChange>, required = false)]
    #[serde(default)]
    brand: Edit<BrandChange>,
    /// The id of the account in the vendor's own systems, which no other account has.
    #[schema(example = "crm-4711", min_length = 1, max_length = 128)]
    external_id: Option<String>,
    #[schema(schema_with = metadata::schema_if_new, required = false)]
    metadata: Option<NewMetadata>,
    /// The name of a preset. One of `preset`, `model` and `access_model` is required.
    #[schema(value_type = Option<Preset>)]
    preset: Option<String>,
    /// The id of a model, which the account follows from then on.
    #[schema(example = "mod_a2b3c4d5e6f7a2b3")]
    model: Option<String>,
    /// The version of the model or the preset at which the account stays; by default it follows what is rolled out.
    #[schema(example = 2)]
    model_version: Option<u32>,
    /// An access model of its own.
    #[schema(value_type = Option<AccessModel>)]
    access_model: Option<Raw>,
    /// The first administrator, who is invited.
    administrator: InviteAdministratorRequest,
}

/// An administrator to invite, who will manage an account's users.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteAdministratorRequest {
    /// The address.
    #[schema(example = "ada@example.com")]
    email: String,
    /// The given name.
    #[schema(example = "Ada", min_length = 1, max_length = 80)]
    given_name: Option<String>,
    /// The family name.
    #[schema(example = "Lovelace", min_length = 1, max_length = 80)]
    family_name: Option<String>,
    /// A role that manages users; by default the one with the most permissions, not counting what others imply.
    #[schema(example = "admin")]
    role: Option<String>,
    /// The language of the emails, and the person's own from then on; by default the account's.
    #[schema(value_type = Option<Locale>)]
    locale: Option<String>,
    /// Where the page of the link leads on to: an address of up to 1,000 bytes. The installation names the origins that
    /// are allowed.
    return_to: Option<String>,
}

/// The account that was created, and its first administrator.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreatedAccount {
    /// The account.
    account: AccountView,
    /// Its first administrator.
    administrator: InvitedAdministrator,
}

/// The administrator, who gets an email.
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
/// Creates an account that follows a preset, a model or an access model of its own, and invites its first administrator
/// by email. For operators: on AWS the request is signed with IAM credentials, locally it carries the operator token.
#[utoipa::path(
    post,
    operation_id = "createAccount",
    path = "/v1/accounts",
    tag = "accounts",
    params(IdempotencyKey),
    request_body = CreateAccountRequest,
    extensions(("x-max-body-bytes" = json!(LARGEST_MODEL))),
    responses(
        (
            status = 201, description = "The account", body = CreatedAccount,
            headers(("ETag" = String), ("Location" = String)),
        ),
        OperatorProblems,
        Problems,
    ),
    security(("operator" = []))
)]
pub async fn create(
    State(app): State<Arc<App>>,
    operator: Operator,
    source: Source,
    body: Body<CreateAccountRequest>,
) -> Answer<Created<CreatedAccount>> {
    let now = app.now();
    let mut rng = app.rng();
    let loaded = match body.peek() {
        Some(request) => request.choice().load(&app).await?,
        None => body.shape(operator.known)?.choice().load(&app).await?,
    };
    let ((account, logo), model, invitee) = body.read(operator.known, |request, fields| {
        let chosen = request.choice().read(loaded.as_ref(), fields);
        request.read(chosen, &app.config.return_origins, (now, &mut rng), fields)
    })?;
    let author = operator.author(&source, now);
    let model = AccountModel { account: account.id, model: model.document, follows: model.follows, version: 1 };
    let offer = invitee.offer_under(model.model.policies(), account.id, Inviter::Operator, &author, &mut rng);
    let external_id = account.external_id.as_ref().map(|id| Key::external_id(Scope::Accounts, id));
    match app.store.commit(accounts::created(&app, (&account, logo), &model, &offer, &author)).await {
        Err(CommitFault::Refused(met)) if external_id.is_some_and(|key| met.contains(&key)) => return Err(taken()),
        committed => committed?,
    }

    let (location, version) = (format!("/v1/accounts/{}", account.id), account.version);
    let administrator = InvitedAdministrator::of(&offer.user);
    let account = AccountView::of(account, model.model.name());
    Ok(Created { location, version, body: CreatedAccount { account, administrator } })
}

impl InvitedAdministrator {
    /// The user, and the invitation that is their way in.
    pub fn of(user: &User) -> Self {
        Self { user: user.id.to_string(), invitation: user.invitation.to_string(), email: user.email.to_string() }
    }
}

/// What is asked for, as far as it can be read: the account with its logo, its model, and its administrator to be.
type Wanted = (Option<(Account, Option<Logo>)>, Option<Chosen>, Option<Invitee>);

impl CreateAccountRequest {
    fn choice(&self) -> Choice<'_> {
        Choice {
            preset: self.preset.as_deref(),
            access_model: self.access_model.as_ref(),
            model: self.model.as_deref(),
            model_version: self.model_version,
        }
    }

    fn read(
        &self,
        model: Option<Chosen>,
        origins: &ReturnOrigins,
        (now, rng): (jiff::Timestamp, &mut impl Rng),
        fields: &mut Fields,
    ) -> Wanted {
        let name = fields.parse("name", &self.name, Title::parse);
        let product_name = fields.optional("product_name", self.product_name.as_deref(), Title::parse);
        let support_address = fields.optional("support_address", self.support_address.as_deref(), EmailAddress::parse);
        let locale = fields.one_of("locale", self.locale.as_deref(), Locale::parse).unwrap_or_default();
        let (brand, logo) = brand::changed(&Brand::default(), &self.brand, fields);
        let external_id = fields.optional("external_id", self.external_id.as_deref(), ExternalId::parse);
        let metadata = metadata::created(self.metadata.as_ref(), "metadata", fields);
        let document = model.as_ref().map(|chosen| &*chosen.document);
        let invitee = self.administrator.read("administrator.", document, origins, fields);
        let account = name.map(|name| Account {
            id: AccountId::random(rng),
            product_name: product_name.unwrap_or_else(|| name.clone()),
            name,
            support_address,
            locale,
            brand,
            external_id,
            metadata,
            mail_limits: OwnMailLimits::default(),
            suspended_at: None,
            deletion: None,
            cursor_key: CursorKey::random(rng),
            created_at: now,
            version: 1,
        });
        (account.map(|account| (account, logo)), model, invitee)
    }
}

impl InviteAdministratorRequest {
    /// Where the user is stored in `account`, if there is an address.
    pub fn key(&self, account: AccountId) -> Option<UserKey> {
        let email = EmailAddress::parse(&self.email).ok()?;
        Some(UserKey::of(account, PersonKey::of(&email)))
    }

    /// The administrator to be, in an account that follows `model`; what is wrong is noted with `path` before the
    /// field's name.
    pub fn read(
        &self,
        path: &str,
        model: Option<&AccessModel>,
        origins: &ReturnOrigins,
        fields: &mut Fields,
    ) -> Option<Invitee> {
        let email = fields.parse(&format!("{path}email"), &self.email, EmailAddress::parse);
        let given_name = fields.optional(&format!("{path}given_name"), self.given_name.as_deref(), PersonName::parse);
        let family_name =
            fields.optional(&format!("{path}family_name"), self.family_name.as_deref(), PersonName::parse);
        if let (Some(email), Some(model)) = (&email, model) {
            refuse_disposable(format!("{path}email"), email, model, fields);
        }
        let (locale, return_to) = (self.locale.as_deref(), self.return_to.as_deref());
        let greeting = Greets { message: None, locale, return_to }.read(path, origins, fields);
        let role = self.read_role(path, model?, fields);
        let grants = vec![Grant { role: role?, units: UnitScope::All, permissions: [].into(), ends_at: None }];
        let (names, labels) = (Names { given_name, family_name }, Labels::default());
        Some(Invitee { email: email?, names, labels, grants, greeting })
    }

    fn read_role(&self, path: &str, model: &AccessModel, fields: &mut Fields) -> Option<RoleName> {
        let Some(name) = &self.role else { return Some(model.administrator_role().name.clone()) };
        let role = name.parse::<RoleName>().ok().filter(|role| model.manages_users(role));
        if role.is_none() {
            fields.refuse(format!("{path}role"), "unknown_role", "not a role that manages users");
        }
        role
    }
}
