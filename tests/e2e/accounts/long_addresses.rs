//! An address is judged as it is stored and as mail servers write it, by every operation that takes one.

use serde_json::{Value, json};
use usher_tests::office::{self, matching};
use usher_tests::{Member, scenario};

/// 122 characters as it is typed, 255 in its canonical form.
fn too_long() -> String {
    format!("{}@{}.example", "z".repeat(57), ["aü"; 19].join("."))
}

/// 281 bytes as it is typed, 236 characters in its canonical form.
fn long() -> String {
    format!("ada.lovelace@{}.example", ["почтоваяслужба"; 9].join("."))
}

#[test]
fn an_address_that_is_too_long_only_in_its_canonical_form_is_refused_everywhere() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let email = too_long();
        let row = Member::row(&email, account.role);
        let invited = ada.invite_rows(&account, vec![row.clone()]).await.expect(200);
        let result = &invited["results"][0];
        assert_eq!((&result["verdict"], &result["errors"][0]["code"]), (&json!("invalid"), &json!("invalid_email")));
        ada.api.post(&account.path("/users"), row).await.expect_fields(&[("email", "invalid_email")]);
        let etag = ada.api.get(&account.path("")).await.etag();
        let support = json!({ "support_address": email });
        let updated = matching(&ada, reqwest::Method::PATCH, &account.path(""), &etag, support).await;
        updated.expect_fields(&[("support_address", "invalid_email")]);
        let administrator = json!({ "email": email, "given_name": "Ada", "family_name": "Lovelace" });
        let operator = world.operator();
        operator
            .post(&account.path("/administrators"), administrator.clone())
            .await
            .expect_fields(&[("email", "invalid_email")]);
        let new = json!({
            "name": "Northwind",
            "product_name": "Northwind",
            "preset": "invoicing",
            "support_address": email,
            "administrator": administrator,
        });
        operator
            .post("/v1/accounts", new)
            .await
            .expect_fields(&[("support_address", "invalid_email"), ("administrator.email", "invalid_email")]);
        for (path, body) in [
            ("/v1/password-resets", json!({ "email": email })),
            ("/v1/sessions", json!({ "email": email, "password": "whatever it may be" })),
        ] {
            world.api.post(path, body).await.expect_fields(&[("email", "invalid_email")]);
        }
        assert_eq!(ada.users(&account, "pending").await, [""; 0]);
    });
}

#[test]
fn an_address_that_is_too_long_only_as_it_is_typed_is_taken_and_can_be_worked_with() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let id = ada.invite_one(&account, &long()).await;
        let [stored] = ada.users(&account, "pending").await.try_into().expect("one user");
        assert_eq!((stored.len(), stored.contains(".xn--")), (236, true));
        assert_eq!(ada.invitation(&account, &id).await["email"], stored);
        let found = ada.pages(&account.path("/users?query=ada.lovelace%40xn--")).await;
        assert_eq!(found.iter().map(|user| &user["email"]).collect::<Vec<&Value>>(), [&json!(stored)]);
        ada.api.post(&account.path(&format!("/invitations/{id}/resend")), json!({})).await.expect(200);
        world.accept(&stored).await.expect(200);
        let person = world.sign_in(&long()).await;
        assert_eq!(person.api.get("/v1/me").await.expect(200)["email"], stored);
        office::user(&ada, &account, &stored).await;
    });
}
