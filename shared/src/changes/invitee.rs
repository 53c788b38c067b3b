//! Someone to invite or to create, in request bodies: from what the client sent to a domain value, or the reason why
//! not.

use std::collections::HashSet;

use serde::Deserialize;
use utoipa::ToSchema;

use super::greeting::Greets;
use super::{Giving, GrantFields};
use crate::caller::Caller;
use crate::domain::access::grant::Grant;
use crate::domain::access::model::{AccessModel, GivenBy};
use crate::domain::access::permission::Operation;
use crate::domain::email::EmailAddress;
use crate::domain::external_id::Scope;
use crate::domain::id::{AccountId, PersonKey, UserId, UserKey};
use crate::domain::locale::Locale;
use crate::domain::people::disposable;
use crate::domain::people::invitation::{Greeting, Invitee};
use crate::domain::people::user::Names;
use crate::domain::return_url::ReturnOrigins;
use crate::domain::text::PersonName;
use crate::http::labels;
use crate::http::metadata::{self, NewMetadata};
use crate::http::problem::FieldFaults;
use crate::http::{Fields, Problem};
use crate::store::{AnyKey, Found, Key};

/// A person to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InviteUserRequest)]
pub struct InviteeFields {
    /// The address.
    #[schema(example = "ada@example.com")]
    pub email: String,
    /// The given name, if the access model lets the inviter provide it.
    #[schema(example = "Ada", min_length = 1, max_length = 80)]
    pub given_name: Option<String>,
    /// The family name, if the access model lets the inviter provide it.
    #[schema(example = "Lovelace", min_length = 1, max_length = 80)]
    pub family_name: Option<String>,
    /// The id of the user in the portal's own systems, which no other user of the account has.
    #[schema(example = "crm-4711", min_length = 1, max_length = 128)]
    pub external_id: Option<String>,
    #[schema(schema_with = metadata::schema_if_new, required = false)]
    pub metadata: Option<NewMetadata>,
    /// The grants that the user will hold. May be left out if the access model has a `default_role`, unless it lets
    /// grants choose units.
    pub grants: Option<Vec<GrantFields>>,
    /// What you write to the person, which the email shows as your words: text in at most 12 lines, without addresses
    /// of pages.
    #[schema(example = "Welcome to the team!", min_length = 1, max_length = 500)]
    pub message: Option<String>,
    /// The language of the emails, and the person's own from then on; by default the account's.
    #[schema(value_type = Option<Locale>)]
    pub locale: Option<String>,
    /// Where the page of the link leads on to: an address of up to 1,000 bytes. The installation names the origins that
    /// are allowed.
    pub return_to: Option<String>,
}

/// What someone is invited by, beside what is said of them.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// Who invites.
    pub caller: &'a Caller,
    /// What was looked up.
    pub found: &'a Found,
    /// Where links may lead on to.
    pub origins: &'a ReturnOrigins,
    /// What is said to all.
    pub defaults: &'a Greeting,
}

/// Why someone cannot be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// Fields are wrong.
    Invalid(FieldFaults),
    /// The grants are more than the caller holds.
    ExceedsOwn,
    /// The address is thrown away after use, and the access model refuses such.
    Disposable,
    /// Another user has the external id.
    ExternalIdTaken,
}

impl InviteeFields {
    /// The address in its canonical form, if there is one.
    pub fn address(&self) -> Option<EmailAddress> {
        EmailAddress::parse(&self.email).ok()
    }

    /// All that must be looked up to judge it: the place of the user, who has the external id, and the units.
    pub fn keys(&self, account: AccountId) -> Vec<AnyKey> {
        let user = self.address().map(|email| Key::user(account, UserKey::of(account, PersonKey::of(&email))).any());
        let units = GrantFields::units(self.grants.as_deref().unwrap_or_default())
            .into_iter()
            .map(|unit| Key::unit(account, unit).any());
        let called = labels::wanted(self.external_id.as_ref());
        let called = called.map(|id| Key::external_id(Scope::Users(account), &id).any());
        user.into_iter().chain(called).chain(units).collect()
    }

