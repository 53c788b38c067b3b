//! One person to move in, as an operator sends them.

use serde::Deserialize;
use usher::changes::{Giving, GrantFields};
use usher::domain::email::EmailAddress;
use usher::domain::external_id::Scope;
use usher::domain::id::{AccountId, PersonKey, UserKey};
use usher::domain::locale::Locale;
use usher::domain::people::invitation::{Greeting, Invitee};
use usher::domain::people::moving::Mover;
use usher::domain::people::user::{Names, UserStatus};
use usher::domain::secret::foreign::{FirebaseParameters, ForeignHash};
use usher::domain::text::PersonName;
use usher::http::labels;
use usher::http::metadata::{self, NewMetadata};
use usher::http::problem::FieldFaults;
use usher::http::{Fields, Json as Raw, Sent};
use usher::store::{AnyKey, Key};
use utoipa::ToSchema;

/// A person to move in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ImportedPerson)]
pub struct ImportedPersonFields {
    /// The address.
    #[schema(example = "ada@example.com")]
    email: String,
    /// The given name.
    #[schema(example = "Ada", min_length = 1, max_length = 80)]
    given_name: Option<String>,
    /// The family name.
    #[schema(example = "Lovelace", min_length = 1, max_length = 80)]
    family_name: Option<String>,
    /// The id of the user in the portal's own systems, which no other user of the account has.
    #[schema(example = "crm-4711", min_length = 1, max_length = 128)]
    external_id: Option<String>,
    #[schema(schema_with = metadata::schema_if_new, required = false)]
    metadata: Option<NewMetadata>,
    /// The language of the person's emails, unless they have one already; by default each account's.
    #[schema(value_type = Option<Locale>)]
    locale: Option<String>,
    /// The grants that the user will hold.
    grants: Vec<GrantFields>,
    /// What the user is from now on; `active` by default. Who is `pending` has no password yet, and accepts an
    /// invitation.
    #[schema(value_type = Option<UserStatus>)]
    status: Option<String>,
    /// The hash of the password, as the system has it that they come from: a PHC string, bcrypt's, Django's,
    /// better-auth's, a credential of Keycloak's as JSON, or Firebase's. Without one they set a password by email.
    #[schema(example = "$2b$10$abcdefghijklmnopqrstuuGIWoIGH0zKPqcUdQYMF4NQVOqPKNpna")]
    password_hash: Option<String>,
    /// The salt of a hash of Firebase's.
    #[schema(example = "42xEC+ixf3L2lw==")]
    password_salt: Option<String>,
}

/// A row as it was sent.
pub struct Row(Sent<ImportedPersonFields>);

impl Row {
    /// Reads what is to be judged.
    pub fn of(sent: &Raw) -> Self {
        Self(sent.read("row"))
    }

    /// The fields before they are judged: for what is to be looked up to judge them, and for nothing else.
    pub fn peek(&self) -> Option<&ImportedPersonFields> {
        self.0.peek()
    }

    /// The person to move in. Whether they are there is another matter.
    pub fn mover(&self, giving: &Giving<'_>, firebase: Option<&FirebaseParameters>) -> Result<Mover, FieldFaults> {
        self.0.judge(|row, fields| row.mover(giving, firebase, fields))
    }
}

impl ImportedPersonFields {
    /// The address in its canonical form, if there is one.
    pub fn address(&self) -> Option<EmailAddress> {
        EmailAddress::parse(&self.email).ok()
    }

    /// The places of the user and the person, who has the external id, and the units.
    pub fn keys(&self, account: AccountId) -> Vec<AnyKey> {
        let person = self.address().map(|email| PersonKey::of(&email));
        let places =
            person.map(|person| [Key::user(account, UserKey::of(account, person)).any(), Key::person(person).any()]);
        let units = GrantFields::units(&self.grants).into_iter().map(|unit| Key::unit(account, unit).any());
        let called = labels::wanted(self.external_id.as_ref());
        let called = called.map(|id| Key::external_id(Scope::Users(account), &id).any());
        places.into_iter().flatten().chain(called).chain(units).collect()
    }

    fn mover(
        &self,
        giving: &Giving<'_>,
        firebase: Option<&FirebaseParameters>,
        mut fields: Fields,
    ) -> Result<Mover, FieldFaults> {
        let email = fields.parse("email", &self.email, EmailAddress::parse);
        let names = Names {
            given_name: fields.optional("given_name", self.given_name.as_deref(), PersonName::parse),
            family_name: fields.optional("family_name", self.family_name.as_deref(), PersonName::parse),
        };
        let grants = GrantFields::read_all(&self.grants, "grants", giving, &mut fields);
        let status = fields.one_of("status", self.status.as_deref(), UserStatus::parse).unwrap_or(UserStatus::Active);
        let password = self.hash(firebase, &mut fields);
        if status == UserStatus::Pending && self.password_hash.is_some() {
            fields.refuse("password_hash", "mutually_exclusive", "who is `pending` has no password yet");
        }
        let locale = fields.one_of("locale", self.locale.as_deref(), Locale::parse);
        let greeting = Greeting { locale, ..Greeting::default() };
        let labels = labels::created(self.external_id.as_deref(), self.metadata.as_ref(), &mut fields);
        let email = fields.sound(email)?;
        Ok(Mover { invitee: Invitee { email, names, labels, grants, greeting }, status, password })
    }

    fn hash(&self, firebase: Option<&FirebaseParameters>, fields: &mut Fields) -> Option<ForeignHash> {
        let Some(salt) = &self.password_salt else {
            return fields.optional("password_hash", self.password_hash.as_deref(), ForeignHash::parse);
        };
        let Some(firebase) = firebase else {
            fields.refuse("password_salt", "required", "a hash with a salt of its own needs `firebase`");
            return None;
        };
        let read = |hash: &str| ForeignHash::firebase(hash, salt, firebase);
        fields.required("password_hash", self.password_hash.as_deref(), read)
    }
}
