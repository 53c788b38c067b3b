//! The account that the map is about, another one, and how time passes in both.

use futures_util::{StreamExt, stream};
use jiff::SignedDuration;
use serde_json::{Value, json};
use usher::presets::Preset;
use usher_tests::desk::Desk;
use usher_tests::{Authenticator, Member, World, office};

use super::acts::Act;
use super::cells::{Fate, ways};
use super::subject::{Place, Subject};

/// How many people act at once.
pub const AT_ONCE: usize = 16;

/// Two accounts. Their administrators have a second factor, so that any access model may require one.
pub struct Stage<'a> {
    here: Desk<'a>,
    elsewhere: Desk<'a>,
    apps: [Authenticator; 2],
    /// An administrator who invites and leaves.
    lead: Member,
    pub policies: Value,
}

impl<'a> Stage<'a> {
    /// An account that follows `preset`, with `second_factor` as it has it or as it is given.
    pub async fn open(world: &'a World, preset: Preset, second_factor: Option<&str>) -> Self {
        let here = Desk::open(world, preset.as_str()).await;
        let elsewhere = Desk::open_as(world, "portal", "olga@example.com").await;
        let names = json!({ "name": "Southwind Clinic", "product_name": "Southwind" });
        office::patch(&elsewhere.admin, &elsewhere.path(""), names).await.expect(200);
        let mut model = here.admin.api.get(&here.path("/access-model")).await.expect(200);
        if let Some(policy) = second_factor {
            model["policies"]["second_factor"] = json!(policy);
            here.follow(&model).await;
        }
        let apps =
            [Authenticator::enrol(world, &here.admin).await, Authenticator::enrol(world, &elsewhere.admin).await];
        let (lead, policies) = (here.admin.clone(), model["policies"].clone());
        Self { here, elsewhere, apps, lead, policies }
    }

    pub fn world(&self) -> &'a World {
        self.here.world
    }

    pub fn at(&self, place: Place) -> &Desk<'a> {
        match place {
            Place::Here => &self.here,
            Place::Elsewhere => &self.elsewhere,
        }
    }

    /// A row that invites with the plain role.
    pub fn row(&self, place: Place, email: &str) -> Value {
        let desk = self.at(place);
        desk.row(email, desk.account.role)
    }

    pub fn inviter(&self, place: Place, subject: &Subject) -> &Member {
        if place == Place::Here && subject.fate == Fate::Lapses { &self.lead } else { &self.at(place).admin }
    }

    /// The path of someone's user.
    pub fn user(&self, place: Place, subject: &Subject) -> String {
        self.at(place).path(&format!("/users/{}", subject.at(place).user.as_deref().expect("a user")))
    }

    /// The path of someone's newest invitation here.
    pub fn invitation(&self, subject: &Subject) -> String {
        let invitation = subject.at(Place::Here).invitation.as_deref().expect("an invitation");
        self.here.path(&format!("/invitations/{invitation}"))
    }

    /// The token of the newest link from an account.
    pub fn link(&self, place: Place, subject: &Subject) -> Option<String> {
        let account = match place {
            Place::Here => "Northwind Dental",
            Place::Elsewhere => "Southwind Clinic",
        };
        let mails = self.world().system.mailbox().to(&subject.email);
        let mut links = mails.iter().rev().filter(|mail| mail.text.contains(account)).flat_map(|mail| &mail.links);
        links.find_map(|link| {
            Some(link.split_once("#token=")?.1.to_owned()).filter(|token| token.starts_with("ush_inv_"))
        })
    }

    /// All do their acts, in rounds: each waits for the emails of the round before, and for codes that are new.
    pub async fn perform(&self, subjects: &mut [Subject], acts: impl Fn(&Subject) -> Vec<Act>) {
        let paths: Vec<Vec<Act>> = subjects.iter().map(acts).collect();
        for round in 0..paths.iter().map(Vec::len).max().unwrap_or_default() {
            let acting =
                subjects.iter_mut().zip(&paths).filter_map(|(subject, path)| Some((path.get(round)?, subject)));
            stream::iter(acting).for_each_concurrent(AT_ONCE, |(act, subject)| act.perform(self, subject)).await;
            self.settle().await;
        }
    }

    /// All emails arrive, and everybody's app shows another code.
    pub async fn settle(&self) {
        self.world().system.settle().await.expect("the outbox runs empty");
        self.world().advance(SignedDuration::from_secs(30)).await;
    }

    /// Every invitation that has been sent expires, and every session ends but those of the administrators.
    pub async fn outlive_invitations(&mut self) {
        let world = self.world();
        world.advance(SignedDuration::from_hours(8 * 24)).await;
        self.here.admin = self.apps[0].sign_in(world, &self.here.admin.email).await;
        self.elsewhere.admin = self.apps[1].sign_in(world, &self.elsewhere.admin.email).await;
        let grants = self.here.user(&self.here.admin.email).await["grants"].clone();
        let role = grants[0]["role"].as_str().expect("a role");
        self.lead = self.here.join(self.here.row("lead@example.com", role)).await;
        Authenticator::enrol(world, &self.lead).await;
    }

    /// The one who invited others leaves, and with them what they vouched for.
    pub async fn lose_inviter(&self) {
        let user = self.here.user_path(&self.lead.email).await;
        let admin = &self.here.admin.api;
        match ways("active", "accepted", &self.policies).out {
            Some(Act::Remove(_)) => drop(admin.delete(&user).await.expect(204)),
            _ => drop(admin.post(&format!("{user}/deactivate"), json!({})).await.expect(200)),
        }
    }

    /// The newest email to someone comes back, although its server took it.
    pub async fn bounce(&self, subject: &Subject) {
        let mail = self.world().system.mailbox().to(&subject.email).pop().expect("an email");
        let tags: Value = mail.tags.iter().map(|(name, value)| (name.clone(), json!([value]))).collect();
        let bounce = json!({ "bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": [] });
        let detail = json!({ "eventType": "Bounce", "bounce": bounce, "mail": { "tags": tags } });
        let event = json!({
            "version": "0", "id": mail.id, "detail-type": "Email Bounced", "source": "aws.ses", "region": "eu-west-1",
            "account": "000000000000", "time": mail.at, "resources": [], "detail": detail,
        });
        self.world().system.invoke_mailer(event).await.expect("the mailer answers");
    }
}
