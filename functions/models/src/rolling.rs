//! What becomes of one account when a version of its model is rolled out.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::future::try_join_all;
use serde::Serialize;
use usher::app::App;
use usher::domain::access::model::{AccessModel, RoleChange};
use usher::domain::access::permission::Permission;
use usher::domain::access::vendors::Follows;
use usher::domain::id::AccountId;
use usher::domain::people::account::AccountModel;
use usher::domain::people::user::User;
use usher::http::Answer;
use usher::http::problem::FieldFault;
use usher::store::{List, StoreFault};
use utoipa::ToSchema;

use crate::obstacles;

/// How many holders of a role are counted.
const COUNTED: u16 = 100;

/// How many permissions are named.
const NAMED: usize = 10;

/// What is rolled out: a document, and the version of the model that it is.
pub struct Target {
    pub follows: Follows,
    pub document: Arc<AccessModel>,
}

/// What becomes of an account.
pub enum Verdict {
    /// It follows the document from then on.
    Changes { next: Box<AccountModel>, witness: Box<Option<User>> },
    /// It has that very document.
    Same { next: Box<AccountModel> },
    /// It stays where it is.
    Pinned,
    /// Something is in the way.
    Refused(Vec<FieldFault>),
}

/// What happens to the holders of a role in an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoleChange)]
pub struct RoleChangeView {
    /// The role.
    #[schema(example = "clerk")]
    role: String,
    /// How many users hold it, at most 100.
    #[schema(example = 12)]
    holders: usize,
    /// Whether there are more.
    more_holders: bool,
    /// One of them.
    #[schema(example = "usr_a2b3c4d5e6f7a2b3c4d5e6f7a2b3c4d5")]
    example: String,
    /// What they come to hold.
    gains: PermissionsView,
    /// What they hold no more, or could have been given and can no more.
    loses: PermissionsView,
}

/// Permissions: how many, and the first of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CountedPermissions)]
pub struct PermissionsView {
    /// How many there are.
    #[schema(example = 1)]
    count: usize,
    /// The first ten, by name.
    #[schema(example = json!(["orders:refund"]))]
    examples: Vec<String>,
}

/// What the roll-out of `target` makes of an account.
pub async fn judge(app: &App, followed: &AccountModel, target: &Target) -> Answer<Verdict> {
    let Some(follows) = &followed.follows else { return Ok(Verdict::Pinned) };
    if follows.pinned {
        return Ok(Verdict::Pinned);
    }
    if follows.customized {
        let message = "the account's own administrators have replaced the access model; set it for the account";
        return Ok(Verdict::Refused(vec![FieldFault::new("customization", "customized", message)]));
    }
    let document = match target.document.with_custom_roles_of(&followed.model) {
        Ok(document) => document,
        Err(faults) => {
            let fault = |fault: &_| {
                let usher::domain::access::model::ModelFault { path, code, message } = fault;
                FieldFault::new(path, *code, message)
            };
            return Ok(Verdict::Refused(faults.iter().map(fault).collect()));
        }
    };
    let follows = Some(target.follows.clone());
    if document == *followed.model {
        return Ok(Verdict::Same { next: Box::new(AccountModel { follows, ..followed.clone() }) });
    }
    let in_use = obstacles::in_use(app, followed.account, &followed.model, &document).await?;
    let next = AccountModel { model: Arc::new(document), follows, ..followed.clone() };
    let witness = obstacles::witness(app, followed, &next).await?;
    match witness {
        Some(witness) if in_use.is_empty() => Ok(Verdict::Changes { next: Box::new(next), witness: Box::new(witness) }),
        Some(_) => Ok(Verdict::Refused(in_use)),
        None => Ok(Verdict::Refused(in_use.into_iter().chain([obstacles::last_administrator_fault()]).collect())),
    }
}

/// Who gains and loses what in an account, by role: one request for each role that changes, side by side.
pub async fn changes(app: &App, followed: &AccountModel, next: &AccessModel) -> Answer<Vec<RoleChangeView>> {
    let compared = followed.model.compared(next);
    let held = compared.into_iter().map(|change| held(app, followed.account, change));
    Ok(try_join_all(held).await?.into_iter().flatten().collect())
}

async fn held(app: &App, account: AccountId, change: RoleChange) -> Result<Option<RoleChangeView>, StoreFault> {
    let page = app.store.list::<User>(&List::users_by_role(account, &change.role, None), None, COUNTED).await?;
    let example = page.entries.first().map(|(_, user)| user.id.to_string());
    Ok(example.map(|example| RoleChangeView {
        role: change.role.to_string(),
        holders: page.entries.len(),
        more_holders: page.next.is_some(),
        example,
        gains: PermissionsView::of(&change.gains),
        loses: PermissionsView::of(&change.loses),
    }))
}

impl PermissionsView {
    fn of(permissions: &BTreeSet<Permission>) -> Self {
        let examples = permissions.iter().take(NAMED).map(ToString::to_string).collect();
        Self { count: permissions.len(), examples }
    }
}
