//! What is done before anything goes wrong, so that there are people.

use serde_json::json;

use super::{Actors, Deed, Lesson, address};

impl Actors {
    /// The founder of the first account invites another administrator, and someone else.
    pub fn first_invitations(&self) -> Option<Deed> {
        let known = self.known();
        let (account, session) = (known.accounts.first()?.clone(), known.sessions.last()?.clone());
        let row = |number: u64, role: &str| {
            let mut row = json!({ "email": address(number), "grants": Self::grants(role) });
            if account.preset.inviter_names {
                row["given_name"] = json!("Petra");
                row["family_name"] = json!("Person");
            }
            row
        };
        let rows = [row(0, account.preset.manager), row(1, account.preset.plain)];
        let path = format!("/v1/accounts/{}/invitations", account.id);
        Some(Deed::of("POST", path, Some(json!({ "invitations": rows }))).by(&session).in_account(&account))
    }

    /// One of them accepts.
    pub fn first_acceptance(&self, number: u64) -> Option<Deed> {
        let mails = self.world.mails();
        let (_, token) = mails.iter().rev().find(|mail| mail.to == address(number))?.link.clone()?;
        let password = self.new_password();
        let mut body = json!({ "token": token, "password": password });
        if self.known().accounts.first()?.preset.invitee_names {
            body["given_name"] = json!("Ivo");
            body["family_name"] = json!("Invitee");
        }
        let lesson = Lesson::Password(address(number), password);
        Some(Deed::of("POST", "/v1/invitations/accept".to_owned(), Some(body)).recorded().teaching(lesson))
    }

    /// Someone signs in.
    pub fn sign_in(&self, email: &str) -> Option<Deed> {
        let body = json!({ "email": email, "password": self.last_password(email)? });
        let lesson = Lesson::Session(email.to_owned());
        Some(Deed::of("POST", "/v1/sessions".to_owned(), Some(body)).teaching(lesson))
    }
}