    /// The person whom the caller invites. Whether the address is taken is another matter.
    pub fn invitee(&self, terms: Terms<'_>, mut fields: Fields) -> Result<Invitee, Unfit> {
        let Terms { caller, found, origins, defaults } = terms;
        let email = fields.parse("email", &self.email, EmailAddress::parse);
        let names = self.names(caller.model.policies().invitation.names, &mut fields);
        let grants = self.grants(&Giving::by(caller, found, &[]), &mut fields);
        let labels = labels::created(self.external_id.as_deref(), self.metadata.as_ref(), &mut fields);
        let greeting = self.greets().read("", origins, &mut fields).or(defaults);
        let email = fields.sound(email)?;
        let invitee = allowed(Invitee { email, names, labels, grants, greeting }, caller)?;
        if invitee.is_called_as_another(caller.account.id, found) { Err(Unfit::ExternalIdTaken) } else { Ok(invitee) }
    }

    fn greets(&self) -> Greets<'_> {
        Greets {
            message: self.message.as_deref(),
            locale: self.locale.as_deref(),
            return_to: self.return_to.as_deref(),
        }
    }

    fn grants(&self, giving: &Giving<'_>, fields: &mut Fields) -> Vec<Grant> {
        match &self.grants {
            Some(grants) => GrantFields::read_all(grants, "grants", giving, fields),
            None if giving.model.default_role().is_some() => {
                GrantFields::read_all(&[GrantFields::DEFAULT], "grants", giving, fields)
            }
            None => {
                fields.refuse("grants", "required", "must be given: the access model has no default role");
                Vec::new()
            }
        }
    }

    fn names(&self, given_by: GivenBy, fields: &mut Fields) -> Names {
        let mut name = |field: &str, value: Option<&str>| match given_by {
            GivenBy::Inviter => fields.required(field, value, PersonName::parse),
            GivenBy::Optional => fields.optional(field, value, PersonName::parse),
            GivenBy::Invitee => {
                if value.is_some() {
                    fields.refuse(field, "name_not_editable", "the invited person provides this name");
                }
                None
            }
        };
        Names {
            given_name: name("given_name", self.given_name.as_deref()),
            family_name: name("family_name", self.family_name.as_deref()),
        }
    }
}

impl Invitee {
    /// Whether another user of the account than the one with the address has the external id, by what was looked up.
    pub fn is_called_as_another(&self, account: AccountId, found: &Found) -> bool {
        let Some(id) = &self.labels.external_id else { return false };
        let holder = found.readable(&Key::external_id(Scope::Users(account), id));
        let user = holder.map(|holder| holder.holder.parse::<UserId>());
        user.is_some_and(|user| user.map_or(true, |user| user.key() != self.key(account)))
    }
}

/// The external ids of the rows of a call.
#[derive(Debug, Default)]
pub struct Called(HashSet<String>);

impl Called {
    /// Whether no earlier row has the external id of this one, if it has any.
    pub fn insert_new(&mut self, invitee: &Invitee) -> bool {
        invitee.labels.external_id.as_ref().is_none_or(|id| self.0.insert(id.to_string()))
    }
}

fn allowed(invitee: Invitee, caller: &Caller) -> Result<Invitee, Unfit> {
    if !(caller.may_over(Operation::UsersInvite, &invitee.grants) && caller.covers(&invitee.grants)) {
        return Err(Unfit::ExceedsOwn);
    }
    if refuses(&caller.model, &invitee.email) {
        return Err(Unfit::Disposable);
    }
    Ok(invitee)
}

/// What is said of a disposable address.
const DISPOSABLE: &str = "disposable addresses are not allowed";

/// Refuses the address in `field` if the access model does not allow it.
pub fn refuse_disposable(field: String, email: &EmailAddress, model: &AccessModel, fields: &mut Fields) {
    if refuses(model, email) {
        fields.refuse(field, "disposable_address", DISPOSABLE);
    }
}

/// Whether the access model refuses the address because it is thrown away after use.
fn refuses(model: &AccessModel, email: &EmailAddress) -> bool {
    model.policies().invitation.refuses(email, disposable::is_listed(email))
}

impl From<FieldFaults> for Unfit {
    fn from(faults: FieldFaults) -> Self {
        Self::Invalid(faults)
    }
}

impl From<Unfit> for Problem {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Invalid(errors) => Self::invalid_fields(errors),
            Unfit::ExceedsOwn => Self::grant_exceeds_own(),
            Unfit::ExternalIdTaken => labels::taken_by_a_user(),
            Unfit::Disposable => Self::invalid_field("email", "disposable_address", DISPOSABLE),
        }
    }
}
