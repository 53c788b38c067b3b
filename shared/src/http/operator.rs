//! Operators: engineers of the portal, known to AWS. Usher has no password for them.

use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;
use lambda_http::request::RequestContext;

use super::{Answer, Problem};

/// An IAM principal whose signature the gateway has verified.
#[derive(Debug, Clone)]
pub struct Operator {
    /// The ARN of the principal.
    pub principal: String,
}

impl Operator {
    /// The operator who calls, if the gateway says that one does.
    pub(super) fn of(extensions: &Extensions) -> Option<Self> {
        let Some(RequestContext::ApiGatewayV2(context)) = extensions.get::<RequestContext>() else { return None };
        let principal = context.authorizer.as_ref()?.iam.as_ref()?.user_arn.clone()?;
        Some(Self { principal })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        Self::of(&parts.extensions).ok_or_else(|| Problem::forbidden("only an operator may do this: sign the request with IAM credentials"))
    }
}
