//! The function `credentials` in Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    usher::http::serve(usher_credentials::router()).await
}
