//! The function `sweeper` in Lambda.

use aws_lambda_events::cloudwatch_events::CloudWatchEvent;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use usher::app::{self, App, Aws, Clock, Config};
use usher_sweeper::Sweeper;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    app::log_to_stdout();
    let aws = Aws::from_env()?;
    let sweeper = &Sweeper::new(App::new(Config::of_mail_from_env()?, &aws, Clock::system()), &aws);
    run(service_fn(async |event: LambdaEvent<CloudWatchEvent>| {
        sweeper.handle(event.payload).await.map_err(Error::from)
    }))
    .await
}
