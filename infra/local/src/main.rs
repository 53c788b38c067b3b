//! `cargo dev`: starts all of Usher and says where it is.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;
use usher::domain::return_url::ReturnOrigins;
use usher_local::{Error, Options, System, demo};

/// Runs all of Usher on this machine. Only Rust needs to be installed.
///
/// Prints one line when everything answers:
///
///   ready api=<url> mailbox=<url> dynamodb=<url> operator_token=<token>
///
/// The operator token authorizes POST /v1/accounts, as IAM does on AWS. It is new at each start.
/// The mailbox is a page with every email that Usher has sent; GET /api/messages?to=<address> lists them as JSON.
/// GET /api/events lists what was published on the event bus.
/// On the same port, POST /api/clock/advance {"by":"49h"} moves Usher's clock, and GET /api/clock reads it.
#[derive(Parser)]
#[command(name = "usher-local", bin_name = "cargo dev", version, verbatim_doc_comment, after_help = EXAMPLES)]
struct Arguments {
    /// Port of the API; 0 for a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Port of the mailbox and the clock; 0 for a free one
    #[arg(long, default_value_t = 8025)]
    mailbox_port: u16,
    /// Keep the data in this directory between starts; without it, everything is in memory.
    /// The clock stays ahead by as much as it was moved; the mailbox always starts empty
    #[arg(long, value_name = "DIR", conflicts_with = "dynamodb")]
    data_dir: Option<PathBuf>,
    /// Use this DynamoDB endpoint, such as DynamoDB Local's, instead of the embedded engine
    #[arg(long, value_name = "URL")]
    dynamodb: Option<String>,
    /// The table to use or create [default: usher, or with --dynamodb a new one, deleted at the end]
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// Serve KMS and SES at this port as well, for functions that `sam local` runs
    #[arg(long, value_name = "PORT")]
    aws_port: Option<u16>,
    /// Let pages of this origin, such as http://127.0.0.1:3000, call the API; may be given several times
    #[arg(long = "cors-origin", value_name = "ORIGIN")]
    cors_origins: Vec<String>,
    /// Let invitations lead on to pages of these origins, such as http://127.0.0.1:3000,https://*.example.com
    #[arg(long, value_name = "ORIGINS", default_value = "", value_parser = return_origins)]
    return_origins: ReturnOrigins,
    /// Create five accounts, one for each preset, with brands, people in every state and a list of 2,000 users, and
    /// print who can sign in
    #[arg(long)]
    seed_demo: bool,
    /// Post each event to this URL, signed by the Standard Webhooks specification
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
    /// The secret that signs them [default: a new one, in the ready line]
    #[arg(long, value_name = "SECRET", requires = "webhook")]
    webhook_secret: Option<String>,
    /// What to log to stderr: error, warn, info, debug, trace, or filters such as `info,usher=debug`.
    /// The default leaves out the embedded engine's warnings about failed conditions, which are normal
    #[arg(long, value_name = "FILTER", default_value = "info,dynoxide=error")]
    log: String,
}

/// Reads the origins that links may lead on to.
fn return_origins(text: &str) -> Result<ReturnOrigins, String> {
    ReturnOrigins::parse(text).ok_or_else(|| "must be origins with commas between them".to_owned())
}

const EXAMPLES: &str = "\
Examples:
  cargo dev                                     start empty, in memory
  cargo dev --seed-demo                         with demonstration data
  cargo dev --data-dir .data                    keep the data between starts
  cargo dev --port 0 --mailbox-port 0           on free ports
  cargo dev --webhook http://127.0.0.1:3000/    post each event there
  cargo dev --dynamodb http://127.0.0.1:8000    on DynamoDB Local
  curl -d '{\"by\":\"47h59m\"}' http://127.0.0.1:8025/api/clock/advance";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let Ok(filter) = EnvFilter::try_new(&arguments.log) else {
        eprintln!("error: `{}` is not a log filter; try `info` or `info,usher=debug`", arguments.log);
        return ExitCode::from(2);
    };
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).compact().init();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Error> {
    let (seed_demo, has_webhook) = (arguments.seed_demo, arguments.webhook.is_some());
    // Listens from now on, so that Ctrl-C during the start is not lost.
    let mut interrupted = tokio::spawn(interrupted());
    let system = System::start(arguments.into()).await?;
    let ready = tokio::select! {
        ready = get_ready(&system, seed_demo) => ready,
        _ = &mut interrupted => {
            system.stop().await;
            return Ok(());
        }
    };
    if ready.is_ok() {
        let webhook = if has_webhook { format!(" webhook_secret={}", system.webhook_secret) } else { String::new() };
        println!(
            "ready api={} mailbox={} dynamodb={}{webhook} operator_token={}",
            system.api_url, system.mailbox_url, system.dynamodb_url, system.operator_token
        );
        let _ = interrupted.await;
        tracing::info!("stopping");
    }
    system.stop().await;
    ready
}

async fn get_ready(system: &System, seed_demo: bool) -> Result<(), Error> {
    system.probe().await?;
    if seed_demo {
        eprintln!("{}", demo::seed(system).await?);
    }
    Ok(())
}

/// Comes back on Ctrl-C or SIGTERM.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let (Ok(mut terminate), Ok(mut interrupt)) =
            (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

impl From<Arguments> for Options {
    fn from(arguments: Arguments) -> Self {
        Self {
            api_port: arguments.port,
            mailbox_port: arguments.mailbox_port,
            data_dir: arguments.data_dir,
            dynamodb: arguments.dynamodb,
            table: arguments.table,
            aws_port: arguments.aws_port,
            cors_origins: arguments.cors_origins,
            return_origins: arguments.return_origins,
            webhook: arguments.webhook,
            webhook_secret: arguments.webhook_secret,
            ..Self::default()
        }
    }
}
