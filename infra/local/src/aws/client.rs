//! The SDK clients and settings for AWS services that are on this machine.

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use usher::aws::Roots;

use super::REGION;
use crate::error::Error;

/// Credentials that no AWS service knows. DynamoDB Local keeps one database per access key, so all clients share them.
pub(crate) fn credentials() -> Credentials {
    Credentials::from_keys("local", "local", None)
}

/// A client for plain HTTP, or with TLS when some endpoint asks for it.
pub(crate) fn http_client(endpoint: &str) -> Result<SharedHttpClient, Error> {
    let is_secured = endpoint.starts_with("https:");
    Ok(usher::aws::http_client(if is_secured { Roots::from_env()? } else { Roots::none() }))
}

/// A client that creates and describes the table.
pub(crate) fn dynamodb(endpoint: &str, http_client: SharedHttpClient) -> aws_sdk_dynamodb::Client {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(aws_sdk_dynamodb::config::BehaviorVersion::latest())
        .region(aws_sdk_dynamodb::config::Region::new(REGION))
        .credentials_provider(credentials())
        .endpoint_url(endpoint)
        .http_client(http_client)
        .build();
    aws_sdk_dynamodb::Client::from_conf(config)
}

/// A client that reads the table's stream.
pub(crate) fn streams(endpoint: &str, http_client: SharedHttpClient) -> aws_sdk_dynamodbstreams::Client {
    let config = aws_sdk_dynamodbstreams::Config::builder()
        .behavior_version(aws_sdk_dynamodbstreams::config::BehaviorVersion::latest())
        .region(aws_sdk_dynamodbstreams::config::Region::new(REGION))
        .credentials_provider(credentials())
        .endpoint_url(endpoint)
        .http_client(http_client)
        .build();
    aws_sdk_dynamodbstreams::Client::from_conf(config)
}
