//! Somebody to invite or to create, in request bodies: from what the client sent to a domain value, or the reason why not.

use utoipa::ToSchema;

use super::problem::FieldFault;
use super::{Caller, Fields, GrantFields, Problem};
use crate::domain::access_model::{AccessModel, GivenBy};
use crate::domain::disposable;
use crate::domain::email::EmailAddress;
use crate::domain::id::{AccountId, PersonKey, UserKey};
use crate::domain::invitation::Invitee;
use crate::domain::permission::Operation;
use crate::domain::text::PersonName;
use crate::domain::user::Names;
use crate::store::{Found, Key};

/// Someone to invite.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Invitee)]
pub struct InviteeFields {
    /// The address.
    #[serde(default)]
    #[schema(required, value_type = String, example = "ada@example.com")]
    pub email: Option<String>,
    /// The given name, where the access model has the inviter give it.
    #[serde(default)]
    #[schema(example = "Ada")]
    pub given_name: Option<String>,
    /// The family name, where the access model has the inviter give it.
    #[serde(default)]
    #[schema(example = "Lovelace")]
    pub family_name: Option<String>,
    /// What the user will hold.
    #[serde(default)]
    #[schema(required)]
    pub grants: Vec<GrantFields>,
}

/// Why somebody cannot be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// Fields are wrong.
    Invalid(Vec<FieldFault>),
    /// The grants are more than the caller holds.
    ExceedsOwn,
    /// The address is thrown away after use, and the access model refuses such.
    Disposable,
}

impl InviteeFields {
    /// The address in its canonical form, where there is one.
    pub fn address(&self) -> Option<EmailAddress> {
        self.email.as_deref().and_then(|email| EmailAddress::parse(email).ok())
    }

    /// All that must be looked up to judge it: the place of the user, and the units.
    pub fn keys(&self, account: AccountId) -> impl Iterator<Item = Key> {
        let user = self.address().map(|email| Key::user(account, UserKey::of(account, PersonKey::of(&email))));
        user.into_iter().chain(GrantFields::units(&self.grants).map(move |unit| Key::unit(account, unit)))
    }

    /// The person whom `caller` invites. Whether the address is taken is another matter.
    pub fn invitee(&self, caller: &Caller, found: &Found) -> Result<Invitee, Unfit> {
        let mut fields = Fields::new();
        let email = fields.required("email", self.email.as_deref(), EmailAddress::parse);
        let names = self.names(caller.model.policies().invitation.names, &mut fields);
        let grants = GrantFields::read_all(&self.grants, "grants", &caller.giving(found, &[]), &mut fields);
        match email.filter(|_| fields.is_clean()) {
            Some(email) => allowed(Invitee { email, names, grants }, caller),
            None => Err(Unfit::Invalid(fields.faults())),
        }
    }

    fn names(&self, given_by: GivenBy, fields: &mut Fields) -> Names {
        let mut name = |field: &str, value: Option<&str>| match given_by {
            GivenBy::Inviter => fields.required(field, value, PersonName::parse),
            GivenBy::Optional => fields.optional(field, value, PersonName::parse),
            GivenBy::Invitee => {
                if value.is_some() {
                    fields.refuse(field, "name_not_editable", "the access model has the invited person give it");
                }
                None
            }
        };
        Names { given_name: name("given_name", self.given_name.as_deref()), family_name: name("family_name", self.family_name.as_deref()) }
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

/// What is said of an address that is thrown away after use.
const DISPOSABLE: &str = "an address that is thrown away after use";

/// Refuses the address in `field` where the access model does not take such.
pub fn refuse_disposable(field: String, email: &EmailAddress, model: &AccessModel, fields: &mut Fields) {
    if refuses(model, email) {
        fields.refuse(field, "disposable_address", DISPOSABLE);
    }
}

/// Whether the access model refuses the address because it is thrown away after use.
fn refuses(model: &AccessModel, email: &EmailAddress) -> bool {
    model.policies().invitation.refuses(email, disposable::is_listed(email))
}

impl From<Unfit> for Problem {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Invalid(errors) => Self::invalid_fields(errors),
            Unfit::ExceedsOwn => Self::grant_exceeds_own(),
            Unfit::Disposable => Self::invalid_field("email", "disposable_address", DISPOSABLE),
        }
    }
}
