//! The function `import` in Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    usher::service::serve(usher_import::routes()).await
}
