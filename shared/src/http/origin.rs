//! Where a request comes from, as the gateway saw it, or a distribution before it (`edge`). No header that a client can
//! set has a say in it.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;
use lambda_http::request::RequestContext;

use crate::domain::credentials::session::Device;
use crate::domain::effects::audit::{Actor, Author, Origin};
use jiff::Timestamp;

/// The gateway's id of the request, the route that it chose, and the addresses that it saw.
#[derive(Debug, Clone)]
pub struct Source {
    /// The method and the path of the route, such as `GET /v1/accounts/{account}`; `$default` if there is none.
    pub route_key: Option<String>,
    /// For audit events.
    pub origin: Origin,
    /// How the client names itself.
    pub user_agent: Option<String>,
}

impl Source {
    /// Reads the context that API Gateway attached.
    pub fn of(extensions: &Extensions) -> Self {
        let Some(RequestContext::ApiGatewayV2(context)) = extensions.get::<RequestContext>() else {
            let origin = Origin { request_id: None, source_ip: None };
            return Self { route_key: None, origin, user_agent: None };
        };
        let origin = Origin { request_id: context.request_id.clone(), source_ip: context.http.source_ip.clone() };
        Self { route_key: context.route_key.clone(), origin, user_agent: context.http.user_agent.clone() }
    }

    /// From where someone signs in.
    pub fn device(&self) -> Device {
        Device { user_agent: self.user_agent.clone(), source_ip: self.origin.source_ip.clone() }
    }

    /// The author of changes that `actor` makes in this request.
    pub fn author(&self, actor: Actor, at: Timestamp) -> Author {
        Author { actor, origin: self.origin.clone(), at }
    }
}

/// The IAM principal whose signature the gateway has verified, if there is one.
pub(crate) fn principal(extensions: &Extensions) -> Option<String> {
    let Some(RequestContext::ApiGatewayV2(context)) = extensions.get::<RequestContext>() else { return None };
    context.authorizer.as_ref()?.iam.as_ref()?.user_arn.clone()
}

impl<S: Send + Sync> FromRequestParts<S> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}
