//! The function `pages` in Lambda.

use usher::store::Store;
use usher_pages::{Pages, ReturnTo, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    usher::app::log_to_stdout();
    lambda_http::run(router(Pages { return_to: ReturnTo::from_env(), store: Store::from_env()? })).await
}
