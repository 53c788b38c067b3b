//! Signatures of AWS, version 4.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use http::Request;

use crate::failure::Failure;

/// Signs a request to a service in a region.
pub fn signed(
    mut request: Request<Vec<u8>>,
    credentials: &Credentials,
    service: &str,
    region: &str,
    at: SystemTime,
) -> Result<Request<Vec<u8>>, Failure> {
    let identity = credentials.clone().into();
    let parameters = SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(service)
        .time(at)
        .settings(SigningSettings::default())
        .build()
        .map_err(Failure::unreachable)?;
    let headers = request.headers().iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let uri = request.uri().to_string();
    let signable = SignableRequest::new(request.method().as_str(), &uri, headers, SignableBody::Bytes(request.body()))
        .map_err(Failure::unreachable)?;
    let (instructions, _) = sign(signable, &parameters.into()).map_err(Failure::unreachable)?.into_parts();
    instructions.apply_to_request_http1x(&mut request);
    Ok(request)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn authorization(method: &str, path: &str, token: Option<&str>) -> String {
        let credentials = Credentials::new(
            "AKIDEXAMPLE",
            "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            token.map(str::to_owned),
            None,
            "test",
        );
        let request = Request::builder().method(method).uri(format!("https://example.amazonaws.com{path}"));
        let request = request.header("host", "example.amazonaws.com").body(Vec::new()).expect("a request");
        // 2015-08-30T12:36:00Z, as in AWS's own examples.
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
        let signed = signed(request, &credentials, "service", "us-east-1", at).expect("a signature");
        signed.headers()["authorization"].to_str().expect("a text").to_owned()
    }

    /// The examples `get-vanilla` and `post-vanilla` of AWS's test suite for signatures.
    #[test]
    fn signatures_are_those_of_aws_examples() {
        for (method, signature) in [
            ("GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            ("POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        ] {
            let expected = format!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
                 SignedHeaders=host;x-amz-date, Signature={signature}"
            );
            assert_eq!(authorization(method, "/", None), expected);
        }
        assert!(authorization("GET", "/", Some("token")).contains("host;x-amz-date;x-amz-security-token"));
    }
}
