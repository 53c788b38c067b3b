//! What SES reports of a mail, through EventBridge.

use serde_json::Value;
use usher::domain::invitation::DeliveryStatus;
use usher::mail::delivery::Report;

/// The longest reason that is kept, in characters.
const LONGEST_REASON: usize = 300;

/// What an event says of an invitation's mail; nothing where it is about another mail, or says nothing new.
pub fn report(event: &Value) -> Option<Report> {
    let detail = &event["detail"];
    let tag = |name: &str| detail["mail"]["tags"][name][0].as_str();
    let (status, reason) = news(detail)?;
    Some(Report {
        account: tag("usher-account")?.parse().ok()?,
        invitation: tag("usher-invitation")?.parse().ok()?,
        issue: tag("usher-issue")?.parse().ok()?,
        status,
        reason: reason.map(|reason| reason.chars().take(LONGEST_REASON).collect()),
    })
}

fn news(detail: &Value) -> Option<(DeliveryStatus, Option<String>)> {
    match detail["eventType"].as_str()? {
        "Send" => Some((DeliveryStatus::Sent, None)),
        "Delivery" => Some((DeliveryStatus::Delivered, None)),
        "Bounce" => bounce(&detail["bounce"]),
        "Complaint" => Some((DeliveryStatus::Complained, text(&detail["complaint"]["complaintFeedbackType"]))),
        "Reject" => Some((DeliveryStatus::Failed, text(&detail["reject"]["reason"]))),
        "Rendering Failure" => Some((DeliveryStatus::Failed, text(&detail["failure"]["errorMessage"]))),
        _ => None,
    }
}

/// SES reports a bounce once it has given up, whether for good or because a mailbox stayed full.
fn bounce(bounce: &Value) -> Option<(DeliveryStatus, Option<String>)> {
    let subtype = bounce["bounceSubType"].as_str().unwrap_or_default();
    if matches!(subtype, "Suppressed" | "OnAccountSuppressionList") {
        return Some((DeliveryStatus::Suppressed, Some("the address is on the suppression list".to_owned())));
    }
    let diagnosis = text(&bounce["bouncedRecipients"][0]["diagnosticCode"]);
    let kind = bounce["bounceType"].as_str().unwrap_or("Bounce");
    Some((DeliveryStatus::Bounced, Some(diagnosis.unwrap_or_else(|| format!("{kind}: {subtype}")))))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(detail: Value) -> Value {
        let tags = json!({
            "usher-account": ["acc_aaaaaaaaaaaaaaaaaaaaaaaaaa"],
            "usher-invitation": ["inv_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
            "usher-issue": ["2"],
        });
        let mut event = json!({ "source": "aws.ses", "detail": { "mail": { "tags": tags } } });
        for (name, value) in detail.as_object().unwrap() {
            event["detail"][name] = value.clone();
        }
        event
    }

    #[test]
    fn each_event_says_how_far_the_mail_has_come() {
        let bounce = |kind: &str, subtype: &str| json!({ "eventType": "Bounce", "bounce": { "bounceType": kind, "bounceSubType": subtype } });
        for (detail, status) in [
            (json!({ "eventType": "Send" }), DeliveryStatus::Sent),
            (json!({ "eventType": "Delivery" }), DeliveryStatus::Delivered),
            (bounce("Permanent", "General"), DeliveryStatus::Bounced),
            (bounce("Permanent", "Suppressed"), DeliveryStatus::Suppressed),
            (bounce("Permanent", "OnAccountSuppressionList"), DeliveryStatus::Suppressed),
            (json!({ "eventType": "Complaint", "complaint": {} }), DeliveryStatus::Complained),
            (json!({ "eventType": "Reject", "reject": { "reason": "Bad content" } }), DeliveryStatus::Failed),
        ] {
            let report = report(&event(detail.clone())).unwrap();
            assert_eq!((report.status, report.issue), (status, 2), "{detail}");
        }
    }

    #[test]
    fn the_diagnosis_of_the_mail_server_is_the_reason() {
        let detail = json!({ "eventType": "Bounce", "bounce": { "bouncedRecipients": [{ "diagnosticCode": "550 no such user" }] } });
        assert_eq!(report(&event(detail)).unwrap().reason.as_deref(), Some("550 no such user"));
    }

    #[test]
    fn events_of_other_mails_are_none_of_ours() {
        assert_eq!(report(&json!({ "source": "aws.ses", "detail": { "eventType": "Delivery", "mail": { "tags": {} } } })), None);
        assert_eq!(report(&event(json!({ "eventType": "Open" }))), None);
    }
}
