//! What can be done to come in or to leave: one request each.

use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Authenticator, PASSWORD, Reply, office};

use super::stage::Stage;
use super::subject::{Place, Subject};

/// Something that an administrator does for someone, or that they do themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    Invite(Place),
    Accept(Place),
    Deactivate(Place),
    Remove(Place),
    Decline,
    Resend,
    RequestNew,
    Revoke,
    Reactivate,
    SignIn,
    Enrol,
    /// All that makes someone the person that the map is about; nothing for one who is unknown.
    BecomeKnown,
}

impl Act {
    /// Who does it, and the request, in words of the map.
    pub fn told(self) -> &'static str {
        match self {
            Self::Invite(_) => "administrator: `POST …/invitations`",
            Self::Accept(_) => "link: `POST /v1/invitations/accept`",
            Self::Deactivate(_) => "administrator: `POST …/deactivate`",
            Self::Remove(_) => "administrator: `DELETE …/users/{user}`",
            Self::Decline => "link: `POST /v1/invitations/decline`",
            Self::Resend => "administrator: `POST …/resend`",
            Self::RequestNew => "link: `POST /v1/invitations/request-new`",
            Self::Revoke => "administrator: `POST …/revoke`",
            Self::Reactivate => "administrator: `POST …/reactivate`",
            Self::SignIn => "person: `POST /v1/sessions`",
            Self::Enrol => "person: `POST /v1/me/second-factor`",
            Self::BecomeKnown => unreachable!("part of how someone came to be who they are"),
        }
    }

    /// Does it, which must succeed.
    pub async fn perform(self, stage: &Stage<'_>, subject: &mut Subject) {
        let reply = self.request(stage, subject).await;
        assert!(reply.status.is_success(), "{subject:?}: {self:?}: {}", reply.body);
        self.note(&reply.body, subject);
    }

    async fn request(self, stage: &Stage<'_>, subject: &mut Subject) -> Reply {
        let post = async |place: Place, path: String| stage.at(place).admin.api.post(&path, json!({})).await;
        match self {
            Self::Invite(place) => {
                let row = stage.row(place, &subject.email);
                stage.inviter(place, subject).invite_rows(&stage.at(place).account, vec![row]).await
            }
            Self::Accept(place) => accept(stage, place, subject).await,
            Self::Decline => {
                let token = stage.link(Place::Here, subject).expect("a link");
                stage.world().api.post("/v1/invitations/decline", json!({ "token": token })).await
            }
            Self::RequestNew => {
                let token = stage.link(Place::Here, subject).expect("a link");
                stage.world().api.post("/v1/invitations/request-new", json!({ "token": token })).await
            }
            Self::Deactivate(place) => post(place, format!("{}/deactivate", stage.user(place, subject))).await,
            Self::Reactivate => reactivate(stage, subject).await,
            Self::Resend => post(Place::Here, format!("{}/resend", stage.invitation(subject))).await,
            Self::Revoke => post(Place::Here, format!("{}/revoke", stage.invitation(subject))).await,
            Self::Remove(place) => {
                let user = stage.user(place, subject);
                stage.at(place).admin.api.send(Method::DELETE, &user, &[], None).await
            }
            Self::SignIn => subject.sign_in(stage.world(), None).await,
            Self::Enrol => enrol(stage, subject).await,
            Self::BecomeKnown => unreachable!("the acts that it consists of are performed"),
        }
    }

    /// What is remembered of an answer: the ids that later requests name.
    fn note(self, body: &Value, subject: &mut Subject) {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match self {
            Self::Invite(place) => {
                let result = &body["results"][0];
                assert_eq!(result["verdict"], "invited", "{subject:?}: {body}");
                subject.at_mut(place).user = text(&result["user"]);
                subject.at_mut(place).invitation = text(&result["invitation"]);
            }
            Self::Reactivate => {
                let entry = subject.at_mut(Place::Here);
                entry.invitation = text(&body["invitation"]).or(entry.invitation.take());
            }
            _ => {}
        }
    }
}

/// Lets someone in again, with new grants if the answer is that they need some.
async fn reactivate(stage: &Stage<'_>, subject: &Subject) -> Reply {
    let (here, path) = (stage.at(Place::Here), format!("{}/reactivate", stage.user(Place::Here, subject)));
    let reply = here.admin.api.post(&path, json!({})).await;
    if reply.body["errors"][0]["field"] != "grants" {
        return reply;
    }
    let grants = json!({ "grants": [office::grant(here.account.role)] });
    here.admin.api.post(&path, grants).await
}

/// Accepts with the newest link, someone new with a password, and someone known with a session.
async fn accept(stage: &Stage<'_>, place: Place, subject: &mut Subject) -> Reply {
    let token = stage.link(place, subject).expect("a link");
    let mut body = json!({ "token": token });
    if stage.at(place).preset == "mailing" {
        (body["given_name"], body["family_name"]) = (json!("Grace"), json!("Hopper"));
    }
    let mut api = stage.world().api.clone();
    if subject.is_known {
        let session = subject.sign_in(stage.world(), Some(&token)).await.expect(201);
        api = api.with_token(session["token"].as_str().expect("a token"));
    } else {
        body["password"] = json!(PASSWORD);
        subject.is_known = true;
    }
    api.post("/v1/invitations/accept", body).await
}

/// Sets a second factor up; the code that confirms it is over with the next round.
async fn enrol(stage: &Stage<'_>, subject: &mut Subject) -> Reply {
    let session = subject.sign_in(stage.world(), None).await.expect(201);
    let api = stage.world().api.with_token(session["token"].as_str().expect("a token"));
    let (app, reply) = Authenticator::set_up(stage.world(), &api).await;
    subject.app = Some(app);
    reply
}
