//! `--seed-demo`: an account for each preset, with a brand, and people in every state, made over HTTP as anybody would
//! make them.

mod accounts;
mod client;
mod people;
mod states;

use jiff::SignedDuration;

use self::accounts::{ACCOUNTS, Plan};
use self::client::Client;
use crate::error::Error;
use crate::system::System;

/// The first administrator of all accounts. Nobody here has an address that the walk in the README uses.
const ADMINISTRATOR: &str = "ada.lovelace@demo.example";
/// The administrator's password, and that of all who have one. It opens nothing but this process.
const PASSWORD: &str = "correct-horse-battery-staple-42";
/// Longer than an invitation of any preset lives.
const PAST_EXPIRY: SignedDuration = SignedDuration::from_hours(15 * 24);

/// Makes the accounts and returns what to tell: who can sign in, and how. Nothing is made if a kept table has them
/// already.
///
/// # Errors
/// When a request is refused, or an email does not come.
pub async fn seed(system: &System) -> Result<String, Error> {
    let client = Client::new(system);
    let accounts = match client.sign_in(ADMINISTRATOR).await {
        Ok(ada) => ada.accounts,
        Err(_) => made(&client).await?,
    };
    Ok(format!("demo accounts={} administrator={ADMINISTRATOR} password={PASSWORD}", accounts.join(",")))
}

/// Makes all accounts. Those whose time is to run out are invited first, in all of them, so that the clock moves once.
async fn made(client: &Client<'_>) -> Result<Vec<String>, Error> {
    let mut made: Vec<(&Plan, String)> = Vec::new();
    for plan in &ACCOUNTS {
        made.push((plan, plan.open(client).await?));
    }
    for (plan, account) in &made {
        states::to_expire(client, plan, account).await?;
    }
    client.advance(PAST_EXPIRY).await?;
    // No session lasts that long.
    let ada = client.sign_in(ADMINISTRATOR).await?;
    for (plan, account) in &made {
        states::every(client, plan, account, &ada.token).await?;
    }
    Ok(made.into_iter().map(|(_, account)| account).collect())
}
