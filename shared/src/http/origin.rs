//! Where a request comes from, as the gateway saw it. No header that a client can set has a say in it.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;
use lambda_http::request::RequestContext;

use crate::domain::audit::{Actor, Author, Origin};
use crate::domain::session::Device;
use jiff::Timestamp;

/// The gateway's id of the request, and the addresses that it saw.
#[derive(Debug, Clone)]
pub struct Source {
    /// For audit events.
    pub origin: Origin,
    /// How the client names itself.
    pub user_agent: Option<String>,
}

impl Source {
    /// Reads the context that API Gateway attached.
    pub fn of(extensions: &Extensions) -> Self {
        let (request_id, source_ip, user_agent) = match extensions.get::<RequestContext>() {
            Some(RequestContext::ApiGatewayV2(context)) => {
                (context.request_id.clone(), context.http.source_ip.clone(), context.http.user_agent.clone())
            }
            _ => (None, None, None),
        };
        Self { origin: Origin { request_id, source_ip }, user_agent }
    }

    /// From where somebody signs in.
    pub fn device(&self) -> Device {
        Device { user_agent: self.user_agent.clone(), source_ip: self.origin.source_ip.clone() }
    }

    /// The author of changes that `actor` makes in this request.
    pub fn author(&self, actor: Actor, at: Timestamp) -> Author {
        Author { actor, origin: self.origin.clone(), at }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}
