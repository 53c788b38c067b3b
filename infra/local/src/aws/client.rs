//! The SDK clients and settings for AWS services that are on this machine.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::REGION;

/// Credentials that no AWS service knows. DynamoDB Local keeps one database per access key, so all clients share them.
pub(crate) fn credentials() -> Credentials {
    Credentials::from_keys("local", "local", None)
}

/// A client for plain HTTP, or with TLS when some endpoint asks for it: reading the root certificates takes a while.
pub(crate) fn http_client(endpoint: &str) -> SharedHttpClient {
    let builder = Builder::new().pool_idle_timeout(Duration::from_secs(20));
    if endpoint.starts_with("https:") {
        builder.tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
    } else {
        builder.build_http()
    }
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
