//! What operators do.

use serde_json::json;
use usher_tests::Account;

use super::Book;

impl Book<'_> {
    pub(super) async fn operators(&mut self, account: &Account) {
        let operator = self.world.operator();
        let get = async |path: &str| operator.get(&format!("/v1/operator{path}")).await.expect(200);
        let path = format!("/v1/operator/accounts/{}", account.id);
        let patch = async |body: serde_json::Value| {
            operator.send(reqwest::Method::PATCH, &path, &[], Some(body.to_string())).await.expect(200)
        };
        self.note("`GET /v1/operator/accounts`", get("/accounts")).await;
        self.note("`GET /v1/operator/accounts?query=`", get("/accounts?query=north")).await;
        self.note("`PATCH /v1/operator/accounts/{account}`", patch(json!({ "external_id": "crm-7" }))).await;
        self.note("`PATCH /v1/operator/accounts/{account}`, of nothing", patch(json!({}))).await;
        self.note("`GET /v1/operator/accounts?external_id=`", get("/accounts?external_id=crm-7")).await;
        let path = format!("/accounts/{}", account.id);
        self.note("`GET /v1/operator/accounts/{account}`", get(&path)).await;
        let user = format!("{path}/users/{}", account.administrator);
        self.note("`GET /v1/operator/accounts/{account}/users`", get(&format!("{path}/users"))).await;
        self.note("`GET /v1/operator/accounts/{account}/users/{user}`", get(&user)).await;
        self.note("`GET /v1/operator/accounts/{account}/invitations`", get(&format!("{path}/invitations"))).await;
        self.note("`GET /v1/operator/accounts/{account}/audit-events`", get(&format!("{path}/audit-events"))).await;
        for what in ["suspend", "resume"] {
            let name = format!("`POST /v1/operator/accounts/{{account}}/{what}`");
            self.note(&name, operator.post(&format!("/v1/operator{path}/{what}"), json!({}))).await.expect(200);
        }
        let deletion = format!("/v1/operator{path}/deletion");
        let scheduled = operator.post(&deletion, json!({}));
        self.note("`POST /v1/operator/accounts/{account}/deletion`", scheduled).await.expect(200);
        let kept = operator.delete(&deletion);
        self.note("`DELETE /v1/operator/accounts/{account}/deletion`", kept).await.expect(200);
        let bob = json!({ "email": "bob.to.erase@example.com" });
        let export = operator.post("/v1/operator/people/export", bob.clone());
        self.note("`POST /v1/operator/people/export`, of nobody", export).await.expect(200);
        let erase = operator.post("/v1/operator/people/erase", bob);
        self.note("`POST /v1/operator/people/erase`, of nobody", erase).await.expect(200);
        self.note("`GET /v1/operator/audit-events`", get("/audit-events")).await;
    }
}
