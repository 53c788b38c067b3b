//! One row of a bulk invitation: from what the client sent to someone who can be invited, or the reason why not.

use serde::Serialize;
use usher::domain::access_model::GivenBy;
use usher::domain::email::EmailAddress;
use usher::domain::id::{AccountId, PersonKey, UserKey};
use usher::domain::invitation::Invitee;
use usher::domain::text::PersonName;
use usher::domain::user::{Names, User, UserStatus};
use usher::http::problem::FieldFault;
use usher::http::{Caller, Fields, GrantFields, Json};
use usher::store::{Found, Key};
use utoipa::ToSchema;

/// Someone to invite.
#[derive(Debug, eserde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Invitee)]
pub struct Row {
    /// The address.
    #[serde(default)]
    #[schema(required, value_type = String, example = "ada@example.com")]
    email: Option<String>,
    /// The given name, where the access model has the inviter give it.
    #[serde(default)]
    #[schema(example = "Ada")]
    given_name: Option<String>,
    /// The family name, where the access model has the inviter give it.
    #[serde(default)]
    #[schema(example = "Lovelace")]
    family_name: Option<String>,
    /// What the user will hold.
    #[serde(default)]
    #[schema(required)]
    grants: Vec<GrantFields>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Invited; in a dry run, would be.
    Invited,
    /// There is an invitation already, pending or expired. Send it again instead.
    AlreadyInvited,
    /// Is a user of the account already, active or deactivated.
    AlreadyMember,
    /// The address is thrown away after use, and the access model refuses such.
    DisposableAddress,
    /// The address stands in an earlier row of the same call.
    Duplicate,
    /// The row is wrong; see `errors`.
    Invalid,
    /// The grants are more than the caller holds.
    NotAllowed,
}

/// Why a row is not invited.
pub struct Refused {
    pub email: Option<String>,
    pub verdict: Verdict,
    pub errors: Vec<FieldFault>,
}

impl Refused {
    fn invalid(errors: Vec<FieldFault>) -> Self {
        Self { email: None, verdict: Verdict::Invalid, errors }
    }

    fn because(verdict: Verdict) -> Self {
        Self { email: None, verdict, errors: Vec::new() }
    }

    /// The address of `invitee` stands in an earlier row.
    pub fn duplicate(invitee: &Invitee) -> Self {
        Self { email: Some(invitee.email.to_string()), ..Self::because(Verdict::Duplicate) }
    }

    /// Names the address that the row holds, if it is one.
    pub fn of(self, row: &Row) -> Self {
        let email = row.email.as_deref().and_then(|email| EmailAddress::parse(email).ok());
        Self { email: email.map(String::from), ..self }
    }
}

impl Row {
    /// Reads the shape of a row.
    pub fn parse(json: &Json) -> Result<Self, Refused> {
        json.read().map_err(Refused::invalid)
    }

    /// All that must be looked up to judge the row: the place of the user, and the units.
    pub fn keys(&self, account: AccountId) -> impl Iterator<Item = Key> {
        let email = self.email.as_deref().and_then(|email| EmailAddress::parse(email).ok());
        let user = email.map(|email| Key::user(account, UserKey::of(account, PersonKey::of(&email))));
        user.into_iter().chain(GrantFields::units(&self.grants).map(move |unit| Key::unit(account, unit)))
    }

    /// The person that `caller` invites with this row. Whether the address is taken is another matter.
    pub fn invitee(&self, caller: &Caller, found: &Found) -> Result<Invitee, Refused> {
        let mut fields = Fields::new();
        let email = fields.required("email", self.email.as_deref(), EmailAddress::parse);
        let names = self.names(caller.model.policies().invitation.names, &mut fields);
        let grants = GrantFields::read_all(&self.grants, "grants", &caller.model, |unit| found.has_open_unit(caller.account.id, unit), &mut fields);
        match email.filter(|_| fields.is_clean()) {
            Some(email) => allowed(Invitee { email, names, grants }, caller),
            None => Err(Refused::invalid(fields.faults())),
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

fn allowed(invitee: Invitee, caller: &Caller) -> Result<Invitee, Refused> {
    if !caller.covers(&invitee.grants) {
        return Err(Refused::because(Verdict::NotAllowed));
    }
    let listed = !mailchecker::is_valid(invitee.email.canonical());
    if caller.model.policies().invitation.refuses(&invitee.email, listed) {
        return Err(Refused::because(Verdict::DisposableAddress));
    }
    Ok(invitee)
}

/// The verdict on a row whose address is taken by `user`.
pub fn taken_by(user: &User) -> Verdict {
    match user.status {
        UserStatus::Pending => Verdict::AlreadyInvited,
        UserStatus::Active | UserStatus::Deactivated => Verdict::AlreadyMember,
    }
}
