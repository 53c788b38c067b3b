//! Lists of invitations and their pages.

use super::*;

#[test]
fn invitations_are_listed_by_status_the_newest_first() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let mut invited = Vec::new();
        for name in ["a", "b", "c", "d"] {
            world.system.clock().advance(SignedDuration::from_secs(1)).expect("the clock moves");
            invited.push(ada.invite_one(&account, &format!("{name}@example.com")).await);
        }
        act(&ada, &account, &invited[1], "revoke").await.expect(200);
        world.accept("c@example.com").await.expect(200);
        let token = world.link("d@example.com").await;
        world.api.post("/v1/invitations/decline", json!({ "token": token })).await.expect(204);

        let listed = async |status: &str| ada.pages(&account.path(&format!("/invitations?status={status}"))).await;
        assert_eq!(ids(&listed("pending").await), [&invited[0]]);
        assert_eq!(ids(&listed("revoked").await), [&invited[1]]);
        assert_eq!(ids(&listed("declined").await), [&invited[3]]);
        assert_eq!(
            listed("accepted").await.iter().map(|one| one["email"].clone()).collect::<Vec<_>>(),
            ["c@example.com", "ada@example.com"]
        );
        assert!(listed("expired").await.is_empty());
        assert_eq!(listed("pending").await[0], ada.invitation(&account, &invited[0]).await);
        let all = ada.pages(&account.path("/invitations?limit=2")).await;
        assert_eq!(all.len(), 5);
    });
}

#[test]
fn an_invitation_leaves_the_pending_list_the_moment_it_expires_and_joins_the_expired_with_the_sweep() {
    scenario_with(whole_table::quiet(), async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let invitation = ada.invite_one(&account, "grace@example.com").await;
        world.system.settle().await.expect("the outbox runs empty");
        world.system.clock().advance(SignedDuration::from_hours(48)).expect("the clock moves");
        let ada = world.sign_in("ada@example.com").await;
        let listed = async |status: &str| ada.pages(&account.path(&format!("/invitations?status={status}"))).await;
        assert_eq!(ada.invitation(&account, &invitation).await["status"], "expired");
        assert!(listed("pending").await.is_empty());
        world.system.sweep().await.expect("the sweep runs");
        assert_eq!(ids(&listed("expired").await), [&invitation]);
    });
}

#[test]
fn pages_show_everything_once_while_others_invite() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails: Vec<String> = (0..7).map(|n| format!("p{n}@example.com")).collect();
        ada.invite(&account, &emails.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let (mut seen, mut after) = (Vec::new(), String::new());
        for round in 0.. {
            let page =
                ada.api.get(&account.path(&format!("/invitations?status=pending&limit=3{after}"))).await.expect(200);
            let data = page["data"].as_array().expect("a page");
            assert!(data.len() <= 3);
            seen.extend(data.iter().map(|one| one["email"].as_str().expect("an address").to_owned()));
            world.system.clock().advance(SignedDuration::from_secs(1)).expect("the clock moves");
            ada.invite_one(&account, &format!("late{round}@example.com")).await;
            let Some(next) = page["page"]["after"].as_str() else { break };
            after = format!("&after={next}");
        }
        seen.sort();
        assert_eq!(seen, emails);
    });
}

#[test]
fn a_page_has_from_one_to_a_hundred_records() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let emails: Vec<String> = (0..30).map(|n| format!("p{n:02}@example.com")).collect();
        ada.invite(&account, &emails.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let page = async |query: &str| ada.api.get(&account.path(&format!("/invitations?status=pending{query}"))).await;
        let count = async |query: &str| page(query).await.expect(200)["data"].as_array().map(Vec::len);
        assert_eq!(
            (count("").await, count("&limit=1").await, count("&limit=100").await),
            (Some(25), Some(1), Some(30))
        );
        for limit in ["0", "101", "-1", "ten", ""] {
            page(&format!("&limit={limit}")).await.expect_fields(&[("limit", "out_of_range")]);
        }
        let path = account.path("/invitations?status=open&limit=0");
        ada.api.get(&path).await.expect_fields(&[("status", "unknown_value"), ("limit", "out_of_range")]);
        ada.api.get(&account.path("/invitations?state=pending")).await.expect_fields(&[("state", "unknown_field")]);
    });
}

#[test]
fn a_cursor_works_for_its_own_list_and_only_as_it_was_given() {
    scenario(async |world| {
        let (account, ada) = world.account("invoicing", "ada@example.com").await;
        let (other, bob) = world.account("invoicing", "bob@example.com").await;
        for (account, member) in [(&account, &ada), (&other, &bob)] {
            member.invite(account, &["x@example.com", "y@example.com", "z@example.com"]).await;
        }
        let next = async |member: &Member, path: &str| {
            let page = member.api.get(path).await.expect(200);
            page["page"]["after"].as_str().expect("another page").to_owned()
        };
        let path = account.path("/invitations?status=pending&limit=1");
        let cursor = next(&ada, &path).await;
        let with = async |cursor: &str| ada.api.get(&format!("{path}&after={cursor}")).await;
        assert_eq!(with(&cursor).await.expect(200)["data"].as_array().map(Vec::len), Some(1));

        let mut forged = vec![
            String::new(),
            "2".to_owned(),
            cursor[1..].to_owned(),
            format!("1{}", &cursor[1..]),
            cursor[..cursor.len() - 4].to_owned(),
            format!("{cursor}AAAA"),
            next(&bob, &other.path("/invitations?status=pending&limit=1")).await,
            next(&ada, &account.path("/invitations?limit=1")).await,
            next(&ada, &account.path("/users?status=pending&limit=1")).await,
        ];
        forged.extend((0..cursor.len()).step_by(5).map(|place| {
            let other = if &cursor[place..=place] == "A" { "B" } else { "A" };
            format!("{}{other}{}", &cursor[..place], &cursor[place + 1..])
        }));
        for forged in forged {
            with(&forged).await.expect_fields(&[("after", "invalid_cursor")]);
        }
        let elsewhere = account.path(&format!("/users?status=pending&limit=1&after={cursor}"));
        ada.api.get(&elsewhere).await.expect_fields(&[("after", "invalid_cursor")]);
    });
}
