//! The function `pages` in Lambda.

use usher_pages::{ReturnTo, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    usher::app::log_to_stdout();
    lambda_http::run(router(ReturnTo::from_env())).await
}
