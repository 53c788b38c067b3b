//! What someone and an administrator are told in a state.

use serde_json::{Value, json};
use usher_tests::{PASSWORD, Reply};

use super::cells::Ways;
use super::seen::Cell;
use super::stage::Stage;
use super::subject::{Place, Subject};

/// What is told in a state to someone who tries what may not be the way on.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    pub sign_in: String,
    pub link: String,
    pub inviting: String,
    pub forgotten: &'static str,
}

impl Told {
    /// Tries everything but a forgotten password, whose email comes later. `faults` are refusals that do not name what
    /// leads on.
    pub async fn to(stage: &Stage<'_>, subject: &Subject, cell: Cell, ways: &Ways, faults: &mut Vec<String>) -> Self {
        let mut answer = |reply: &Reply, words: &[&str]| {
            let detail = reply.body["detail"].as_str().unwrap_or_default();
            let is_refused = !reply.status.is_success();
            let unsaid = words.iter().filter(|word| is_refused && !detail.contains(**word));
            faults.extend(unsaid.map(|word| format!("{subject:?}, {:?}: “{detail}” without “{word}”", cell.words())));
            in_short(reply)
        };
        let link = match follow(stage, subject, cell).await {
            Some(reply) => answer(&reply, &[ways.link_says]),
            None => "–".to_owned(),
        };
        let inviting = match create_again(stage, subject, cell).await {
            Some(reply) => answer(&reply, &[ways.inviting_says]),
            None => "–".to_owned(),
        };
        // Last, since this may be the way on.
        let signed_in = subject.sign_in(stage.world(), None).await;
        let is_away = signed_in.body["code"] == "deactivated_everywhere";
        let sign_in = answer(&signed_in, if is_away { &["reactivate", "invitation"] } else { &[] });
        stage.world().api.post("/v1/password-resets", json!({ "email": subject.email })).await.expect(202);
        Self { sign_in, link, inviting, forgotten: "" }
    }

    /// What the email brought to someone who said that they forgot their password. Signing in tells everyone who has
    /// none the same, so that this is what must tell those who can come in.
    pub fn with_forgotten(self, stage: &Stage<'_>, subject: &Subject, cell: Cell) -> Self {
        let newest = stage.world().system.mailbox().to(&subject.email).pop();
        let (is_reset, is_told) = newest.map_or((false, false), |mail| {
            (mail.links.iter().any(|link| link.contains("ush_pwr_")), mail.text.contains("open its link"))
        });
        let forgotten = match () {
            () if is_reset => "link to set a new one",
            () if is_told => "told of the invitation",
            () => "nothing",
        };
        let [_, invitation, person] = cell.words();
        let can_come = ["pending", "bounced", "lapsed", "expired"].contains(&invitation);
        assert!(is_reset || is_told || person == "unknown" && !can_come, "{subject:?}: {:?}", cell.words());
        Self { forgotten, ..self }
    }
}

/// Follows the newest link that arrived, without a session. What that would change is only looked up.
async fn follow(stage: &Stage<'_>, subject: &Subject, cell: Cell) -> Option<Reply> {
    let token = stage.link(Place::Here, subject)?;
    let api = &stage.world().api;
    match (cell.words()[1], subject.is_known) {
        ("bounced", _) => None,
        ("pending", false) => Some(api.post("/v1/invitations/lookup", json!({ "token": token })).await),
        (_, false) => Some(api.post("/v1/invitations/accept", json!({ "token": token, "password": PASSWORD })).await),
        (_, true) => Some(api.post("/v1/invitations/accept", json!({ "token": token })).await),
    }
}

/// An administrator creates someone again who is a user already.
async fn create_again(stage: &Stage<'_>, subject: &Subject, cell: Cell) -> Option<Reply> {
    if cell.words()[0] == "none" {
        return None;
    }
    let here = stage.at(Place::Here);
    Some(here.admin.api.post(&here.path("/users"), stage.row(Place::Here, &subject.email)).await)
}

/// An answer in words of the map.
fn in_short(reply: &Reply) -> String {
    let status = reply.status.as_u16();
    match &reply.body["code"] {
        Value::String(code) => format!("{status} `{code}`"),
        _ => status.to_string(),
    }
}
