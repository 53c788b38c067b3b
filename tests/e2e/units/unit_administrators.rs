//! Administrators of some units manage the people of those units, and nobody beyond.

use reqwest::Method;
use serde_json::{Value, json};
use usher_tests::{Member, scenario};

use usher_tests::desk::{Desk, row};
use usher_tests::office::{self, patch};

fn within(role: &str, units: &[&str]) -> Value {
    json!({ "role": role, "units": units })
}

/// The administrator of one merchant profile, and people of that one, of another, and of both. The invitations of the
/// three are open.
struct Profiles<'a> {
    desk: Desk<'a>,
    shop: String,
    stall: String,
    lead: Member,
}

impl<'a> Profiles<'a> {
    async fn open(world: &'a usher_tests::World) -> Self {
        let desk = Desk::open(world, "billing").await;
        let (shop, stall) = (desk.unit("Shop").await, desk.unit("Stall").await);
        let lead = desk.join(row("lead@example.com", within("admin_user", &[&shop]))).await;
        let rows = json!([
            row("mate@example.com", within("normal_user", &[&shop])),
            row("both@example.com", within("normal_user", &[&shop, &stall])),
            row("away@example.com", within("normal_user", &[&stall])),
        ]);
        assert_eq!(desk.invite(rows).await, ["invited"; 3]);
        Self { desk, shop, stall, lead }
    }

    /// Everything that can be done to a user who has an open invitation; what each is answered.
    async fn everything(&self, email: &str) -> Vec<u16> {
        let user = self.desk.user_path(email).await;
        let invitations = self.desk.admin.pages(&self.desk.path("/invitations?limit=100")).await;
        let invitation = invitations.iter().find(|invitation| invitation["email"] == email).expect("an invitation");
        let invitation = self.desk.path(&format!("/invitations/{}", invitation["id"].as_str().expect("an id")));
        let calls = [
            (Method::PATCH, user.clone(), json!({ "given_name": "Changed" })),
            (Method::PATCH, user.clone(), json!({ "grants": [within("restricted_user", &[&self.shop])] })),
            (Method::POST, format!("{invitation}/resend"), json!({})),
            (Method::POST, format!("{invitation}/revoke"), json!({})),
            // The user has been active from the start, and leaves with the invitation.
            (Method::POST, format!("{user}/reactivate"), json!({})),
            (Method::POST, format!("{user}/deactivate"), json!({})),
        ];
        let mut answers = Vec::new();
        for (method, path, body) in calls {
            answers.push(self.lead.api.send(method, &path, &[], Some(body.to_string())).await.status.as_u16());
        }
        answers
    }
}

#[test]
fn they_bring_people_into_their_units_and_into_no_other() {
    scenario(async |world| {
        let Profiles { desk, shop, stall, lead } = Profiles::open(world).await;
        let create = async |grant: Value| lead.api.post(&desk.path("/users"), row("new@example.com", grant)).await;
        for beyond in
            [within("normal_user", &[&stall]), within("normal_user", &[&shop, &stall]), office::grant("normal_user")]
        {
            create(beyond).await.expect_problem(403, "grant_exceeds_own");
        }
        create(within("admin_user", &[&shop])).await.expect(201);
        desk.follow_link("new@example.com").await.expect(200);
        let new = world.sign_in("new@example.com").await;
        assert!(desk.allows(&new, json!({ "permission": "users:invite", "unit": shop })).await);
        assert!(!desk.allows(&new, json!({ "permission": "users:invite", "unit": stall })).await);

        let rows = vec![
            row("in@example.com", within("normal_user", &[&shop])),
            row("out@example.com", within("normal_user", &[&stall])),
        ];
        let invited = lead.invite_rows(&desk.account, rows).await.expect(200);
        assert_eq!(
            (&invited["results"][0]["verdict"], &invited["results"][1]["verdict"]),
            (&json!("invited"), &json!("not_allowed"))
        );
    });
}

#[test]
fn they_manage_who_is_in_their_units_alone_and_do_not_know_of_others() {
    scenario(async |world| {
        let profiles = Profiles::open(world).await;
        assert_eq!(profiles.everything("mate@example.com").await, [200; 6], "of their profile");
        assert_eq!(profiles.everything("both@example.com").await, [403; 6], "of theirs and another");
        assert_eq!(profiles.everything("away@example.com").await, [404; 6], "of another");
    });
}

/// The portal's records of the unit are closed, its people are not left to themselves.
#[test]
fn they_go_on_managing_the_people_of_a_unit_that_is_retired() {
    scenario(async |world| {
        let profiles = Profiles::open(world).await;
        let Profiles { desk, shop, lead, .. } = &profiles;
        assert!(desk.allows(lead, json!({ "permission": "orders:read", "unit": shop })).await);
        desk.admin.api.delete(&desk.path(&format!("/units/{shop}"))).await.expect(200);
        assert!(!desk.allows(lead, json!({ "permission": "orders:read", "unit": shop })).await);
        lead.api.get(&desk.user_path("mate@example.com").await).await.expect(200);
        assert_eq!(profiles.everything("mate@example.com").await, [200; 6], "what they hold there, too");
        assert_eq!(profiles.everything("away@example.com").await, [404; 6], "of another");
    });
}

