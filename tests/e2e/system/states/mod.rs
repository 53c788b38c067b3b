//! Every state that a user, their invitation and the person behind both can be in, under each preset: how it comes to
//! be, what they are told in it, and what leads on to an active user or out.
//!
//! docs/states.md holds the map; these tests bring people into every state over HTTP, and go each way.

mod acts;
mod cells;
mod report;
mod seen;
mod stage;
mod subject;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, stream};
use usher::presets::Preset;
use usher_tests::committed::compare_section;
use usher_tests::invariants::assert_sound;
use usher_tests::{Authenticator, scenario};

use self::acts::Act;
use self::cells::{Fate, INVITATIONS, USERS, impossible, persons, ways};
use self::report::section;
use self::seen::{Cell, Seen};
use self::stage::Stage;
use self::subject::{Place, Purpose, Subject};
use self::told::Told;

/// What is told in each state.
type Map = BTreeMap<Cell, Told>;

#[test]
fn every_state_of_the_invoicing_portal_leads_on() {
    the_map_shows(Preset::Invoicing, None);
}

#[test]
fn every_state_of_the_customer_portal_leads_on() {
    the_map_shows(Preset::Portal, None);
}

#[test]
fn every_state_of_the_mailing_portal_leads_on() {
    the_map_shows(Preset::Mailing, None);
}

#[test]
fn every_state_of_the_billing_portal_leads_on() {
    the_map_shows(Preset::Billing, None);
}

#[test]
fn every_state_of_the_warranty_portal_leads_on() {
    the_map_shows(Preset::Warranty, None);
}

#[test]
fn every_state_of_a_portal_that_requires_a_second_factor_leads_on() {
    the_map_shows(Preset::Portal, Some("required"));
}

/// Goes through every state of a preset, and fails the test unless docs/states.md says what is found.
fn the_map_shows(preset: Preset, second_factor: Option<&str>) {
    scenario(async |world| {
        let mut stage = Stage::open(world, preset, second_factor).await;
        let mut subjects = bring_in(&mut stage).await;
        let seen = Seen::look(&stage).await;
        let cells: Vec<Cell> = subjects.iter().map(|subject| seen.cell(subject)).collect();
        check_complete(&stage, &cells);
        let map = tell(&stage, &subjects, &cells).await;
        go(&stage, &mut subjects, &cells).await;
        assert_sound(world).await;
        let name = if second_factor.is_some() { "second factor" } else { preset.as_str() };
        compare_section("docs/states.md", name, &section(&map, &stage.policies));
    });
}

/// Everyone in their state.
async fn bring_in(stage: &mut Stage<'_>) -> Vec<Subject> {
    let all = Subject::all(&stage.policies);
    let (mut late, mut others): (Vec<_>, Vec<_>) = all.into_iter().partition(|subject| subject.fate == Fate::Expires);
    stage.perform(&mut late, Subject::path).await;
    stage.outlive_invitations().await;
    stage.perform(&mut others, Subject::path).await;
    for subject in others.iter().filter(|subject| subject.fate == Fate::Bounces) {
        stage.bounce(subject).await;
    }
    stage.lose_inviter().await;
    others.extend(late);
    others
}

/// Fails the test unless a state is there exactly if nothing makes it impossible, for everyone who can be in it.
fn check_complete(stage: &Stage<'_>, cells: &[Cell]) {
    let found: BTreeSet<Cell> = cells.iter().copied().collect();
    for (user, user_name) in USERS.iter().enumerate() {
        for (invitation, invitation_name) in INVITATIONS.iter().enumerate() {
            let why = impossible(user_name, invitation_name, &stage.policies);
            for (person, kind) in persons(&stage.policies) {
                let is_possible = why.is_none() && !(*invitation_name == "accepted" && kind.name == "unknown");
                let is_found = found.contains(&Cell { user, invitation, person });
                assert_eq!(is_found, is_possible, "{user_name}, {invitation_name}, {}: {why:?}", kind.name);
            }
        }
    }
}

/// What everyone is told in their state: the same, whatever led there.
async fn tell(stage: &Stage<'_>, subjects: &[Subject], cells: &[Cell]) -> Map {
    let staying: Vec<_> = subjects.iter().zip(cells).filter(|(subject, _)| subject.purpose == Purpose::On).collect();
    let telling = staying.iter().map(|(subject, cell)| async move {
        let ([user, invitation, _], mut faults) = (cell.words(), Vec::new());
        let told = Told::to(stage, subject, **cell, &ways(user, invitation, &stage.policies), &mut faults).await;
        (told, faults)
    });
    let (told, faults): (Vec<Told>, Vec<Vec<String>>) = stream::iter(telling).buffered(stage::AT_ONCE).unzip().await;
    assert_eq!(faults.concat(), [""; 0], "refusals that do not name what leads on");
    stage.settle().await;
    let mut map = Map::new();
    for ((subject, cell), told) in staying.into_iter().zip(told) {
        let told = told.with_forgotten(stage, subject, *cell);
        if let Some(before) = map.get(cell) {
            assert_eq!(*before, told, "{subject:?}: {:?}", cell.words());
        }
        map.insert(*cell, told);
    }
    map
}

/// Everyone goes their way, and gets there.
async fn go(stage: &Stage<'_>, subjects: &mut [Subject], cells: &[Cell]) {
    let next: BTreeMap<String, Vec<Act>> = subjects
        .iter()
        .zip(cells)
        .map(|(subject, cell)| {
            let [user, invitation, _] = cell.words();
            let ways = ways(user, invitation, &stage.policies);
            let acts = if subject.purpose == Purpose::On { ways.on } else { ways.out.into_iter().collect() };
            (subject.email.clone(), acts)
        })
        .collect();
    stage.perform(subjects, |subject| next[&subject.email].clone()).await;
    let seen = &Seen::look(stage).await;
    stream::iter(subjects)
        .for_each_concurrent(stage::AT_ONCE, async |subject| match subject.purpose {
            Purpose::On => check_is_in(stage, seen, subject).await,
            Purpose::Out => check_is_out(seen, subject),
        })
        .await;
}

/// Someone is an active user, and the account opens to them, once they have the second factor that it may require.
async fn check_is_in(stage: &Stage<'_>, seen: &Seen, subject: &Subject) {
    assert_eq!(seen.user(Place::Here, subject), "active", "{subject:?}");
    let session = subject.sign_in(stage.world(), None).await.expect(201);
    let api = stage.world().api.with_token(session["token"].as_str().expect("a token"));
    let account = stage.at(Place::Here).path("");
    let mut reply = api.get(&account).await;
    if reply.body["code"] == "second_factor_required" {
        let told = reply.expect_problem(403, "second_factor_required");
        assert!(told["detail"].as_str().is_some_and(|detail| detail.contains("set one up")), "{told}");
        Authenticator::set_up(stage.world(), &api).await;
        reply = api.get(&account).await;
    }
    assert_eq!(reply.status, 200, "{subject:?}: {}", reply.body);
}

/// Someone is no user any more, or deactivated, and no link of theirs leads in.
fn check_is_out(seen: &Seen, subject: &Subject) {
    let (user, invitation) = (seen.user(Place::Here, subject), seen.invitation(subject));
    assert!(["none", "deactivated"].contains(&user), "{subject:?}: {user}");
    assert!(["none", "accepted", "declined", "revoked"].contains(&invitation), "{subject:?}: {invitation}");
}
