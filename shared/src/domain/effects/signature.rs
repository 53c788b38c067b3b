//! Signatures of webhooks, by the Standard Webhooks specification (<https://www.standardwebhooks.com>).

use std::fmt;

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

/// What a secret begins with as it is handed out.
const PREFIX: &str = "whsec_";

/// How many bytes the specification lets a secret have.
const LENGTHS: std::ops::RangeInclusive<usize> = 24..=64;

/// What both sides of a webhook know.
#[derive(Clone)]
pub struct WebhookSecret(Vec<u8>);

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret")
    }
}

/// What is no secret of a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a webhook secret: 24 to 64 bytes in base 64, after `whsec_`")]
pub struct MalformedSecret;

impl WebhookSecret {
    /// Reads a secret, with `whsec_` before it or without.
    pub fn parse(text: &str) -> Result<Self, MalformedSecret> {
        let encoded = text.strip_prefix(PREFIX).unwrap_or(text);
        let bytes = BASE64.decode(encoded.as_bytes()).map_err(|_| MalformedSecret)?;
        if LENGTHS.contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(MalformedSecret) }
    }

    /// The secret as it is handed out.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", BASE64.encode(&self.0))
    }

    /// The signature of a message: what `webhook-signature` holds.
    pub fn sign(&self, id: &str, at: Timestamp, body: &str) -> String {
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        let signed = format!("{id}.{}.{body}", at.as_second());
        format!("v1,{}", BASE64.encode(&mac.chain_update(signed).finalize().into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_has_its_signature() {
        let secret = WebhookSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let at = Timestamp::from_second(1_614_265_330).unwrap();
        let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(secret.reveal(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assert_eq!(format!("{secret:?}"), "WebhookSecret");
    }

    #[test]
    fn what_is_too_short_too_long_or_no_base_64_is_no_secret() {
        for text in ["", "whsec_", "whsec_AAAA", "whsec_!!!!", &format!("whsec_{}", "AAAA".repeat(22))] {
            assert!(WebhookSecret::parse(text).is_err(), "{text}");
        }
        assert!(WebhookSecret::parse(&"AAAA".repeat(8)).is_ok());
    }
}
