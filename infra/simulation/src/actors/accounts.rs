//! What is done with accounts: by their users, and by operators.

use serde_json::json;

use super::op::Op;
use super::{Actors, Deed, Lesson, Pick, address};

impl Actors {
    pub(super) fn of_accounts(&self, op: Op, pick: &mut Pick) -> Option<Deed> {
        self.by_operators(op, pick).or_else(|| self.by_users(op, pick))
    }

    fn by_operators(&self, op: Op, pick: &mut Pick) -> Option<Deed> {
        let accounts = self.known().accounts.clone();
        let closed = |account: &&super::Account| self.world.model().was_closed(&account.id, u64::MAX);
        let account = match op {
            Op::Resume if !pick.once_in(4) => accounts.iter().find(closed)?,
            _ => pick.one(&accounts)?,
        };
        let managed = format!("/v1/operator/accounts/{}", account.id);
        let deed = match op {
            Op::Suspend => Deed::of("POST", format!("{managed}/suspend"), None),
            Op::Resume => Deed::of("POST", format!("{managed}/resume"), None),
            Op::ListAccounts => Deed::of("GET", "/v1/operator/accounts".to_owned(), None),
            Op::VendorEvents => Deed::of("GET", "/v1/operator/audit-events".to_owned(), None),
            Op::ExportPerson => {
                let whom = json!({ "email": address(pick.person()) });
                Deed::of("POST", "/v1/operator/people/export".to_owned(), Some(whom))
            }
            Op::InviteAdministrator => {
                let mut whom = json!({ "email": address(pick.person()) });
                if account.preset.inviter_names {
                    whom["given_name"] = json!("Olga");
                    whom["family_name"] = json!("Owner");
                }
                Deed::of("POST", format!("/v1/accounts/{}/administrators", account.id), Some(whom))
            }
            Op::Health => return Some(Deed::of("GET", "/healthz".to_owned(), None)),
            Op::Nonsense => {
                let paths = ["/v1/nothing", "/v1/accounts/acc_1/users", "/v1/me/password"];
                let path = (*pick.one(&paths)?).to_owned();
                return Some(Deed::of("POST", path, Some(json!({ "what": 1 }))));
            }
            _ => return None,
        };
        Some(deed.by_operator())
    }

    fn by_users(&self, op: Op, pick: &mut Pick) -> Option<Deed> {
        let (account, session) = self.administrator(pick)?;
        let path = format!("/v1/accounts/{}", account.id);
        let unit = self.known().units.iter().rev().find(|(of, _)| *of == account.id).map(|(_, unit)| unit.clone());
        let number = pick.below(5);
        let deed = match op {
            Op::ReadAccount => Deed::of("GET", path, None),
            Op::UpdateAccount => Deed::of("PATCH", path, Some(json!({ "product_name": format!("Product {number}") }))),
            Op::ReadAccessModel => Deed::of("GET", format!("{path}/access-model"), None),
            Op::AuditEvents => Deed::of("GET", format!("{path}/audit-events"), None),
            Op::Check => {
                Deed::of("POST", format!("{path}/access/check"), Some(json!({ "permission": "users:invite" })))
            }
            Op::GrantableRoles => Deed::of("GET", format!("{path}/access/grantable-roles"), None),
            Op::CreateUnit => {
                Deed::of("POST", format!("{path}/units"), Some(json!({ "name": format!("Unit {number}") })))
                    .teaching(Lesson::Unit(account.id.clone()))
            }
            Op::ListUnits => Deed::of("GET", format!("{path}/units"), None),
            Op::RenameUnit => Deed::of(
                "PATCH",
                format!("{path}/units/{}", unit?),
                Some(json!({ "name": format!("Renamed {number}") })),
            ),
            Op::RetireUnit => Deed::of("DELETE", format!("{path}/units/{}", unit?), None),
            _ => return None,
        };
        Some(deed.by(&session).in_account(&account))
    }
}
