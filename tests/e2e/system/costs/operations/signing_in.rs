//! What people and programs sign in with: sessions, credentials, second factors and API tokens.

use super::*;

impl Book<'_> {
    pub(super) async fn sessions(&mut self) {
        let api = &self.world.api;
        let body = |email: &str, password: &str| json!({ "email": email, "password": password });
        let signed_in = self
            .note("`POST /v1/sessions`", api.post("/v1/sessions", body("ada@example.com", PASSWORD)))
            .await
            .expect(201);
        let (account_of_will, administrator) = self.account("warranty", "wanda@example.com").await;
        administrator.invite_one(&account_of_will, "will@example.com").await;
        let mut link = self.link("will@example.com").await;
        link["password"] = json!(PASSWORD);
        api.post("/v1/invitations/accept", link).await.expect(200);
        self.note(
            "`POST /v1/sessions`, the first, which activates",
            api.post("/v1/sessions", body("will@example.com", PASSWORD)),
        )
        .await
        .expect(201);
        self.note(
            "`POST /v1/sessions`, wrong password",
            api.post("/v1/sessions", body("ada@example.com", "wrong wrong wrong")),
        )
        .await
        .expect(401);
        self.note(
            "`POST /v1/sessions`, unknown address",
            api.post("/v1/sessions", body("nobody@example.com", PASSWORD)),
        )
        .await
        .expect(401);
        let session = api.with_token(signed_in["token"].as_str().expect("a token"));
        self.note("`GET /v1/sessions/current`", session.get("/v1/sessions/current")).await.expect(200);
        self.note("`GET /v1/sessions`", session.get("/v1/sessions")).await.expect(200);
        let account = signed_in["accounts"][0].as_str().expect("an id");
        self.note("`POST /v1/sessions/switch`", session.post("/v1/sessions/switch", json!({ "account": account })))
            .await
            .expect(200);
        self.note("`POST /v1/sessions/token`", session.post("/v1/sessions/token", json!({}))).await.expect(200);
        let other = api.post("/v1/sessions", body("ada@example.com", PASSWORD)).await.expect(201);
        let other = format!("/v1/sessions/{}", other["session"]["id"].as_str().expect("an id"));
        self.note("`DELETE /v1/sessions/{session}`", session.delete(&other)).await.expect(204);
        let will = api.post("/v1/sessions", body("will@example.com", PASSWORD)).await.expect(201);
        let will = api.with_token(will["token"].as_str().expect("a token"));
        self.note("`DELETE /v1/sessions`", will.delete("/v1/sessions")).await.expect(204);
        self.note("`GET /.well-known/jwks.json`", api.get("/.well-known/jwks.json")).await.expect(200);
        let user = administrator.pages(&account_of_will.path("/users?limit=100")).await;
        let user = user.iter().find(|user| user["email"] == "will@example.com").expect("a user")["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let path = account_of_will.path(&format!("/users/{user}/sessions"));
        self.note("`DELETE …/users/{user}/sessions`", administrator.api.delete(&path)).await.expect(204);
        self.note("`DELETE /v1/sessions/current`", session.delete("/v1/sessions/current")).await.expect(204);
    }

    pub(super) async fn credentials(&mut self) {
        let world = self.world;
        let (account, cora) = self.account("invoicing", "cora@example.com").await;
        let change = |current: &str, new: &str| json!({ "current_password": current, "new_password": new });
        self.note("`POST /v1/me/password`", cora.api.post("/v1/me/password", change(PASSWORD, resets::OTHER)))
            .await
            .expect(204);
        let proof = json!({ "password": resets::OTHER });
        self.note("`POST /v1/me/proof`", cora.api.post("/v1/me/proof", proof)).await.expect(200);
        self.note("`POST /v1/password-resets`", resets::forgot(&world.api, "cora@example.com")).await.expect(202);
        self.note("`POST /v1/password-resets`, unknown address", resets::forgot(&world.api, "nobody@example.com"))
            .await
            .expect(202);
        world.system.resume_stream();
        let token = resets::password_token(world, "cora@example.com").await;
        self.note("`POST /v1/password-resets/complete`", resets::set_password(&world.api, &token, PASSWORD))
            .await
            .expect(204);
        let cora = world.sign_in("cora@example.com").await;
        let path = account.path(&format!("/users/{}", account.administrator));
        let both = json!({ "password": true, "second_factor": true });
        resets::put_factor(world, "cora@example.com").await;
        self.note("`POST …/users/{user}/credential-resets`, both", resets::send(&cora, &path, both)).await.expect(202);
        world.system.resume_stream();
        let token = resets::factor_token(world, "cora@example.com").await;
        self.note("`POST /v1/second-factor-resets/complete`", resets::remove_factor(&world.api, &token, PASSWORD))
            .await
            .expect(204);
        let cora = world.sign_in("cora@example.com").await;
        cora.invite_one(&account, "dora@example.com").await;
        let of_dora = office::path(&cora, &account, "dora@example.com").await;
        let reset = json!({ "password": true });
        self.note("`POST …/users/{user}/credential-resets`, never accepted", resets::send(&cora, &of_dora, reset))
            .await
            .expect(202);
    }

    pub(super) async fn second_factor(&mut self) {
        let (_, ada) = self.account("mailing", "factor@example.com").await;
        let begin = ada.api.post("/v1/me/second-factor", json!({ "password": PASSWORD }));
        let begun = self.note("`POST /v1/me/second-factor`", begin).await.expect(201);
        let app = Authenticator::scan(&begun);
        let code = json!({ "code": app.code(self.world) });
        self.note("`POST /v1/me/second-factor/confirm`", ada.api.post("/v1/me/second-factor/confirm", code))
            .await
            .expect(200);
        let body = json!({ "email": "factor@example.com", "password": PASSWORD });
        let asked = self
            .note("`POST /v1/sessions`, with a second factor", self.world.api.post("/v1/sessions", body))
            .await
            .expect(200);
        app.wait(self.world).await;
        let step = json!({ "challenge": asked["second_factor"]["challenge"], "code": app.code(self.world) });
        self.note("`POST /v1/sessions/second-factor`", self.world.api.post("/v1/sessions/second-factor", step))
            .await
            .expect(201);
        app.wait(self.world).await;
        let both = json!({ "password": PASSWORD, "code": app.code(self.world) });
        self.note("`POST /v1/me/proof`, with a second factor", ada.api.post("/v1/me/proof", both)).await.expect(200);
        app.wait(self.world).await;
        let both = json!({ "password": PASSWORD, "code": app.code(self.world) });
        let renew = ada.api.post("/v1/me/second-factor/recovery-codes", both);
        self.note("`POST /v1/me/second-factor/recovery-codes`", renew).await.expect(200);
        app.wait(self.world).await;
        let both = json!({ "password": PASSWORD, "code": app.code(self.world) });
        let off = ada.api.post("/v1/me/second-factor/disable", both);
        self.note("`POST /v1/me/second-factor/disable`", off).await.expect(204);
    }

    pub(super) async fn api_tokens(&mut self) {
        let (account, ada) = self.account("billing", "tokens@example.com").await;
        let tokens = account.path("/api-tokens");
        let made =
            self.note("`POST …/api-tokens`", ada.api.post(&tokens, json!({ "name": "Export" }))).await.expect(201);
        let token = format!("{tokens}/{}", made["api_token"]["id"].as_str().expect("an id"));
        self.note("`GET …/api-tokens`", ada.api.get(&tokens)).await.expect(200);
        self.note("`GET …/api-tokens/{token}`", ada.api.get(&token)).await.expect(200);
        self.note("`POST …/api-tokens/{token}/reveal`", ada.api.post(&format!("{token}/reveal"), json!({})))
            .await
            .expect(200);
        let program = self.world.api.with_token(made["token"].as_str().expect("a token"));
        self.note("`GET …/users`, by a program, its first call", program.get(&account.path("/users")))
            .await
            .expect(200);
        self.note("`GET …/users`, by a program", program.get(&account.path("/users"))).await.expect(200);
        self.note("`POST …/api-tokens/{token}/rotate`", ada.api.post(&format!("{token}/rotate"), json!({})))
            .await
            .expect(200);
        self.note("`DELETE …/api-tokens/{token}`", ada.api.delete(&token)).await.expect(204);
    }
}
