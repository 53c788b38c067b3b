//! The names of a person who accepts: typed, given by the inviter, or brought along from another account.

use usher::app::App;
use usher::caller::Places;
use usher::domain::access::model::GivenBy;
use usher::domain::people::person::Memberships;
use usher::domain::people::user::{Names, User};
use usher::domain::text::PersonName;
use usher::http::{Answer, Fields};

use crate::accept::AcceptInvitationRequest;
use crate::link::LinkedInvitation;

/// The names that the person has in another account, if they want to take them along; none if no account that they have
/// joined knows both. Another request, in that case alone.
pub async fn own(app: &App, request: &AcceptInvitationRequest, memberships: &Memberships) -> Answer<Option<Names>> {
    if request.own_names != Some(true) {
        return Ok(None);
    }
    let mut joined = memberships.clone();
    joined.readable.sort_by_key(|membership| (membership.joined_at, membership.account));
    let places = Places::of(app, &joined).await?;
    let is_whole = |names: &&Names| names.given_name.is_some() && names.family_name.is_some();
    Ok(Some(places.iter().map(|place| &place.user.names).find(is_whole).cloned().unwrap_or_default()))
}

/// The names that the user will have. `own` are the person's, if they want to take these along.
pub fn read(
    request: &AcceptInvitationRequest,
    linked: &LinkedInvitation,
    own: Option<Names>,
    user: &User,
    fields: &mut Fields,
) -> Names {
    let given = [("given_name", &request.given_name), ("family_name", &request.family_name)];
    let given_by = linked.model.model.policies().invitation.names;
    if let Some(own) = own {
        return brought_along(own, given_by, given.iter().any(|(_, name)| name.is_some()), fields);
    }
    match given_by {
        GivenBy::Invitee => {
            let [given_name, family_name] =
                given.map(|(field, value)| fields.required(field, value.as_deref(), PersonName::parse));
            Names { given_name, family_name }
        }
        GivenBy::Optional => {
            let [given_name, family_name] =
                given.map(|(field, value)| fields.optional(field, value.as_deref(), PersonName::parse));
            Names {
                given_name: given_name.or(user.names.given_name.clone()),
                family_name: family_name.or(user.names.family_name.clone()),
            }
        }
        GivenBy::Inviter => {
            for (field, _) in given.into_iter().filter(|(_, value)| value.is_some()) {
                fields.refuse(field, "name_not_editable", "the inviter provides this name");
            }
            user.names.clone()
        }
    }
}

fn brought_along(own: Names, given_by: GivenBy, are_typed: bool, fields: &mut Fields) -> Names {
    if given_by == GivenBy::Inviter {
        fields.refuse("own_names", "name_not_editable", "the inviter provides the names");
    } else if are_typed {
        fields.refuse("own_names", "mutually_exclusive", "`own_names` and names cannot be combined");
    } else if own == Names::default() {
        let message = "no account of yours knows both names; give `given_name` and `family_name`";
        fields.refuse("own_names", "required", message);
    }
    own
}
