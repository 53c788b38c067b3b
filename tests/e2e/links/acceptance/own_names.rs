//! Names that a person brings along from another account (seed 002: "a single login").

use super::*;

/// Grace Hopper of one account, signed in, and the link of an invitation to one that asks people for their names.
async fn grace(world: &World, names: &str) -> (Account, Member, Member, String) {
    let (home, ada) = world.account("invoicing", "ada@example.com").await;
    let grace = colleague(world, &home, &ada, "grace@example.com", json!({ "role": "read", "units": "all" })).await;
    let mut model = self_service();
    model["policies"]["invitation"]["names"] = json!(names);
    let (second, zoe) = world.account_with(json!({ "access_model": model }), "reader", "zoe@example.com").await;
    let mut row = json!({ "email": "grace@example.com", "grants": [{ "role": "reader" }] });
    if names == "inviter" {
        (row["given_name"], row["family_name"]) = (json!("G"), json!("H"));
    }
    zoe.invite_rows(&second, vec![row]).await.expect(200);
    let token = world.link("grace@example.com").await;
    (second, zoe, grace, token)
}

#[test]
fn are_taken_along_if_the_person_wants_it_and_told_by_nothing_else() {
    scenario(async |world| {
        let (second, zoe, grace, token) = grace(world, "invitee").await;
        let shown = link(world, "lookup", &token).await.expect(200);
        assert_eq!((&shown["given_name"], &shown["names_required"]), (&Value::Null, &json!(true)));
        changing_nothing(world, async || {
            let required = [("given_name", "required"), ("family_name", "required")];
            accept(&grace.api, &token, json!({})).await.expect_fields(&required);
            accept(&grace.api, &token, json!({ "own_names": false })).await.expect_fields(&required);
            let both = json!({ "own_names": true, "given_name": "G" });
            accept(&grace.api, &token, both).await.expect_fields(&[("own_names", "mutually_exclusive")]);
            let nobody = accept(&world.api, &token, json!({ "own_names": true, "password": PASSWORD })).await;
            nobody.expect_problem(409, "sign_in_required");
        })
        .await;
        accept(&grace.api, &token, json!({ "own_names": true })).await.expect(200);
        let user = usher_tests::office::user(&zoe, &second, "grace@example.com").await;
        assert_eq!((&user["given_name"], &user["family_name"]), (&json!("Bob"), &json!("Builder")));
    });
}

#[test]
fn are_refused_if_the_inviter_gives_the_names_or_no_account_knows_any() {
    scenario(async |world| {
        let (second, zoe, grace, token) = grace(world, "inviter").await;
        let own = || json!({ "own_names": true });
        accept(&grace.api, &token, own()).await.expect_fields(&[("own_names", "name_not_editable")]);
        zoe.invite_rows(&second, vec![Member::row("new@example.com", "reader")]).await.expect(200);
        let token = world.link("new@example.com").await;
        let body = json!({ "own_names": true, "password": PASSWORD });
        accept(&world.api, &token, body).await.expect_fields(&[("own_names", "name_not_editable")]);
    });
    scenario(async |world| {
        let (second, zoe) =
            world.account_with(json!({ "access_model": self_service() }), "reader", "zoe@example.com").await;
        let row = json!({ "email": "new@example.com", "grants": [{ "role": "reader" }] });
        zoe.invite_rows(&second, vec![row]).await.expect(200);
        let token = world.link("new@example.com").await;
        let body = json!({ "own_names": true, "password": PASSWORD });
        accept(&world.api, &token, body).await.expect_fields(&[("own_names", "required")]);
    });
}
