//! What the owner of credentials is told by email, in their language; a person without an account here is told nothing.

use serde_json::json;
use usher_tests::{Authenticator, PASSWORD, World};

use usher_tests::guessing::{fail, story, stranger};
use usher_tests::resets::{OTHER, change, notices};

const ADA: &str = "ada@example.com";

/// Ada does, and suffers, all that she is to be told.
async fn everything(world: &World, locale: &str) {
    let fields = json!({ "preset": "mailing", "product_name": "Ledgerly", "locale": locale });
    let (_, ada) = world.account_with(fields, "admin", ADA).await;
    let app = Authenticator::enrol(world, &ada).await;
    let both = |code: String| json!({ "password": PASSWORD, "code": code });
    let renewed = ada.api.post("/v1/me/second-factor/recovery-codes", both(app.code(world))).await.expect(200);
    let challenge = Authenticator::challenge(world, ADA).await;
    let step = json!({ "challenge": challenge, "recovery_code": renewed["recovery_codes"][0] });
    world.api.post("/v1/sessions/second-factor", step).await.expect(201);
    app.wait(world).await;
    let off = both(app.code(world));
    ada.api.post("/v1/me/second-factor/disable", off).await.expect(204);
    change(&ada.api, PASSWORD, OTHER).await.expect(204);
    fail(world, &stranger(world), ADA, 10).await;
}

#[test]
fn everything_that_happens_to_credentials_is_an_email_to_their_owner() {
    story(async |world| {
        everything(world, "en").await;
        let expected = [
            "A second factor was added for Ledgerly",
            "Your recovery codes for Ledgerly were replaced",
            "A recovery code was used for Ledgerly",
            "Your second factor for Ledgerly was removed",
            "Your password for Ledgerly was changed",
            "Many failed sign-ins for Ledgerly",
        ];
        let mut told = notices(world, ADA).await;
        told.sort_by_key(|subject| expected.iter().position(|expected| expected == subject));
        assert_eq!(told, expected);
    });
}

#[test]
fn in_french_where_their_account_speaks_it() {
    story(async |world| {
        everything(world, "fr").await;
        let expected = [
            "Un second facteur a été ajouté pour Ledgerly",
            "Vos codes de secours pour Ledgerly ont été remplacés",
            "Un code de secours a été utilisé pour Ledgerly",
            "Votre second facteur pour Ledgerly a été supprimé",
            "Votre mot de passe pour Ledgerly a été modifié",
            "De nombreuses connexions ont échoué pour Ledgerly",
        ];
        let mut told = notices(world, ADA).await;
        told.sort_by_key(|subject| expected.iter().position(|expected| expected == subject));
        assert_eq!(told, expected);
        let mails = world.system.mailbox().to(ADA);
        assert!(mails.iter().all(|mail| mail.html.contains("<html lang=\"fr\"")));
    });
}

#[test]
fn an_address_that_nobody_has_gets_none_however_many_fail_with_it() {
    story(async |world| {
        let (account, ada) = world.account("invoicing", ADA).await;
        ada.invite_one(&account, "invited@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        let before = world.system.mailbox().count();
        for (number, email) in ["nobody@example.com", "invited@example.com"].into_iter().enumerate() {
            fail(world, &world.api.from_address([127, 0, 1, number as u8 + 1]), email, 12).await;
        }
        world.system.settle().await.expect("the outbox runs empty");
        assert_eq!(world.system.mailbox().count(), before);
        fail(world, &stranger(world), ADA, 12).await;
        assert_eq!(notices(world, ADA).await, ["Many failed sign-ins for iCorePay"]);
    });
}
