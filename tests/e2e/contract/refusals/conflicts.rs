//! 409, 410, 412: what came too late.

use super::*;

#[test]
fn what_has_ended_cannot_be_sent_again_revoked_accepted_or_declined() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, revoked, _) = account_with_invitation(world, "ada@example.com").await;
        let revoked_link = world.link("pending@example.com").await;
        ada.api.post(&account.path(&format!("/invitations/{revoked}/revoke")), json!({})).await.expect(200);
        let accepted = ada.invite_one(&account, "grace@example.com").await;
        let accepted_link = world.link("grace@example.com").await;
        world.accept("grace@example.com").await.expect(200);
        let declined = ada.invite_one(&account, "alan@example.com").await;
        let declined_link = world.link("alan@example.com").await;
        world.api.post("/v1/invitations/decline", json!({ "token": declined_link })).await.expect(204);

        whole_table::unchanged(world, async || {
            for (invitation, link) in [(revoked, revoked_link), (accepted, accepted_link), (declined, declined_link)] {
                for what in ["resend", "revoke"] {
                    let path = account.path(&format!("/invitations/{invitation}/{what}"));
                    ada.api.post(&path, json!({})).await.expect_problem(409, "invitation_not_pending");
                }
                let accept = json!({ "token": link, "password": PASSWORD });
                world.api.post("/v1/invitations/accept", accept).await.expect_problem(409, "invitation_not_pending");
                world
                    .api
                    .post("/v1/invitations/decline", json!({ "token": link }))
                    .await
                    .expect_problem(409, "invitation_not_pending");
            }
        })
        .await;
    });
}

#[test]
fn an_expired_link_is_gone_whether_or_not_a_sweep_has_said_so() {
    scenario_with(whole_table::quiet(), async |world| {
        account_with_invitation(world, "ada@example.com").await;
        let link = world.link("pending@example.com").await;
        world.system.clock().advance(jiff::SignedDuration::from_hours(48)).expect("the clock moves");
        let refused = async || {
            whole_table::unchanged(world, async || {
                let accept = json!({ "token": link, "password": PASSWORD });
                world.api.post("/v1/invitations/accept", accept).await.expect_problem(410, "invitation_expired");
                world
                    .api
                    .post("/v1/invitations/decline", json!({ "token": link }))
                    .await
                    .expect_problem(410, "invitation_expired");
                let looked_up = world.api.post("/v1/invitations/lookup", json!({ "token": link })).await.expect(200);
                assert_eq!(looked_up["status"], "expired");
            })
            .await;
        };
        refused().await;
        world.system.sweep().await.expect("the sweep runs");
        refused().await;
    });
}

#[test]
fn a_new_link_can_be_asked_for_only_once_the_old_one_has_expired() {
    scenario_with(whole_table::quiet(), async |world| {
        account_with_invitation(world, "ada@example.com").await;
        let link = world.link("pending@example.com").await;
        whole_table::unchanged(world, async || {
            world
                .api
                .post("/v1/invitations/request-new", json!({ "token": link }))
                .await
                .expect_problem(409, "invitation_not_expired");
        })
        .await;
    });
}

#[test]
fn a_change_meant_for_another_version_is_refused() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada, invitation, _) = account_with_invitation(world, "ada@example.com").await;
        let path = account.path(&format!("/invitations/{invitation}"));
        let stale = ada.api.get(&path).await.etag();
        ada.api.post(&format!("{path}/resend"), json!({})).await.expect(200);
        whole_table::unchanged(world, async || {
            for what in ["resend", "revoke"] {
                for tag in [stale.as_str(), "\"0\"", "1", "nonsense", "W/\"1\"", ""] {
                    let reply = ada.api.post_with(&format!("{path}/{what}"), &[("if-match", tag)], json!({})).await;
                    reply.expect_problem(412, "stale_version");
                }
            }
        })
        .await;
    });
}
