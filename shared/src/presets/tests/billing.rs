//! `003_f0a94a08630b6903.txt`: every privilege of the table, for every role, as the prose has it.

use super::*;

/// Category and privilege of the table in its order, as a permission, and who has it: `all`, `own` or `-`.
const CELLS: &str = "\
    permission                             admin accountant normal restricted
    dashboard:read                         all   all        -      -
    customers:import                       all   all        all    -
    customers:read                         all   all        all    own
    customers:create                       all   all        all    all
    customers:update                       all   all        all    own
    customers:deactivate                   all   all        all    own
    products:read                          all   all        all    all
    products:create                        all   -          -      -
    products:update                        all   -          -      -
    products:deactivate                    all   -          -      -
    orders:read                            all   all        all    own
    orders:create                          all   all        all    all
    orders:update                          all   all        all    own
    orders:complete                        all   all        all    own
    orders:authorise_refunds               all   all        all    -
    payments:billing_exceptions            all   all        -      -
    payments:pending_orders                all   all        -      -
    payments:all_processed                 all   all        -      -
    email_notifications:read               all   all        -      -
    email_notifications:deactivate         all   all        -      -
    currency_pairs:read                    all   all        -      -
    currency_pairs:update                  all   all        -      -
    reports:read                           all   all        -      -
    reports:generate                       all   all        -      -
    reports:download                       all   all        -      -
    users:read                             all   -          -      -
    users:update                           all   -          -      -
    users:invite                           all   -          -      -
    users:deactivate                       all   -          -      -
    profiles:list                          all   all        -      -
    merchant_profile:profile_information   all   -          -      -
    merchant_profile:payment_configuration all   -          -      -
    merchant_profile:processing_details    all   -          -      -";

const ROLES: [&str; 4] = ["admin_user", "accountant_user", "normal_user", "restricted_user"];

#[test]
fn billing_is_the_table_of_its_document_cell_by_cell() {
    let model = Preset::Billing.model();
    let mut cells = 0;
    for row in CELLS.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>()) {
        let permission: crate::domain::permission::Permission = row[0].parse().unwrap();
        for (name, cell) in ROLES.iter().zip(&row[1..]) {
            let role = role(&model, name);
            let allowed = (role.allows(&permission), role.allows(&permission.restricted()));
            let expected = match *cell {
                "all" => (true, true),
                "own" => (false, true),
                _ => (false, false),
            };
            assert_eq!(allowed, expected, "{permission} of {name}");
            cells += 1;
        }
    }
    assert_eq!(cells, 33 * 4);
    assert_eq!(model.roles().count(), ROLES.len());
}

#[test]
fn nothing_is_in_a_role_that_is_not_in_the_table() {
    let model = Preset::Billing.model();
    let table: BTreeSet<&str> = CELLS.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    for name in &ROLES[1..] {
        for permission in role(&model, name).permissions() {
            assert!(table.contains(permission.unrestricted().to_string().as_str()), "{permission} of {name}");
        }
    }
}

#[test]
fn payment_links_and_api_access_are_added_user_by_user() {
    let model = Preset::Billing.model();
    let add_ons = texts(&["api_tokens:manage:own", "payment_links:create"]);
    for name in &ROLES[1..] {
        let added: BTreeSet<String> = role(&model, name).customizable().iter().map(ToString::to_string).collect();
        assert_eq!(added, add_ons, "{name}");
    }
    let admin = role(&model, "admin_user");
    assert!(add_ons.iter().all(|permission| admin.allows(&permission.parse().unwrap())), "what is given must be held");
}

#[test]
fn billing_has_the_policies_of_its_document() {
    let model = Preset::Billing.model();
    let policies = model.policies();
    assert_eq!((policies.activation, policies.invitation.names), (Activation::OnCreate, GivenBy::Inviter));
    assert!(policies.offboarding.deactivate && !policies.offboarding.remove && !policies.offboarding.deactivation_clears_roles);
    assert_eq!((policies.api_tokens.who, policies.api_tokens.display), (TokenCreators::Permitted, TokenDisplay::Again));
    assert_eq!((policies.units.noun.as_str(), policies.units.reach), ("merchant profile", UnitReach::Selected));
    assert_eq!((policies.units.visibility, policies.roles_per_user), (Visibility::SharedUnit, RolesPerUser::One));
}
