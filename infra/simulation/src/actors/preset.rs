//! What callers know of a preset.

/// A preset, and how people come in under it.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// The role that manages users.
    pub manager: &'static str,
    /// A role that does not.
    pub plain: &'static str,
    /// Whether the inviter gives the names.
    pub inviter_names: bool,
    /// Whether the invited person gives them.
    pub invitee_names: bool,
    /// Whether a user waits for their first sign-in.
    pub waits_for_sign_in: bool,
}

/// All presets.
pub const PRESETS: [Preset; 5] = [
    Preset { name: "portal", manager: "admin", plain: "user", ..USUAL },
    Preset { name: "invoicing", manager: "admin", plain: "read", ..USUAL },
    Preset {
        name: "mailing",
        manager: "administrator",
        plain: "user",
        inviter_names: false,
        invitee_names: true,
        ..USUAL
    },
    Preset { name: "billing", manager: "admin_user", plain: "normal_user", ..USUAL },
    Preset { name: "warranty", manager: "admin", plain: "claims_manager", waits_for_sign_in: true, ..USUAL },
];

const USUAL: Preset =
    Preset { name: "", manager: "", plain: "", inviter_names: true, invitee_names: false, waits_for_sign_in: false };
