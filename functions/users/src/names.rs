//! Names in changes of a user: given, left alone, or wrongly taken away.

use usher::domain::access::model::NameEditors;
use usher::domain::people::user::Names;
use usher::domain::text::PersonName;
use usher::http::{Edit, Fields};

/// The names after a change. `may_edit` is whether the caller may change these names at all; what is wrong is noted in
/// `fields`.
pub fn edited(names: &Names, given_name: &Edit, family_name: &Edit, may_edit: bool, fields: &mut Fields) -> Names {
    let mut edit = |field: &str, edit: &Edit, name: &Option<PersonName>| match edit {
        Edit::Leave => name.clone(),
        _ if !may_edit => {
            fields.refuse(field, "name_not_editable", "the access model does not let you change it");
            name.clone()
        }
        Edit::Clear => {
            fields.refuse(field, "required", "a name cannot be removed");
            name.clone()
        }
        Edit::Set(text) => fields.parse(field, text, PersonName::parse),
    };
    Names {
        given_name: edit("given_name", given_name, &names.given_name),
        family_name: edit("family_name", family_name, &names.family_name),
    }
}

/// Whether the access model lets people edit their own names.
pub fn own_editable(editors: NameEditors) -> bool {
    matches!(editors, NameEditors::Person | NameEditors::Both)
}

/// Whether the access model lets administrators edit the names of others.
pub fn others_editable(editors: NameEditors) -> bool {
    matches!(editors, NameEditors::Administrators | NameEditors::Both)
}
