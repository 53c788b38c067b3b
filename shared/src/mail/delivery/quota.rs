//! What SES lets the account send, as SES says itself.

use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;

use crate::aws::{Call, Service};
use crate::machine::Timer;

/// How long an answer is used. SES raises quotas by itself, and answers once a second.
const KEPT: Duration = Duration::from_mins(5);

/// How many emails a second SES takes of an account in its sandbox: the pace while nobody knows better.
const SANDBOX_RATE: f64 = 1.0;

/// What SES lets the account send.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MailQuota {
    /// How many emails in 24 hours; less than nothing if there is no limit.
    #[serde(rename = "Max24HourSend")]
    per_day: f64,
    /// How many emails in a second.
    #[serde(rename = "MaxSendRate")]
    per_second: f64,
    /// How many were sent in the last 24 hours.
    #[serde(rename = "SentLast24Hours")]
    sent: f64,
}

impl MailQuota {
    /// How much of the day's quota is used, in percent.
    pub fn used_percent(&self) -> f64 {
        if self.per_day > 0.0 { (100.0 * self.sent / self.per_day).round() } else { 0.0 }
    }
}

/// `GetAccount`, as far as it is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Account {
    send_quota: MailQuota,
    #[serde(default = "yes")]
    sending_enabled: bool,
}

fn yes() -> bool {
    true
}

/// The last answer, and when it came.
#[derive(Debug, Default)]
pub(super) struct Quotas(Mutex<Option<(Instant, Option<MailQuota>)>>);

impl Quotas {
    /// What SES says now, or said some minutes ago; nothing if it does not say. While one asks, the others wait.
    pub(super) async fn now(&self, ses: &Service, timer: &Timer) -> Option<MailQuota> {
        let mut last = self.0.lock().await;
        let fresh = last.filter(|(at, _)| timer.now().saturating_duration_since(*at) < KEPT);
        let before = last.and_then(|(_, quota)| quota);
        let quota = match fresh {
            Some((_, quota)) => return quota,
            None => ask(ses).await.or(before),
        };
        *last = Some((timer.now(), quota));
        quota
    }

    /// How many emails a second, of no more than `most`.
    pub(super) async fn rate(&self, ses: &Service, most: u32, timer: &Timer) -> f64 {
        let allowed = self.now(ses, timer).await.map_or(SANDBOX_RATE, |quota| quota.per_second);
        allowed.min(f64::from(most)).max(SANDBOX_RATE / 10.0)
    }
}

async fn ask(ses: &Service) -> Option<MailQuota> {
    let call = Call { path: "/v2/email/account", content_type: "", target: None, body: Value::Null };
    let answer = ses.ask(call).await.inspect_err(|_| tracing::warn!("SES does not tell its quota")).ok()?;
    let account: Account = serde_json::from_slice(&answer).ok()?;
    if !account.sending_enabled {
        tracing::error!(code = "SendingPaused", "SES did not take an email");
    }
    Some(account.send_quota)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ses_says_is_read() {
        let answer = r#"{"EnforcementStatus":"HEALTHY","ProductionAccessEnabled":true,
            "SendQuota":{"Max24HourSend":50000.0,"MaxSendRate":14.0,"SentLast24Hours":41000.0},"SendingEnabled":true}"#;
        let account: Account = serde_json::from_str(answer).unwrap();
        assert!(account.sending_enabled);
        assert_eq!((account.send_quota.per_second, account.send_quota.used_percent()), (14.0, 82.0));
        let unlimited = MailQuota { per_day: -1.0, per_second: 14.0, sent: 9.0 };
        assert_eq!(unlimited.used_percent(), 0.0);
    }
}
