//! The function `meta` in Lambda.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let routes = usher::service::Served::from(usher_meta::routes());
    usher::service::serve(routes.or(usher_meta::unrouted)).await
}
