//! Passwords and second factors: showing and changing one's own, forgotten ones, and resets that administrators send.

mod change_password;
mod complete_password_reset;
mod complete_second_factor_reset;
mod confirm;
mod disable;
mod enrol;
mod forgotten_password;
mod link;
mod owner;
mod prove;
mod recovery_codes;
mod send_reset;

use std::sync::Arc;

use usher::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the function.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(change_password::change_password))
        .routes(routes!(forgotten_password::forgot_password))
        .routes(routes!(complete_password_reset::complete_password_reset))
        .routes(routes!(complete_second_factor_reset::complete_second_factor_reset))
        .routes(routes!(send_reset::send_reset))
        .routes(routes!(enrol::enrol))
        .routes(routes!(disable::disable))
        .routes(routes!(confirm::confirm))
        .routes(routes!(recovery_codes::replace))
        .routes(routes!(prove::prove))
}
