//! `usher`: what operators do with Usher, on the command line.
//!
//! Every call that the OpenAPI document has for operators is a command, by its operation's name. Beside these:
//! profiles, accounts, people and invitations from CSV files, and the export of the whole table.

mod accounts;
mod arguments;
mod client;
mod credentials;
mod document;
mod environment;
mod export;
mod failure;
mod operation;
mod output;
mod people;
mod profile;
mod rows;
mod signing;

use std::process::ExitCode;

use clap::ArgMatches;

use crate::client::Client;
use crate::document::Operation;
use crate::failure::Failure;
use crate::output::Output;
use crate::profile::Profiles;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let operations = document::operations();
    let matches = arguments::command(&operations).get_matches();
    match run(&matches, &operations).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(failure.code())
        }
    }
}

async fn run(matches: &ArgMatches, operations: &[Operation]) -> Result<(), Failure> {
    let Some((name, arguments)) = matches.subcommand() else { return Err(Failure::usage("no command; try `--help`")) };
    let mut profiles = Profiles::read()?;
    if name == "profile" {
        return profile::run(&mut profiles, arguments);
    }
    let output = Output::of(matches);
    let profile = profiles.chosen(matches)?;
    if name == "export" {
        return export::run(&profile, arguments).await;
    }
    let client = Client::new(profile)?;
    match name {
        "import-accounts" => accounts::import(&client, arguments, output).await,
        "import" => people::import(&client, arguments, output).await,
        "invite" => people::invite(&client, arguments, output).await,
        _ => {
            let operation = operations.iter().find(|operation| operation.command == name);
            let operation = operation.ok_or_else(|| Failure::usage("no such command"))?;
            operation::run(&client, operation, arguments, output).await
        }
    }
}
