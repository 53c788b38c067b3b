//! What the API is called in the tokens that it signs.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use lambda_http::request::RequestContext;
use usher::app::App;
use usher::http::{Answer, Problem};

/// The domain under which the gateway was called, as the gateway knows it. It is the one of the API or a custom domain
/// of its owner; no header has a say in it.
pub struct GatewayDomain(Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for GatewayDomain {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        match parts.extensions.get::<RequestContext>() {
            Some(RequestContext::ApiGatewayV2(context)) => Ok(Self(context.domain_name.clone())),
            _ => Ok(Self(None)),
        }
    }
}

impl GatewayDomain {
    /// The issuer: what the deployment says, else the gateway's own origin.
    pub fn issuer(self, app: &App) -> Answer<String> {
        let gateways = || self.0.map(|domain| format!("https://{domain}"));
        app.config
            .issuer
            .clone()
            .or_else(gateways)
            .ok_or_else(|| Problem::unavailable(&"the gateway names no domain, and no issuer is configured"))
    }
}
