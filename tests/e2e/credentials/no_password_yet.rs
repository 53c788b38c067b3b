//! Someone who is invited, has not accepted, and says that they have forgotten their password.

use jiff::SignedDuration;
use usher_tests::office::{path, post};
use usher_tests::{World, scenario};

use usher_tests::resets::{forgot, notices, tokens};

const BOB: &str = "bob@example.com";
const SUBJECT: &str = "You have no password for iCorePay yet";

/// Bob asks; the subjects of the emails that this brings him.
async fn asks(world: &World) -> Vec<String> {
    let before = notices(world, BOB).await.len();
    forgot(&world.api, BOB).await.expect(202);
    notices(world, BOB).await.split_off(before)
}

#[test]
fn is_told_to_open_the_invitation_which_stays_as_it_was() {
    scenario(async |world| {
        for preset in ["portal", "billing"] {
            let (account, ada) = world.account(preset, &format!("{preset}@example.com")).await;
            ada.invite_one(&account, BOB).await;
            let link = world.link(BOB).await;
            assert_eq!(asks(world).await, [SUBJECT], "{preset}");
            assert_eq!(tokens(world, "ush_pwr_", BOB).await.len(), 0);
            let told = world.system.mailbox().to(BOB).pop().expect("an email");
            assert!(told.text.contains("Northwind Dental"), "{}", told.text);
            assert_eq!(world.link(BOB).await, link, "no link is made, and the one that was sent is good");
            let user = path(&ada, &account, BOB).await;
            let what = if preset == "portal" { "DELETE" } else { "deactivate" };
            match what {
                "DELETE" => drop(ada.api.delete(&user).await.expect(204)),
                what => drop(post(&ada, &user, what).await.expect(200)),
            }
            assert!(asks(world).await.is_empty(), "{preset}: whom nobody invites is told nothing");
            world.advance(SignedDuration::from_hours(2)).await;
        }
    });
}

#[test]
fn is_told_so_also_when_the_invitation_has_expired_and_only_so_often_an_hour() {
    scenario(async |world| {
        let (account, ada) = world.account("portal", "ada@example.com").await;
        ada.invite_one(&account, BOB).await;
        world.link(BOB).await;
        world.advance(SignedDuration::from_hours(8 * 24)).await;
        for _ in 0..5 {
            assert_eq!(asks(world).await, [SUBJECT]);
        }
        assert!(asks(world).await.is_empty());
    });
}

#[test]
fn gets_the_link_of_a_reset_as_soon_as_there_is_a_password() {
    scenario(async |world| {
        let (account, ada) = world.account("portal", "ada@example.com").await;
        ada.invite_one(&account, BOB).await;
        world.accept(BOB).await.expect(200);
        assert!(asks(world).await.is_empty());
        assert_eq!(tokens(world, "ush_pwr_", BOB).await.len(), 1);
    });
}
