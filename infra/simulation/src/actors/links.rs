//! What is done with a link, by the one who has the email.

use serde_json::json;

use super::op::Op;
use super::{Actors, Deed, Lesson, Pick};
use crate::model::Ending;
use crate::world::Mail;

impl Actors {
    /// Whether something can come of a link.
    fn is_open(&self, mail: &Mail, op: Op) -> bool {
        let model = self.world.model();
        let invitation = mail.tags.get("usher-invitation").and_then(|id| model.invitations.get(id));
        let is_late = invitation.is_some_and(|invitation| self.world.true_now() >= invitation.expires_at);
        let wanted = is_late || op != Op::RequestNew;
        wanted && invitation.is_some_and(|invitation| matches!(invitation.now(), Ending::Pending | Ending::Expired))
    }

    pub(super) fn with_links(&self, op: Op, pick: &mut Pick) -> Option<Deed> {
        let page = match op {
            Op::Lookup | Op::Accept | Op::AcceptSignedIn | Op::Decline | Op::RequestNew => "invitation",
            Op::CompletePasswordReset => "password",
            _ => return None,
        };
        let mails = self.world.mails();
        let is_any = pick.once_in(4);
        let linked: Vec<_> = mails
            .iter()
            .filter(|mail| mail.link.as_ref().is_some_and(|(to, _)| to.contains(page)))
            .filter(|mail| pick.is_about(&mail.to))
            .filter(|mail| is_any || page != "invitation" || self.is_open(mail, op))
            .collect();
        // Most often the newest ones.
        let recent = if pick.once_in(3) { &linked[..] } else { &linked[linked.len().saturating_sub(3)..] };
        let mail = *pick.one(recent)?;
        let (_, token) = mail.link.clone()?;
        let invitation = mail.tags.get("usher-invitation").cloned().unwrap_or_default();
        let account = mail.tags.get("usher-account").cloned();
        let preset = self.known().accounts.iter().find(|it| Some(&it.id) == account.as_ref()).map(|it| it.preset);
        let post = |path: &str, body| Deed::of("POST", path.to_owned(), Some(body));
        let deed = match op {
            Op::Lookup => post("/v1/invitations/lookup", json!({ "token": token })),
            Op::Accept => {
                let password = self.new_password();
                self.remember(&mail.to, &password);
                let mut body = json!({ "token": token, "password": password });
                if preset.is_some_and(|preset| preset.invitee_names) {
                    body["given_name"] = json!("Ivo");
                    body["family_name"] = json!("Invitee");
                }
                let lesson = Lesson::Password(mail.to.clone(), password);
                post("/v1/invitations/accept", body).recorded().teaching(lesson)
            }
            Op::AcceptSignedIn => {
                let session = self.session_of(&mail.to, pick)?;
                let mut body = json!({ "token": token });
                if preset.is_some_and(|preset| preset.invitee_names) {
                    body["given_name"] = json!("Ivo");
                    body["family_name"] = json!("Invitee");
                }
                post("/v1/invitations/accept", body).by(&session).recorded()
            }
            Op::Decline => post("/v1/invitations/decline", json!({ "token": token })).recorded(),
            Op::RequestNew => post("/v1/invitations/request-new", json!({ "token": token })),
            _ => {
                let password = self.new_password();
                self.remember(&mail.to, &password);
                let body = json!({ "token": token, "password": password });
                post("/v1/password-resets/complete", body).teaching(Lesson::Password(mail.to.clone(), password))
            }
        };
        Some(deed.of_invitation(&invitation))
    }
}
