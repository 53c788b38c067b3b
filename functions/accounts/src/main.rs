//! The function `accounts` in Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    usher::service::serve(usher_accounts::routes()).await
}
