//! The golden tables of the presets, cell by cell. `tests/e2e/access_models/presets.rs` asks the same over HTTP.

use super::*;
use crate::domain::access::permission::Permission;

/// The table of a preset: its roles, and a row of cells for each permission.
fn table(preset: Preset) -> (Vec<&'static str>, Vec<Vec<&'static str>>) {
    let text = match preset {
        Preset::Invoicing => include_str!("../golden/invoicing.txt"),
        Preset::Portal => include_str!("../golden/portal.txt"),
        Preset::Mailing => include_str!("../golden/mailing.txt"),
        Preset::Billing => include_str!("../golden/billing.txt"),
        Preset::Warranty => include_str!("../golden/warranty.txt"),
    };
    let mut rows =
        text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_whitespace().collect::<Vec<_>>());
    let roles = rows.next().unwrap()[1..].to_vec();
    (roles, rows.collect())
}

/// Held over all records, held over own ones, may be added over all, may be added over own ones.
fn expected(cell: &str) -> [bool; 4] {
    match cell {
        "all" => [true, true, false, false],
        "own" => [false, true, false, false],
        "add" => [false, false, true, true],
        "add_own" => [false, false, false, true],
        "-" => [false; 4],
        other => panic!("no cell `{other}`"),
    }
}

#[test]
fn every_cell_of_every_table_is_what_the_preset_says() {
    for preset in Preset::ALL {
        let model = preset.model();
        let (roles, rows) = table(preset);
        for row in &rows {
            assert_eq!(row.len(), roles.len() + 1, "{row:?}");
            let permission: Permission = row[0].parse().unwrap();
            assert!(model.knows(&permission), "{permission}");
            for (name, cell) in roles.iter().zip(&row[1..]) {
                let (role, own) = (role(&model, name), permission.restricted());
                let found =
                    [role.allows(&permission), role.allows(&own), role.may_add(&permission), role.may_add(&own)];
                assert_eq!(found, expected(cell), "{}: {permission} of {name}", preset.as_str());
            }
        }
    }
}

#[test]
fn every_table_has_every_role_and_every_permission() {
    for preset in Preset::ALL {
        let model = preset.model();
        let (roles, rows) = table(preset);
        assert_eq!(
            roles.iter().copied().collect::<BTreeSet<_>>(),
            model.roles().map(|role| role.name.as_str()).collect(),
            "{}",
            preset.as_str()
        );
        let own = own_of_usher();
        let of_portal = model
            .resources()
            .iter()
            .flat_map(|(name, resource)| resource.actions.iter().map(move |action| format!("{name}:{action}")));
        let every: BTreeSet<String> = of_portal.chain(own).collect();
        assert_eq!(rows.iter().map(|row| row[0].to_owned()).collect::<BTreeSet<_>>(), every, "{}", preset.as_str());
        assert_eq!(rows.len(), every.len(), "{}: a row comes twice", preset.as_str());
    }
}
