mod billing;
mod golden;
mod mailing;
mod portal;

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::*;
use crate::domain::access::model::{
    Activation, GivenBy, NameEditors, Role, RolesPerUser, SecondFactorPolicy, TokenCreators, TokenDisplay, UnitReach,
    Visibility,
};

fn role(model: &AccessModel, name: &str) -> Role {
    model.role(&name.parse().unwrap()).unwrap().clone()
}

fn held(role: &Role) -> BTreeSet<String> {
    role.permissions().iter().map(ToString::to_string).collect()
}

/// Usher's own permissions, which an administrator holds in every preset but for what offboarding never needs.
fn own_of_usher() -> BTreeSet<String> {
    crate::domain::access::permission::Operation::ALL
        .iter()
        .map(|operation| operation.permission().to_string())
        .collect()
}

fn texts(permissions: &[&str]) -> BTreeSet<String> {
    permissions.iter().map(ToString::to_string).collect()
}

#[test]
fn every_preset_is_a_valid_model_of_its_own_name_with_one_role_that_manages_users() {
    let administrators = ["admin", "admin", "administrator", "admin_user", "admin"];
    for (preset, administrator) in Preset::ALL.into_iter().zip(administrators) {
        let model = AccessModel::from_yaml(preset.source()).unwrap();
        assert_eq!(model, preset.model());
        assert_eq!(model.name(), preset.as_str());
        assert_eq!(Preset::parse(preset.as_str()), Some(preset));
        assert_eq!(model.administrator_role().name.as_str(), administrator);
        assert!(model.roles().filter(|role| role.manages_users()).eq([model.administrator_role()]), "{administrator}");
    }
    assert_eq!(Preset::parse("Invoicing"), None);
}

#[test]
fn every_preset_tells_editors_where_its_schema_is_and_cites_its_document() {
    for preset in Preset::ALL {
        let mut lines = preset.source().lines();
        assert_eq!(lines.next(), Some("# yaml-language-server: $schema=../../../docs/access-model.schema.json"));
        assert!(preset.source().lines().any(|line| line.starts_with("# Source: 00")), "{}", preset.as_str());
        assert!(preset.source().matches("# \"").count() >= 8, "{} cites", preset.as_str());
    }
}

#[test]
fn neither_invoicing_nor_warranty_knows_exceptions() {
    for preset in [Preset::Invoicing, Preset::Warranty] {
        assert!(preset.model().roles().all(|role| role.customizable().is_empty()));
    }
}

/// `000_f0b873381f88d5bd.txt`, step 3: each role, and what it adds to the one before.
#[test]
fn invoicing_is_the_ladder_of_its_document() {
    let ladder: [(&str, &[&str]); 4] = [
        ("read", &["invoices:read", "payment_plans:read", "locations:read", "payment_methods:read"]),
        ("create", &["invoices:create", "invoices:pay", "payment_plans:create"]),
        ("write", &["invoices:cancel", "invoices:refund", "payment_plans:customize"]),
        (
            "admin",
            &[
                "users:read",
                "users:invite",
                "users:update",
                "users:remove",
                "users:reset_credentials",
                "locations:manage",
                "payment_methods:manage",
                "invoices:delete",
                "account:update",
                "units:manage",
                "access_model:manage",
                "api_tokens:manage",
                "audit:read",
            ],
        ),
    ];
    let model = Preset::Invoicing.model();
    let mut expected = BTreeSet::new();
    for (name, added) in ladder {
        expected.extend(added.iter().map(ToString::to_string));
        assert_eq!(held(&role(&model, name)), expected, "{name}");
    }
    assert_eq!(model.roles().count(), ladder.len());
}

#[test]
fn invoicing_has_the_policies_of_its_document() {
    let model = Preset::Invoicing.model();
    let policies = model.policies();
    assert_eq!(policies.invitation.lifetime, SignedDuration::from_hours(48));
    assert_eq!(policies.invitation.names, GivenBy::Inviter);
    assert_eq!(policies.names, NameEditors::Administrators);
    assert_eq!(policies.roles_per_user, RolesPerUser::One);
    assert_eq!(policies.activation, Activation::OnAccept);
    assert!(policies.offboarding.remove && !policies.offboarding.deactivate);
    assert_eq!(policies.second_factor, SecondFactorPolicy::Optional);
    assert!(policies.credential_reset.reopens_invitation);
    assert_eq!((policies.units.noun.as_str(), policies.units.reach), ("practice", UnitReach::Selected));
}

/// The table of `004_b18749db1a9b28e8.txt`.
const CELLS: &str = "\
    role                users customize settings analytics contracts claims products leads
    admin               full  full      full     view      edit      full   full     full
    transaction_manager none  view      view     view      edit      full   full     full
    claims_manager      none  none      none     none      view      full   none     none";

#[test]
fn warranty_is_the_table_of_its_document_cell_by_cell() {
    let model = Preset::Warranty.model();
    let mut rows = CELLS.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let columns = rows.next().unwrap();
    let rows: Vec<_> = rows.collect();
    for row in &rows {
        let role = role(&model, row[0]);
        for (resource, level) in columns.iter().zip(row).skip(1) {
            let actual: BTreeSet<&str> =
                role.permissions().iter().filter(|p| p.resource() == *resource).map(|p| p.action()).collect();
            assert_eq!(actual, actions(resource, level), "{} on {resource}", row[0]);
        }
    }
    assert_eq!(model.roles().count(), rows.len());
    assert_eq!(columns.len(), 1 + 8);
}

/// "view = READ, edit = READ | UPDATE, full = CREATE | READ | UPDATE | DELETE (INACTIVATE)", in Usher's words for
/// users.
fn actions(resource: &str, level: &str) -> BTreeSet<&'static str> {
    let actions: &[&str] = match (resource, level) {
        (_, "none") => &[],
        (_, "view") => &["read"],
        (_, "edit") => &["read", "update"],
        ("users", "full") => &["read", "invite", "update", "reset_credentials", "deactivate", "remove"],
        (_, "full") => &["create", "read", "update", "delete"],
        _ => panic!("no level `{level}`"),
    };
    actions.iter().copied().collect()
}

#[test]
fn warranty_has_the_policies_of_its_document() {
    let model = Preset::Warranty.model();
    let policies = model.policies();
    assert_eq!(policies.activation, Activation::OnFirstSignIn);
    assert_eq!(policies.invitation.names, GivenBy::Inviter);
    assert_eq!(policies.names, NameEditors::Person);
    assert_eq!(policies.roles_per_user, RolesPerUser::Several);
    assert!(policies.offboarding.deactivate && !policies.offboarding.remove);
    assert!(policies.offboarding.deactivation_clears_roles);
    assert_eq!((policies.units.noun.as_str(), policies.units.reach), ("store", UnitReach::All));
    assert!(!policies.credential_reset.reopens_invitation);
}