#[test]
fn they_move_nobody_out_of_their_units_into_others() {
    scenario(async |world| {
        let Profiles { desk, shop, stall, lead } = Profiles::open(world).await;
        let mate = desk.user_path("mate@example.com").await;
        for beyond in
            [within("normal_user", &[&stall]), within("normal_user", &[&shop, &stall]), office::grant("normal_user")]
        {
            patch(&lead, &mate, json!({ "grants": [beyond] })).await.expect_problem(403, "grant_exceeds_own");
        }
        patch(&lead, &mate, json!({ "grants": [within("admin_user", &[&shop])] })).await.expect(200);
    });
}

/// An address is unique in its account, so an inviter learns that it is taken; by whom is another matter.
#[test]
fn they_learn_that_an_address_is_taken_and_not_by_whom() {
    scenario(async |world| {
        let Profiles { desk, shop, lead, .. } = Profiles::open(world).await;
        desk.join(row("gone@example.com", office::grant("normal_user"))).await;
        let elsewhere = desk.unit("Elsewhere").await;
        desk.join(row("user@example.com", within("normal_user", &[&elsewhere]))).await;
        let again = ["mate", "away", "user", "gone"]
            .map(|name| row(&format!("{name}@example.com"), within("normal_user", &[&shop])));
        for dry_run in [true, false] {
            let body = json!({ "invitations": again.clone(), "dry_run": dry_run });
            let answer = lead.api.post(&desk.path("/invitations"), body).await.expect(200);
            let results = answer["results"].as_array().expect("results").iter();
            let told: Vec<_> = results
                .map(|result| (result["verdict"].clone(), result["user"].is_string(), result["invitation"].is_string()))
                .collect();
            let named = [true, false, false, true];
            assert_eq!(told, named.map(|named| (json!("already_member"), named, named)), "{answer}");
        }
        for taken in [&again[1], &again[2]] {
            let problem =
                lead.api.post(&desk.path("/users"), taken.clone()).await.expect_problem(409, "already_member");
            assert!(!["usr_", "inv_"].into_iter().any(|id| problem.to_string().contains(id)), "{problem}");
        }
    });
}

#[test]
fn they_are_told_nothing_of_the_units_of_others() {
    scenario(async |world| {
        let Profiles { desk, shop, stall, lead } = Profiles::open(world).await;
        office::patch(&desk.admin, &desk.path(&format!("/units/{stall}")), json!({ "name": "A stall" }))
            .await
            .expect(200);
        desk.follow_link("both@example.com").await.expect(200);
        let both = world.sign_in("both@example.com").await;
        let path = format!("{}/access", desk.user_path("both@example.com").await);
        let units = async |by: &Member| {
            let access = by.api.get(&path).await.expect(200);
            let units = access["units"].as_array().expect("units").clone();
            assert!(
                units.iter().all(|unit| !unit["permissions"].as_array().expect("permissions").is_empty()),
                "{access}"
            );
            units.iter().map(|unit| json!([unit["unit"], unit["name"], unit["status"]])).collect::<Vec<_>>()
        };
        let all = [json!([stall, "A stall", "active"]), json!([shop, "Shop", "active"])];
        assert_eq!(units(&desk.admin).await, all, "by name");
        assert_eq!(units(&both).await, all, "one's own");
        assert_eq!(
            units(&lead).await,
            [json!([shop, "Shop", "active"]), json!([stall, null, null])],
            "what is unseen comes last, whatever its name"
        );
    });
}

/// To hold what a worker holds on a floor is not to decide who works there.
#[test]
fn what_they_hold_elsewhere_they_do_not_give_there() {
    scenario(async |world| {
        let (account, owner) = office::open(world, json!({}), "ada@example.com").await;
        let floor = async |name: &str| {
            owner.api.post(&account.path("/units"), json!({ "name": name })).await.expect(201)["id"].clone()
        };
        let (first, second) = (floor("First").await, floor("Second").await);
        let held = json!([{ "role": "manager", "units": [first] }, { "role": "worker", "units": [second] }]);
        let row = |email: &str, grants: Value| {
            json!({
                "email": email, "given_name": "Grace", "family_name": "Hopper", "grants": grants,
            })
        };
        owner.invite_rows(&account, vec![row("meg@example.com", held)]).await.expect(200);
        world.accept("meg@example.com").await.expect(200);
        let meg = world.sign_in("meg@example.com").await;
        let worker = |floor: &Value| json!([{ "role": "worker", "units": [floor] }]);
        let invited = meg
            .invite_rows(
                &account,
                vec![row("one@example.com", worker(&first)), row("two@example.com", worker(&second))],
            )
            .await
            .expect(200);
        assert_eq!(
            (&invited["results"][0]["verdict"], &invited["results"][1]["verdict"]),
            (&json!("invited"), &json!("not_allowed"))
        );
        world.accept("one@example.com").await.expect(200);
    });
}
