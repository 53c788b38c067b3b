//! The function `accept` in Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    usher::service::serve(usher_accept::routes()).await
}
