//! Operators: engineers of the portal, known to AWS. Usher has no password for them.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::app::App;
use crate::http::origin::principal;
use crate::http::{Answer, Envelope, Known, Problem};

/// An IAM principal whose signature the gateway has verified.
#[derive(Debug, Clone)]
pub struct Operator {
    /// That it is known who calls.
    pub known: Known,
    /// The ARN of the principal.
    pub principal: String,
}

impl FromRequestParts<Arc<App>> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Answer<Self> {
        let principal = principal(&parts.extensions)
            .ok_or_else(|| Problem::forbidden("only operators may do this; sign the request with IAM credentials"))?;
        let envelope = Envelope::of(&parts.extensions);
        envelope.check()?;
        envelope.claim(app).await?;
        Ok(Self { known: Known::proven(), principal })
    }
}
