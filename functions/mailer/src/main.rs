//! The function `mailer` in Lambda.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;
use usher::app::{self, App, Aws, Clock, Config};
use usher_mailer::Mailer;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    app::log_to_stdout();
    let aws = Aws::from_env()?;
    let mailer = &Mailer::new(App::new(Config::of_mail_from_env()?, &aws, Clock::system()), &aws);
    run(service_fn(async |event: LambdaEvent<Value>| mailer.handle(event.payload).await.map_err(Error::from))).await
}
