//! What people do with themselves: sessions, passwords, API tokens.

use serde_json::json;

use super::op::Op;
use super::{Actors, Deed, Lesson, Pick, Session, address, founder};

impl Actors {
    pub(super) fn of_people(&self, op: Op, pick: &mut Pick) -> Option<Deed> {
        match op {
            Op::SignIn | Op::SignInWrongly | Op::ForgetPassword => self.strangers(op, pick),
            Op::UseToken => {
                let tokens = self.known().tokens.clone();
                let token = pick.one(&tokens)?;
                let session = Session { email: token.owner.clone(), token: token.secret.clone() };
                let mut deed = Deed::of("GET", format!("/v1/accounts/{}/users", token.account), None).by(&session);
                deed.asking.account = Some(token.account.clone());
                Some(deed)
            }
            Op::CreateToken | Op::ListTokens | Op::RotateToken | Op::RevokeToken => self.tokens(op, pick),
            _ => self.signed_in(op, pick),
        }
    }

    fn strangers(&self, op: Op, pick: &mut Pick) -> Option<Deed> {
        let number = pick.person();
        let email = if pick.once_in(8) { founder(0) } else { address(number) };
        let password =
            if op == Op::SignInWrongly { "a wrong password".to_owned() } else { self.password(&email, pick) };
        Some(match op {
            Op::ForgetPassword => Deed::of("POST", "/v1/password-resets".to_owned(), Some(json!({ "email": email }))),
            _ if password.is_empty() => return None,
            _ => Deed::of("POST", "/v1/sessions".to_owned(), Some(json!({ "email": email, "password": password })))
                .teaching(Lesson::Session(email)),
        })
    }

    fn signed_in(&self, op: Op, pick: &mut Pick) -> Option<Deed> {
        let mut sessions = self.known().sessions.clone();
        sessions.retain(|session| pick.is_about(&session.email));
        let recent = &sessions[sessions.len().saturating_sub(5)..];
        let session = pick.one(recent)?;
        let email = &session.email;
        let get = |path: &str| Deed::of("GET", path.to_owned(), None).by(session);
        let post = |path: &str, body| Deed::of("POST", path.to_owned(), Some(body)).by(session);
        Some(match op {
            Op::SignOut => {
                Deed::of("DELETE", "/v1/sessions/current".to_owned(), None).by(session).teaching(Lesson::OwnOver)
            }
            Op::EndOtherSessions => Deed::of("DELETE", "/v1/sessions".to_owned(), None)
                .by(session)
                .teaching(Lesson::OthersOver(email.clone())),
            Op::ListSessions => get("/v1/sessions"),
            Op::CurrentSession => get("/v1/sessions/current"),
            Op::Me => get("/v1/me"),
            Op::RenameMe => {
                let name = json!({ "given_name": format!("Mine{}", pick.below(9)) });
                Deed::of("PATCH", "/v1/me".to_owned(), Some(name)).by(session)
            }
            Op::Prove => post("/v1/me/proof", json!({ "password": self.password(email, pick) })),
            Op::ChangePassword => {
                let (old, new) = (self.password(email, pick), self.new_password());
                self.remember(email, &new);
                post("/v1/me/password", json!({ "current_password": old, "new_password": new }))
                    .teaching(Lesson::Password(email.clone(), new))
            }
            Op::SwitchAccount | Op::SignedToken => {
                let accounts = self.known().accounts.clone();
                let account = pick.one(&accounts)?;
                let path = if op == Op::SwitchAccount { "/v1/sessions/switch" } else { "/v1/sessions/token" };
                post(path, json!({ "account": account.id })).in_account(account)
            }
            _ => return None,
        })
    }

    fn tokens(&self, op: Op, pick: &mut Pick) -> Option<Deed> {
        if op == Op::CreateToken || op == Op::ListTokens {
            let (account, session) = self.administrator(pick)?;
            let path = format!("/v1/accounts/{}/api-tokens", account.id);
            if op == Op::ListTokens {
                return Some(Deed::of("GET", path, None).by(&session).in_account(&account));
            }
            let body = json!({ "name": format!("Program {}", pick.below(5)) });
            let lesson = Lesson::Token(account.id.clone(), session.email.clone());
            return Some(
                Deed::of("POST", path, Some(body)).by(&session).in_account(&account).recorded().teaching(lesson),
            );
        }
        let tokens = self.known().tokens.clone();
        let token = pick.one(&tokens)?;
        let session = self.session_of(&token.owner, pick)?;
        let path = format!("/v1/accounts/{}/api-tokens/{}", token.account, token.id);
        let mut deed = match op {
            Op::RotateToken => Deed::of("POST", format!("{path}/rotate"), None)
                .teaching(Lesson::Token(token.account.clone(), token.owner.clone())),
            _ => Deed::of("DELETE", path, None).teaching(Lesson::Over(token.secret.clone())),
        }
        .by(&session)
        .recorded();
        deed.asking.account = Some(token.account.clone());
        Some(deed)
    }

    /// A session that is or was someone's.
    pub(super) fn session_of(&self, email: &str, pick: &mut Pick) -> Option<Session> {
        let sessions = self.known().sessions.clone();
        let own: Vec<&Session> = sessions.iter().filter(|session| session.email == email).collect();
        let recent = &own[own.len().saturating_sub(2)..];
        pick.one(recent).map(|session| (*session).clone())
    }
}
