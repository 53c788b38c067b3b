//! The function `accounts` in Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let routes = usher::service::Served::from(usher_accounts::routes());
    usher::service::serve(routes.or(usher_accounts::unrouted)).await
}
