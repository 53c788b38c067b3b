//! The accounts: one for each preset, of which each looks different.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::ADMINISTRATOR;
use super::client::{Client, text};
use crate::error::Error;

/// An account, and what its preset calls the roles that its people get.
pub(super) struct Plan {
    pub(super) preset: &'static str,
    name: &'static str,
    product: &'static str,
    locale: &'static str,
    accent: &'static str,
    logo: &'static [u8],
    /// What most people hold.
    pub(super) role: &'static str,
    /// What another administrator holds.
    pub(super) manager: &'static str,
    /// Parts of the account.
    pub(super) units: &'static [&'static str],
    /// Whether users can be deactivated; otherwise they are removed.
    pub(super) deactivates: bool,
    /// Whether the inviter names people.
    pub(super) names: bool,
}

pub(super) const ACCOUNTS: [Plan; 5] = [
    Plan {
        preset: "invoicing",
        name: "Northwind Dental",
        product: "Brightbill",
        locale: "en",
        accent: "#0b6e4f",
        logo: include_bytes!("logos/invoicing.png"),
        role: "create",
        manager: "admin",
        units: &["Harbour Street", "Mill Lane"],
        deactivates: false,
        names: true,
    },
    Plan {
        preset: "portal",
        name: "Babbage & Co",
        product: "Portside",
        locale: "en",
        accent: "#7a1f5c",
        logo: include_bytes!("logos/portal.png"),
        role: "user",
        manager: "admin",
        units: &["Europe", "Americas", "Asia and the Pacific"],
        deactivates: true,
        names: true,
    },
    Plan {
        preset: "mailing",
        name: "Papeterie du Lac",
        product: "Courrier",
        locale: "fr",
        accent: "#b3261e",
        logo: include_bytes!("logos/mailing.png"),
        role: "user",
        manager: "administrator",
        units: &[],
        deactivates: false,
        names: false,
    },
    Plan {
        preset: "billing",
        name: "Handelshaus Weber",
        product: "Zahlwerk",
        locale: "de",
        accent: "#1d4e89",
        logo: include_bytes!("logos/billing.png"),
        role: "normal_user",
        manager: "admin_user",
        units: &["Online shop", "Wholesale"],
        deactivates: true,
        names: true,
    },
    Plan {
        preset: "warranty",
        name: "Taller del Sur",
        product: "Tranquilo",
        locale: "es",
        accent: "#8a4b00",
        logo: include_bytes!("logos/warranty.png"),
        role: "claims_manager",
        manager: "admin",
        units: &[],
        deactivates: true,
        names: true,
    },
];

impl Plan {
    /// The account, whose administrator has accepted; its id.
    pub(super) async fn open(&self, client: &Client<'_>) -> Result<String, Error> {
        let known = client.sign_in(ADMINISTRATOR).await.ok();
        let before = client.mails(ADMINISTRATOR);
        let body = json!({
            "name": self.name, "product_name": self.product, "locale": self.locale, "preset": self.preset,
            "support_address": format!("help@{}.example", self.product.to_lowercase()),
            "brand": { "accent_colour": self.accent, "logo": BASE64.encode(self.logo) },
            "administrator": { "email": ADMINISTRATOR, "given_name": "Ada", "family_name": "Lovelace" },
        });
        let created = client.post("/v1/accounts", Some(&client.operator()), body).await?;
        client.mail(ADMINISTRATOR, before).await?;
        client.accept(ADMINISTRATOR, known.as_ref().map(|ada| ada.token.as_str()), self.names).await?;
        text(&created, "/account/id")
    }

    /// A row that invites or moves someone in.
    pub(super) fn row(&self, email: &str, names: (&str, &str), role: &str) -> Value {
        let mut row = json!({ "email": email, "grants": [{ "role": role, "units": "all" }] });
        if self.names {
            row["given_name"] = json!(names.0);
            row["family_name"] = json!(names.1);
        }
        row
    }
}
