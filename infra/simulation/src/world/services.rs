//! SES, KMS, EventBridge and Secrets Manager, as far as Usher asks them.

use std::collections::BTreeMap;

use aws_smithy_runtime_api::client::result::ConnectorError;
use data_encoding::BASE64;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::World;
use super::connector::{Asked, lost};
use super::engine::Answer;
use super::fault::Fault;

/// The bus that everything that happens is published on.
pub const EVENT_BUS: &str = "usher";
/// The bus over which promised emails reach the mailer.
pub const OUTBOX_BUS: &str = "usher-outbox";

/// An email that SES took.
#[derive(Debug, Clone)]
pub struct Mail {
    /// SES's own number of it.
    pub id: usize,
    /// To whom.
    pub to: String,
    /// What it is called.
    pub subject: String,
    /// The secret of its link, if it has one, and to which page it leads.
    pub link: Option<(String, String)>,
    /// What Usher has SES tell of it.
    pub tags: BTreeMap<String, String>,
}

/// What KMS has encrypted, each under the number that stands for it outside.
#[derive(Default)]
pub struct Vault(Vec<(Value, String)>);

impl World {
    /// What a service other than DynamoDB answers.
    pub(super) async fn serve(&self, asked: &Asked) -> Result<Answer, ConnectorError> {
        let body: Value = serde_json::from_slice(&asked.body).unwrap_or_default();
        self.trace.line(self, || format!("{} {}", asked.service, asked.operation));
        match asked.service.as_str() {
            "ses" => self.ses(asked, &body),
            "kms" if self.strikes(Fault::KmsAway, 4) => Ok((500, refused("KMSInternalException"))),
            "kms" => Ok(self.state().vault.answer(&asked.operation, &body)),
            _ => Ok(self.bus(&body)),
        }
    }

    fn ses(&self, asked: &Asked, body: &Value) -> Result<Answer, ConnectorError> {
        if asked.operation == "/v2/email/account" {
            let quota = json!({ "Max24HourSend": 1e6, "MaxSendRate": 1e4, "SentLast24Hours": 0.0 });
            return Ok((200, json!({ "SendQuota": quota, "SendingEnabled": true }).to_string().into_bytes()));
        }
        if self.strikes(Fault::SesThrottles, 8) {
            return Ok((429, refused("TooManyRequestsException")));
        }
        if self.strikes(Fault::SesRefuses, 12) {
            return Ok((400, refused("MessageRejected")));
        }
        let mail = {
            let mut state = self.state();
            let mail = Mail::of(state.mails.len(), body);
            state.mails.push(mail.clone());
            mail
        };
        self.trace.line(self, || format!("SES takes {:?} to {} {:?}", mail.subject, mail.to, mail.tags));
        let is_bounced = self.draw(8) == 0;
        self.report(&mail, is_bounced);
        if self.strikes(Fault::SesReplyLost, 8) {
            return Err(lost());
        }
        Ok((200, json!({ "MessageId": mail.id.to_string() }).to_string().into_bytes()))
    }

    /// What SES tells of an email, through EventBridge.
    fn report(&self, mail: &Mail, is_bounced: bool) {
        let bounce = json!({ "bounceType": "Permanent", "bounceSubType": "General" });
        let outcome = if is_bounced {
            ("Email Bounced", json!({ "eventType": "Bounce", "bounce": bounce }))
        } else {
            ("Email Delivered", json!({ "eventType": "Delivery", "delivery": {} }))
        };
        let mut reports = vec![("Email Sent", json!({ "eventType": "Send", "send": {} })), outcome];
        if self.strikes(Fault::ReportDoubled, 4) {
            reports.push(reports[1].clone());
        }
        if self.strikes(Fault::ReportsReordered, 3) {
            reports.reverse();
        }
        let tags: BTreeMap<_, _> = mail.tags.iter().map(|(name, value)| (name, [value])).collect();
        for (kind, mut detail) in reports {
            detail["mail"] = json!({ "messageId": mail.id.to_string(), "tags": tags });
            self.hand_to_mailer(event("aws.ses", kind, &detail));
        }
    }

