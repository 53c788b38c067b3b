//! Passwords and second factors: one's own, forgotten ones, and resets that administrators send.

mod confirm;
mod enrol;
mod owner;
mod recovery_codes;
mod turn_off;

use std::sync::Arc;

use usher::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the function.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(enrol::enrol, turn_off::turn_off)).routes(routes!(confirm::confirm)).routes(routes!(recovery_codes::replace))
}
