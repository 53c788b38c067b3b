//! What an account looks like, in requests.

use serde::Deserialize;
use usher::domain::brand::{AccentColour, Brand, Logo};
use usher::http::{Edit, Fields};
use utoipa::ToSchema;

/// A logo of 16 by 16 pixels, for the document.
const GREEN_SQUARE: &str = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mPgzvMnCTGMahjVMHw1AAAQ/sgBnhTytw\
    AAAABJRU5ErkJggg==";

/// The look to set; what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BrandChange)]
pub struct BrandChange {
    /// The colour of buttons and links: `#` and six hexadecimal digits, with a contrast of at least 4.5 : 1 on white;
    /// null for Usher's.
    #[schema(value_type = Option<String>, example = "#0b6e4f", required = false, pattern = "^#[0-9A-Fa-f]{6}$")]
    accent_colour: Edit,
    /// The logo: a PNG or WebP file of at most 32 KB (32,768 bytes), from 16 to 1,024 pixels high and wide and not
    /// animated, in base64; null for none.
    #[schema(
        value_type = Option<String>,
        example = json!(GREEN_SQUARE),
        required = false,
        max_length = 43_692
    )]
    logo: Edit,
}

/// What becomes of a look, and the logo if that is new; what is wrong is noted in `fields`.
pub fn changed(before: &Brand, sent: &Edit<BrandChange>, fields: &mut Fields) -> (Brand, Option<Logo>) {
    let sent = match sent {
        Edit::Leave => return (before.clone(), None),
        Edit::Clear => return (Brand::default(), None),
        Edit::Set(sent) => sent,
    };
    let accent_colour = match &sent.accent_colour {
        Edit::Leave => before.accent_colour,
        Edit::Clear => None,
        Edit::Set(colour) => fields.parse("brand.accent_colour", colour, AccentColour::parse),
    };
    let new = sent.logo.value().and_then(|logo| fields.parse("brand.logo", logo, Logo::parse));
    let logo = match &sent.logo {
        Edit::Leave => before.logo.clone(),
        Edit::Clear | Edit::Set(_) => new.as_ref().map(|logo| logo.name().clone()),
    };
    (Brand { accent_colour, logo }, new)
}
