//! How AWS is reached from Lambda: what its runtime set.

use std::fs;

use aws_credential_types::Credentials;
use aws_smithy_async::time::SharedTimeSource;

use super::{ConfigFault, optional, required};
use crate::aws::{AWS_TIMEOUT, Aws, Roots, http_client};
use crate::machine::Timer;

impl Aws {
    /// Reads what the Lambda runtime set. The SDK's own chain of providers is not needed there, and costs time at every
    /// cold start.
    pub fn from_env() -> Result<Self, ConfigFault> {
        let credentials = Credentials::new(
            required("AWS_ACCESS_KEY_ID")?,
            required("AWS_SECRET_ACCESS_KEY")?,
            optional("AWS_SESSION_TOKEN"),
            None,
            "lambda",
        );
        // The emulator of the SAM CLI hands on the developer's own credentials: what it is not told a place for must
        // not be asked on AWS with them.
        if optional("AWS_SAM_LOCAL").is_some() && optional("AWS_ENDPOINT_URL").is_none() {
            for name in ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL_SESV2"] {
                required(name)?;
            }
        }
        Ok(Self {
            region: required("AWS_REGION")?,
            dynamodb_endpoint: optional("AWS_ENDPOINT_URL_DYNAMODB").or_else(|| optional("AWS_ENDPOINT_URL")),
            dynamodb_timeout: AWS_TIMEOUT,
            ses_endpoint: optional("AWS_ENDPOINT_URL_SESV2").or_else(|| optional("AWS_ENDPOINT_URL")),
            kms_endpoint: optional("AWS_ENDPOINT_URL_KMS").or_else(|| optional("AWS_ENDPOINT_URL")),
            events_endpoint: optional("AWS_ENDPOINT_URL_EVENTBRIDGE").or_else(|| optional("AWS_ENDPOINT_URL")),
            secrets_endpoint: optional("AWS_ENDPOINT_URL_SECRETS_MANAGER").or_else(|| optional("AWS_ENDPOINT_URL")),
            credentials,
            http_client: http_client(Roots::from_env()?),
            time_source: SharedTimeSource::default(),
            timer: Timer::system(),
        })
    }
}

impl Roots {
    /// The roots that the endpoints of AWS chain to, or those in the file that `AWS_CA_BUNDLE` names, as for AWS's own
    /// tools. Loading all of the system's at every cold start would double its cost (docs/decisions/0020).
    pub fn from_env() -> Result<Self, ConfigFault> {
        let fault = |fault| ConfigFault { name: "AWS_CA_BUNDLE", fault };
        let Some(path) = optional("AWS_CA_BUNDLE") else { return Ok(Self::of_amazon()) };
        let pem = fs::read(path).map_err(|_| fault("not a file that can be read"))?;
        Self::from_pem(&pem).ok_or_else(|| fault("a file without certificates"))
    }
}
