//! What accounts look like, in answers.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::brand::{AccentColour, logo_path};
use crate::domain::people::account::Account;

/// What an account looks like on pages and in emails.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Brand)]
pub struct BrandView {
    /// The colour of buttons and links, as it was set; null for Usher's.
    #[schema(required, value_type = Option<String>, example = "#0b6e4f")]
    accent_colour: Option<AccentColour>,
    /// The colour as text on every light ground of the pages has it: itself, or a little darker.
    #[schema(required, value_type = Option<String>, example = "#0b6e4f")]
    accent_by_day: Option<AccentColour>,
    /// The colour as text on every dark ground of the pages has it.
    #[schema(required, value_type = Option<String>, example = "#58a08a")]
    accent_by_night: Option<AccentColour>,
    /// The path of the logo on the origin of the API, where anybody may get it; null for none. Another logo has another
    /// path.
    #[schema(required, example = "/brands/acc_a2b3c4d5e6f7a2b3c4d5e6f7a2/mfrggzdfmztwq2lknnwg23tp.png")]
    logo: Option<String>,
}

impl BrandView {
    /// The look of an account.
    pub fn of(account: &Account) -> Self {
        let accent = account.brand.accent_colour;
        Self {
            accent_colour: accent,
            accent_by_day: accent.map(AccentColour::by_day),
            accent_by_night: accent.map(AccentColour::by_night),
            logo: account.brand.logo.as_ref().map(|name| logo_path(account.id, name)),
        }
    }
}