    fn hand_to_mailer(&self, event: Value) {
        self.state().to_mailer.push_back(event);
        self.arrived.notify_one();
    }

    fn bus(&self, body: &Value) -> Answer {
        let entries = body["Entries"].as_array().cloned().unwrap_or_default();
        let mut answers = Vec::new();
        for entry in entries {
            if self.strikes(Fault::BusRefuses, 8) {
                answers.push(json!({ "ErrorCode": "ThrottlingException" }));
                continue;
            }
            let detail: Value = serde_json::from_str(entry["Detail"].as_str().unwrap_or_default()).unwrap_or_default();
            if entry["EventBusName"] == OUTBOX_BUS {
                self.hand_to_mailer(event("usher", "Mail Promised", &detail));
            } else {
                self.state().published.push(detail["event"].clone());
            }
            answers.push(json!({ "EventId": "event" }));
        }
        (200, json!({ "FailedEntryCount": 0, "Entries": answers }).to_string().into_bytes())
    }
}

fn event(source: &str, kind: &str, detail: &Value) -> Value {
    json!({
        "version": "0", "id": "00000000-0000-0000-0000-000000000000", "detail-type": kind, "source": source,
        "account": "000000000000", "time": "2026-01-05T09:00:00Z", "region": "eu-west-1", "resources": [],
        "detail": detail,
    })
}

fn refused(kind: &str) -> Vec<u8> {
    json!({ "__type": kind, "message": kind }).to_string().into_bytes()
}

impl Mail {
    fn of(id: usize, body: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let simple = &body["Content"]["Simple"];
        let said = text(&simple["Body"]["Text"]["Data"]);
        let link = said.split_whitespace().find_map(|word| {
            let (page, token) = word.split_once("/links/")?.1.split_once("#token=")?;
            Some((page.to_owned(), token.trim_end_matches(['.', ')', '>']).to_owned()))
        });
        let tags = body["EmailTags"].as_array().into_iter().flatten();
        Self {
            id,
            to: text(&body["Destination"]["ToAddresses"][0]),
            subject: text(&simple["Subject"]["Data"]),
            link,
            tags: tags.map(|tag| (text(&tag["Name"]), text(&tag["Value"]))).collect(),
        }
    }
}

impl Vault {
    fn answer(&mut self, operation: &str, body: &Value) -> Answer {
        let field = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        let answer = match operation {
            "Encrypt" => {
                self.0.push((body["EncryptionContext"].clone(), field("Plaintext")));
                json!({ "CiphertextBlob": BASE64.encode(format!("sealed {}", self.0.len() - 1).as_bytes()) })
            }
            "Decrypt" => {
                let blob = BASE64.decode(field("CiphertextBlob").as_bytes()).unwrap_or_default();
                let number =
                    String::from_utf8_lossy(&blob).strip_prefix("sealed ").and_then(|n| n.parse::<usize>().ok());
                match number.and_then(|number| self.0.get(number)) {
                    Some((context, plain)) if *context == body["EncryptionContext"] => json!({ "Plaintext": plain }),
                    _ => return (400, refused("InvalidCiphertextException")),
                }
            }
            "Sign" => {
                let digest = Sha256::digest(body.to_string().as_bytes());
                json!({ "Signature": BASE64.encode(&digest.repeat(8)) })
            }
            _ => json!({ "PublicKey": BASE64.encode(&public_key()) }),
        };
        (200, answer.to_string().into_bytes())
    }
}

/// An RSA key of 2,048 bits in its X.509 form, of which nobody has the private half.
fn public_key() -> Vec<u8> {
    let head = "30820122300d06092a864886f70d01010105000382010f003082010a0282010100";
    let mut key = data_encoding::HEXLOWER.decode(head.as_bytes()).unwrap_or_default();
    key.extend([0xB5; 256]);
    key.extend([2, 3, 1, 0, 1]);
    key
}
