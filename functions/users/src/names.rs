//! Names in changes of a user: given, left alone, or wrongly taken away.

use usher::domain::Coded;
use usher::domain::decision::Decided;
use usher::domain::people::user::Names;
use usher::domain::text::PersonName;
use usher::http::{Edit, Fields};

/// The names after a change. `may_edit` is whether the caller may change these names at all, or why not; what is wrong
/// is noted in `fields`.
pub fn edited(names: &Names, given_name: &Edit, family_name: &Edit, may_edit: Decided, fields: &mut Fields) -> Names {
    let mut edit = |field: &str, edit: &Edit, name: &Option<PersonName>| match (edit, &may_edit) {
        (Edit::Leave, _) => name.clone(),
        (_, Err(refusal)) => {
            fields.refuse(field, refusal.code(), refusal);
            name.clone()
        }
        (Edit::Clear, _) => {
            fields.refuse(field, "required", "a name cannot be removed");
            name.clone()
        }
        (Edit::Set(text), _) => fields.parse(field, text, PersonName::parse),
    };
    Names {
        given_name: edit("given_name", given_name, &names.given_name),
        family_name: edit("family_name", family_name, &names.family_name),
    }
}
