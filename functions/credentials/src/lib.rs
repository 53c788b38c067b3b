//! Passwords and second factors: one's own, forgotten ones, and resets that administrators send.

use std::sync::Arc;

use usher::app::App;
use utoipa_axum::router::OpenApiRouter;

/// The routes of the function.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
}
