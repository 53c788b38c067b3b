//! Whatever goes wrong on the way, nothing is lost, and nothing leaves before what happened earlier.

use serde_json::json;
use usher_local::{BusFault, Options, StreamFault};
use usher_tests::environment::people;
use usher_tests::scenario_with;

use super::*;

/// How many faults there are of the stream, and of the bus.
const OF_THE_STREAM: usize = 700;
const OF_THE_BUS: usize = 300;

#[test]
fn a_thousand_faults_lose_no_event_and_mix_up_no_order() {
    scenario_with(Options { scheduler: false, ..Options::default() }, async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        world.system.settle().await.expect("everything settles");
        world.system.pause_stream();
        let of_the_stream = [StreamFault::NotInvoked, StreamFault::AnswerLost, StreamFault::InvokedTwice];
        let stream: Vec<StreamFault> = of_the_stream.into_iter().cycle().take(OF_THE_STREAM).collect();
        let bus = (0..OF_THE_BUS).map(|number| match number % 100 {
            50 => BusFault::ReplyLost,
            99 => BusFault::Internal,
            place => BusFault::EntryRefused(place),
        });
        world.system.disturb_stream(&stream);
        world.system.bus().disturb(bus);
        let emails = people("bob", 60);
        for some in emails.chunks(20) {
            let some: Vec<&str> = some.iter().map(String::as_str).collect();
            ada.invite(&account, &some).await;
        }
        let invitations = ada.pages(&account.path("/invitations?limit=100&status=pending")).await;
        for invitation in &invitations {
            let path = account.path(&format!("/invitations/{}", text(&invitation["id"])));
            for act in ["resend", "resend", "revoke"] {
                ada.api.post(&format!("{path}/{act}"), json!({})).await.expect(200);
            }
        }
        world.system.resume_stream();
        let events = assert_published(world).await;
        assert!(!world.system.is_stream_disturbed() && world.system.bus().heal() == 0, "all faults have happened");
        assert!(events.len() > 60 * 4, "{}", events.len());
        assert!(world.system.bus().published().len() > events.len(), "some left more than once");
    });
}
