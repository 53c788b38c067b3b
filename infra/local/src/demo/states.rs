//! People in every state that a user or an invitation can have.

use serde_json::{Value, json};
use totp_rs::Totp;

use super::accounts::Plan;
use super::client::{Client, text};
use super::{ADMINISTRATOR, people};
use crate::error::Error;

/// How many users the long list has.
const MANY: usize = 2_000;

/// How many rows go in one call. More would do, but the gateway waits 30 seconds, also on a machine that is busy.
const ROWS: usize = 250;

/// Invites someone who does not answer in time.
pub(super) async fn to_expire(client: &Client<'_>, plan: &Plan, account: &str) -> Result<(), Error> {
    let ada = client.sign_in(ADMINISTRATOR).await?;
    let late = address("edsger", plan);
    invite(client, plan, account, &ada.token, &[(&late, ("Edsger", "Expired"))]).await?;
    client.mail(&late, 0).await
}

/// Everyone else.
pub(super) async fn every(client: &Client<'_>, plan: &Plan, account: &str, ada: &str) -> Result<(), Error> {
    for unit in plan.units {
        client.post(&format!("/v1/accounts/{account}/units"), Some(ada), json!({ "name": unit })).await?;
    }
    move_in(client, plan, account).await?;
    let [declines, revoked] = ["barbara", "john"].map(|name| address(name, plan));
    let bounces = format!("bounce+{}@simulator.amazonses.com", plan.preset);
    let rows = [
        (declines.as_str(), ("Barbara", "Declined")),
        (revoked.as_str(), ("John", "Revoked")),
        (bounces.as_str(), ("Betty", "Bounced")),
    ];
    let invited = invite(client, plan, account, ada, &rows).await?;
    let link = client.link(&declines).await?;
    client.post("/v1/invitations/decline", None, json!({ "token": link })).await?;
    let revoked = text(&invited, "/results/1/invitation")?;
    client.post(&format!("/v1/accounts/{account}/invitations/{revoked}/revoke"), Some(ada), json!({})).await?;
    if plan.preset == "portal" {
        with_second_factor(client, plan, account, ada).await?;
    }
    Ok(())
}

/// Those who come from elsewhere: many in one account, and those with names that are hard to show in another.
async fn move_in(client: &Client<'_>, plan: &Plan, account: &str) -> Result<(), Error> {
    let mut rows = vec![
        status(plan.row(&address("grace", plan), ("Grace", "Active"), plan.manager), "active"),
        status(plan.row(&address("mary", plan), ("Mary", "Pending"), plan.role), "pending"),
        // A person of several accounts: external in all but the first.
        status(plan.row("sophie.germain@demo.example", ("Sophie", "Germain"), plan.role), "active"),
    ];
    if plan.deactivates {
        rows.push(status(plan.row(&address("alan", plan), ("Alan", "Deactivated"), plan.role), "deactivated"));
    }
    if plan.preset == "portal" {
        let hard = people::HARD.iter().enumerate();
        rows.extend(hard.map(|(number, names)| plan.row(&address(&format!("hard{number}"), plan), *names, plan.role)));
    }
    if plan.preset == "billing" {
        rows.extend((rows.len()..MANY).map(|number| {
            let (given, family) = people::name(number);
            let email = format!("{}.{}.{number}@zahlwerk.example", given.to_lowercase(), family.to_lowercase());
            let kind = if number % 9 == 0 { "deactivated" } else { "active" };
            status(plan.row(&email, (given, family), plan.role), kind)
        }));
    }
    for rows in rows.chunks(ROWS) {
        let path = format!("/v1/accounts/{account}/imports");
        client.post(&path, Some(&client.operator()), json!({ "people": rows })).await?;
    }
    Ok(())
}

/// Someone who signs in with a second step.
async fn with_second_factor(client: &Client<'_>, plan: &Plan, account: &str, ada: &str) -> Result<(), Error> {
    let hedy = address("hedy", plan);
    invite(client, plan, account, ada, &[(&hedy, ("Hedy", "Lamarr"))]).await?;
    client.accept(&hedy, None, plan.names).await?;
    let token = client.sign_in(&hedy).await?.token;
    let body = json!({ "password": super::PASSWORD });
    let begun = client.post("/v1/me/second-factor", Some(&token), body).await?;
    let app = Totp::from_url(&text(&begun, "/otpauth_uri")?).map_err(|why| Error::Demo(why.to_string()))?;
    let now = u64::try_from(client.now().as_second()).unwrap_or_default();
    let code = app.generate(now).to_string();
    client.post("/v1/me/second-factor/confirm", Some(&token), json!({ "code": code })).await?;
    Ok(())
}

async fn invite(
    client: &Client<'_>,
    plan: &Plan,
    account: &str,
    ada: &str,
    people: &[(&str, (&str, &str))],
) -> Result<Value, Error> {
    let rows: Vec<Value> = people.iter().map(|(email, names)| plan.row(email, *names, plan.role)).collect();
    client.post(&format!("/v1/accounts/{account}/invitations"), Some(ada), json!({ "invitations": rows })).await
}

fn address(name: &str, plan: &Plan) -> String {
    format!("{name}.{}@demo.example", plan.preset)
}

fn status(mut row: Value, status: &str) -> Value {
    row["status"] = json!(status);
    row
}
