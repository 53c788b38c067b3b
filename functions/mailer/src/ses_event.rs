//! What SES reports of an email, through EventBridge.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use usher::domain::people::invitation::DeliveryStatus;
use usher::mail::delivery::DeliveryReport;

/// The detail of an event: what happened, and to which email.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct MailEvent {
    mail: Mail,
    #[serde(flatten)]
    news: News,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
struct Mail {
    /// Ours, and SES's own. Each may have several values; ours have one.
    #[serde(default)]
    tags: HashMap<String, Vec<String>>,
}

/// What happened. Events say more than is read here.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(tag = "eventType", rename_all = "PascalCase")]
enum News {
    Send,
    Delivery,
    Bounce {
        bounce: Bounce,
    },
    Complaint {
        complaint: Complaint,
    },
    Reject {
        reject: Reject,
    },
    #[serde(rename = "Rendering Failure")]
    RenderingFailure {
        failure: RenderingFailure,
    },
    /// A delay, or what Usher does not ask for: opens, clicks, subscriptions.
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: String,
    bounce_sub_type: String,
    #[serde(default)]
    bounced_recipients: Vec<BouncedRecipient>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct BouncedRecipient {
    /// What the mail server said, if it said anything.
    diagnostic_code: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    complaint_feedback_type: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
struct Reject {
    reason: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct RenderingFailure {
    error_message: Option<String>,
}

impl MailEvent {
    /// What the event says of an invitation's mail; nothing if it is about another email, or says
    /// nothing new.
    pub fn report(self) -> Option<DeliveryReport> {
        let tag = |name: &str| self.mail.tags.get(name)?.first();
        let (account, invitation, issue) = (tag("usher-account")?, tag("usher-invitation")?, tag("usher-issue")?);
        let (account, invitation, issue) = (account.parse().ok()?, invitation.parse().ok()?, issue.parse().ok()?);
        let (status, reason) = self.news.delivery()?;
        Some(DeliveryReport { account, invitation, issue, status, reason })
    }
}

impl News {
    fn delivery(self) -> Option<(DeliveryStatus, Option<String>)> {
        Some(match self {
            Self::Send => (DeliveryStatus::Sent, None),
            Self::Delivery => (DeliveryStatus::Delivered, None),
            Self::Bounce { bounce } => bounce.delivery(),
            Self::Complaint { complaint } => (DeliveryStatus::Complained, complaint.complaint_feedback_type),
            Self::Reject { reject } => (DeliveryStatus::Failed, reject.reason),
            Self::RenderingFailure { failure } => (DeliveryStatus::Failed, failure.error_message),
            Self::Other => return None,
        })
    }
}

impl Bounce {
    /// SES reports a bounce once it has given up, whether for good or because a mailbox stayed full.
    fn delivery(self) -> (DeliveryStatus, Option<String>) {
        if matches!(self.bounce_sub_type.as_str(), "Suppressed" | "OnAccountSuppressionList") {
            return (DeliveryStatus::Suppressed, Some("the address is on the suppression list".to_owned()));
        }
        let diagnosis = self.bounced_recipients.into_iter().next().and_then(|recipient| recipient.diagnostic_code);
        let reason = diagnosis.unwrap_or_else(|| format!("{}: {}", self.bounce_type, self.bounce_sub_type));
        (DeliveryStatus::Bounced, Some(reason))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn report(detail: Value) -> Option<DeliveryReport> {
        serde_json::from_value::<MailEvent>(detail).unwrap().report()
    }

    /// What happened to the second email of an invitation.
    fn ours(mut detail: Value) -> Value {
        let tags = json!({
            "usher-account": ["acc_aaaaaaaaaaaaaaaaaaaaaaaaaa"],
            "usher-invitation": ["inv_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
            "usher-issue": ["2"],
        });
        detail["mail"] = json!({ "tags": tags });
        detail
    }

    #[test]
    fn each_event_says_how_far_the_email_has_come() {
        let bounce = |kind: &str, subtype: &str| {
            let bounce = json!({ "bounceType": kind, "bounceSubType": subtype });
            json!({ "eventType": "Bounce", "bounce": bounce })
        };
        for (detail, status) in [
            (json!({ "eventType": "Send" }), DeliveryStatus::Sent),
            (json!({ "eventType": "Delivery" }), DeliveryStatus::Delivered),
            (bounce("Permanent", "General"), DeliveryStatus::Bounced),
            (bounce("Permanent", "Suppressed"), DeliveryStatus::Suppressed),
            (bounce("Permanent", "OnAccountSuppressionList"), DeliveryStatus::Suppressed),
            (json!({ "eventType": "Complaint", "complaint": {} }), DeliveryStatus::Complained),
            (json!({ "eventType": "Reject", "reject": { "reason": "Bad content" } }), DeliveryStatus::Failed),
        ] {
            let report = report(ours(detail.clone())).unwrap();
            assert_eq!((report.status, report.issue), (status, 2), "{detail}");
        }
    }

    #[test]
    fn the_diagnosis_of_the_email_server_is_the_reason() {
        let recipient = json!({ "diagnosticCode": "550 no such user" });
        let detail = json!({
            "eventType": "Bounce",
            "bounce": { "bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": [recipient] },
        });
        assert_eq!(report(ours(detail)).unwrap().reason.as_deref(), Some("550 no such user"));
    }

    #[test]
    fn events_of_other_emails_are_none_of_ours() {
        assert_eq!(report(json!({ "eventType": "Delivery", "mail": { "tags": {} } })), None);
        assert_eq!(report(json!({ "eventType": "Delivery", "mail": {} })), None);
    }

    #[test]
    fn events_that_say_nothing_of_delivery_are_let_go() {
        for kind in ["Open", "DeliveryDelay", "Subscription"] {
            let detail = json!({ "eventType": kind, "open": { "ipAddress": "192.0.2.1" } });
            assert_eq!(report(ours(detail)), None, "{kind}");
        }
    }

    #[test]
    fn an_event_without_what_its_kind_always_has_is_malformed() {
        for detail in [
            json!({}),
            json!({ "mail": {} }),
            json!({ "eventType": "Delivery" }),
            json!({ "eventType": "Bounce", "mail": {} }),
            json!({ "eventType": "Bounce", "mail": {}, "bounce": { "bounceType": "Permanent" } }),
            json!({ "eventType": "Send", "mail": { "tags": { "usher-issue": "2" } } }),
        ] {
            assert!(serde_json::from_value::<MailEvent>(detail.clone()).is_err(), "{detail}");
        }
    }
}
