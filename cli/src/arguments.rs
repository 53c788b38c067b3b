//! The command line.

use clap::{Arg, ArgAction, Command, value_parser};

use crate::document::{Operation, Parameter};

const ABOUT: &str = "What operators do with Usher, on the command line";

const LONG_ABOUT: &str = "\
What operators do with Usher, on the command line.

Requests are signed with the AWS credentials of the environment, or of the profile that AWS_PROFILE names; with a
token, such as the one that `cargo dev` prints, they carry that instead.
Where the API is says `--url`, or the profile.";

const AFTER_HELP: &str = "\
Exit codes: 0 done, 1 refused by Usher, 2 wrong usage, 3 rows of a file are not done, 4 nobody answered.

Examples:
  usher profile set prod --url https://api.example.com --region eu-west-1
  usher profile set local --url http://127.0.0.1:8080 --token operator_…
  usher create-account --name Northwind --preset invoicing --administrator '{\"email\":\"ada@example.com\"}'
  usher import acc_… people.csv --dry-run
  usher export --table usher-prod > everything.jsonl";

/// The whole command line.
pub fn command(operations: &[Operation]) -> Command {
    let command = Command::new("usher")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .long_about(LONG_ABOUT)
        .after_help(AFTER_HELP)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(common())
        .subcommand(import())
        .subcommand(import_accounts())
        .subcommand(invite())
        .subcommand(export())
        .subcommand(crate::profile::command());
    operations.iter().fold(command, |command, operation| command.subcommand(of(operation)))
}

fn common() -> [Arg; 5] {
    [
        Arg::new("profile")
            .long("profile")
            .short('p')
            .global(true)
            .value_name("NAME")
            .help("The profile to use [default: USHER_PROFILE, or `default`]"),
        Arg::new("url").long("url").global(true).value_name("URL").help("Where the API is [default: the profile's]"),
        Arg::new("token")
            .long("token")
            .global(true)
            .value_name("TOKEN")
            .help("Send this token instead of signing [default: USHER_TOKEN, or the profile's]"),
        Arg::new("region")
            .long("region")
            .global(true)
            .value_name("REGION")
            .help("The region of the API [default: the profile's, or AWS_REGION]"),
        Arg::new("output")
            .long("output")
            .short('o')
            .global(true)
            .value_parser(["table", "json"])
            .help("How to show answers [default: a table on a terminal, otherwise JSON]"),
    ]
}

/// A command for a call.
fn of(operation: &Operation) -> Command {
    let mut command = Command::new(operation.command.clone())
        .about(operation.summary.clone())
        .long_about(format!("{}\n\n{} {}", operation.description, operation.method, operation.path));
    for place in &operation.places {
        command = command.arg(Arg::new(place.name.clone()).required(true).help(place.help.clone()));
    }
    for parameter in &operation.query {
        command = command.arg(option(parameter));
    }
    for field in operation.body.iter().flatten() {
        let field = option(field).required(false);
        command = command.arg(field.help_heading("Fields of the body"));
    }
    if operation.body.is_some() {
        let data = Arg::new("data")
            .long("data")
            .value_name("JSON")
            .help("The body, or more of it: JSON, `@file`, or `-` for the standard input");
        command = command.arg(data);
    }
    if operation.has_version {
        command = command.arg(Arg::new("if-match").long("if-match").value_name("ETAG").help("Only if it is unchanged"));
    }
    if operation.query.iter().any(|parameter| parameter.name == "after") {
        command = command.arg(flag("all", "Follow the pages to the end"));
    }
    command
}

fn option(parameter: &Parameter) -> Arg {
    let value = if parameter.is_text { "TEXT" } else { "JSON" };
    let required = if parameter.required { " (required)" } else { "" };
    Arg::new(format!("={}", parameter.name))
        .long(parameter.name.replace('_', "-"))
        .value_name(value)
        .help(format!("{}{required}", parameter.help))
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn file() -> Arg {
    Arg::new("file").required(true).value_name("FILE").help("A CSV file with a line of names, or `-`")
}

fn account() -> Arg {
    Arg::new("account").required(true).help("The account, such as acc_…")
}

fn rows_per_call(most: u32) -> Arg {
    Arg::new("rows")
        .long("rows")
        .value_name("NUMBER")
        .value_parser(value_parser!(u32).range(1..=i64::from(most)))
        .help("How many rows a call has at most [default: 1000]")
}

fn import() -> Command {
    Command::new("import")
        .about("Move people in from a CSV file, with the passwords that they have elsewhere")
        .long_about(
            "Move people in from a CSV file, with the passwords that they have elsewhere.\n\nThe columns are `email`, \
             `given_name`, `family_name`, `external_id`, `metadata.…`, `status`, `role`, `units`, `grants`, \
             `password_hash` and `password_salt`, in any order; only `email` and a role or grants are needed. \
             Several units are separated by spaces. Sending the same file again goes on where it ended. \
             docs/import.md has the formats of hashes.",
        )
        .args([
            account(),
            file(),
            flag("dry-run", "Only say what would become of each row"),
            flag("send-invitations", "Send an email to those who have to accept"),
            Arg::new("role").long("role").value_name("ROLE").help("The role of rows that have none"),
            Arg::new("firebase").long("firebase").value_name("FILE").help(
                "The parameters of Firebase's hashes: JSON with `signer_key`, `salt_separator`, `rounds`, `mem_cost`",
            ),
            rows_per_call(1_000),
        ])
}

fn import_accounts() -> Command {
    let follows = |name: &'static str, what: &'static str| Arg::new(name).long(name).value_name("NAME").help(what);
    Command::new("import-accounts")
        .about("Create accounts from a CSV file")
        .long_about(
            "Create accounts from a CSV file, and invite their first administrators.\n\nThe columns are \
             `external_id`, `name`, `administrator_email`, `administrator_given_name`, `administrator_family_name`, \
             `administrator_role`, `administrator_locale`, `product_name`, `support_address`, `locale`, `metadata.…`, \
             and `preset`, or `model` and `model_version`, in any order; the first three are needed. An account that \
             has the `external_id` already is left as it is, so that the same file can be sent again. A dry run says \
             which are there; what else may be wrong with a row is known once it is sent.",
        )
        .args([
            file(),
            flag("dry-run", "Only say which accounts would be created"),
            follows("preset", "The preset of rows that name none, and no model"),
            follows("model", "The model of rows that name none, and no preset").conflicts_with("preset"),
        ])
}

fn invite() -> Command {
    Command::new("invite").about("Invite people from a CSV file, with an API token of the account").args([
        account(),
        file(),
        flag("dry-run", "Only say what would become of each row"),
        Arg::new("role").long("role").value_name("ROLE").help("The role of rows that have none"),
        rows_per_call(1_000),
    ])
}

fn export() -> Command {
    Command::new("export")
        .about("Write the whole table as lines of JSON, read from DynamoDB with your own credentials")
        .args([
            Arg::new("table").long("table").required(true).value_name("NAME").help("The table, such as usher-prod"),
            Arg::new("dynamodb").long("dynamodb").value_name("URL").help("Where DynamoDB is, if not in the region"),
            flag("secrets", "With the hashes of passwords and tokens, and what is sealed"),
        ])
}
