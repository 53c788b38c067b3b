//! How many emails an account and its users may cause, as operators see and set it.

use serde::{Deserialize, Serialize};
use usher::domain::effects::limit::{MOST_INVITATIONS, MailLimits, OwnMailLimits};
use usher::http::{Edit, Fields};
use utoipa::ToSchema;

/// How many emails an account and its users may cause.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccountLimits)]
pub struct LimitsView {
    /// How many invitation emails the account may send in a UTC day.
    #[schema(example = 10_000)]
    invitations_per_day: u32,
    /// How many of them one user may send.
    #[schema(example = 5_000)]
    invitations_per_user_and_day: u32,
}

/// Limits to set; null for those of the deployment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountLimitsChange)]
pub struct LimitsChange {
    /// How many invitation emails the account may send in a UTC day.
    #[schema(value_type = Option<u32>, example = 20_000, required = false, minimum = 0, maximum = 1_000_000)]
    invitations_per_day: Edit<u32>,
    /// How many of them one user may send.
    #[schema(value_type = Option<u32>, example = 10_000, required = false, minimum = 0, maximum = 1_000_000)]
    invitations_per_user_and_day: Edit<u32>,
}

impl From<MailLimits> for LimitsView {
    fn from(limits: MailLimits) -> Self {
        Self { invitations_per_day: limits.per_account, invitations_per_user_and_day: limits.per_user }
    }
}

/// What becomes of the limits of an account; what is wrong is noted in `fields`.
pub fn changed(before: OwnMailLimits, sent: &Edit<LimitsChange>, fields: &mut Fields) -> OwnMailLimits {
    match sent {
        Edit::Leave => before,
        Edit::Clear => OwnMailLimits::default(),
        Edit::Set(sent) => OwnMailLimits {
            per_account: one(before.per_account, &sent.invitations_per_day, "limits.invitations_per_day", fields),
            per_user: one(
                before.per_user,
                &sent.invitations_per_user_and_day,
                "limits.invitations_per_user_and_day",
                fields,
            ),
        },
    }
}

fn one(before: Option<u32>, sent: &Edit<u32>, field: &str, fields: &mut Fields) -> Option<u32> {
    match sent {
        Edit::Leave => before,
        Edit::Clear => None,
        Edit::Set(most) => {
            if *most > MOST_INVITATIONS {
                fields.refuse(field, "out_of_range", format_args!("must be a number from 0 to {MOST_INVITATIONS}"));
            }
            Some(*most)
        }
    }
}
