//! Profiles: where an installation of Usher is, and how to call it. They are in `~/.config/usher/profiles.json`, or
//! below `XDG_CONFIG_HOME`, readable by their owner only.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};
use serde::{Deserialize, Serialize};

use crate::environment::{file, variable};
use crate::failure::Failure;

/// One installation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Where the API is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The region of the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The profile of AWS whose credentials sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_profile: Option<String>,
    /// What is sent instead of a signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// All of them, by name.
#[derive(Debug, Default)]
pub struct Profiles {
    path: Option<PathBuf>,
    by_name: BTreeMap<String, Profile>,
}

/// The commands about profiles.
pub fn command() -> Command {
    let name = || Arg::new("name").required(true).help("The profile");
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(format!("of-{name}")).long(name).value_name(value).help(help)
    };
    let set = Command::new("set")
        .about("Make a profile, or change what is given of it")
        .args([name(), option("aws-profile", "NAME", "The profile of AWS whose credentials sign")]);
    Command::new("profile")
        .about("Keep where installations of Usher are, and how to call them")
        .subcommand_required(true)
        .subcommand(set.after_help("--url, --region and --token are kept, too."))
        .subcommand(Command::new("list").about("List the profiles, without their tokens"))
        .subcommand(Command::new("remove").about("Remove a profile").arg(name()))
}

/// Runs one of them.
pub fn run(profiles: &mut Profiles, arguments: &ArgMatches) -> Result<(), Failure> {
    let text = |arguments: &ArgMatches, name: &str| arguments.get_one::<String>(name).cloned();
    match arguments.subcommand() {
        Some(("set", arguments)) => {
            let profile = profiles.by_name.entry(text(arguments, "name").unwrap_or_default()).or_default();
            let given = Profile {
                url: text(arguments, "url"),
                region: text(arguments, "region"),
                aws_profile: text(arguments, "of-aws-profile"),
                token: text(arguments, "token"),
            };
            *profile = given.or(profile.clone());
            profiles.write()
        }
        Some(("remove", arguments)) => {
            let name = text(arguments, "name").unwrap_or_default();
            profiles.by_name.remove(&name).ok_or_else(|| Failure::usage(format!("there is no profile `{name}`")))?;
            profiles.write()
        }
        _ => {
            for (name, profile) in &profiles.by_name {
                let how = match (&profile.token, &profile.aws_profile) {
                    (Some(_), _) => "with a token".to_owned(),
                    (None, Some(aws)) => format!("signed by the AWS profile {aws}"),
                    (None, None) => "signed".to_owned(),
                };
                println!("{name}  {}  {how}", profile.url.as_deref().unwrap_or("(no URL)"));
            }
            Ok(())
        }
    }
}

impl Profile {
    /// This one, and what it lacks of another.
    fn or(self, other: Self) -> Self {
        Self {
            url: self.url.or(other.url),
            region: self.region.or(other.region),
            aws_profile: self.aws_profile.or(other.aws_profile),
            token: self.token.or(other.token),
        }
    }
}

impl Profiles {
    /// Those that are kept.
    pub fn read() -> Result<Self, Failure> {
        let below = "usher/profiles.json";
        let path = match variable("XDG_CONFIG_HOME") {
            Some(home) => Some(PathBuf::from(home).join(below)),
            None => file("USHER_PROFILES", &format!(".config/{below}")),
        };
        let text = path.as_ref().and_then(|path| std::fs::read_to_string(path).ok());
        let by_name = match (text, &path) {
            (Some(text), Some(path)) => {
                serde_json::from_str(&text).map_err(|cause| Failure::usage(format!("{}: {cause}", path.display())))?
            }
            _ => BTreeMap::new(),
        };
        Ok(Self { path, by_name })
    }

    /// The one to use, with what the command line and the environment say.
    pub fn chosen(&self, matches: &ArgMatches) -> Result<Profile, Failure> {
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        let named = text("profile").or_else(|| variable("USHER_PROFILE"));
        let name = named.clone().unwrap_or_else(|| "default".to_owned());
        let kept = match (self.by_name.get(&name), named) {
            (Some(kept), _) => kept.clone(),
            (None, Some(name)) => return Err(Failure::usage(format!("there is no profile `{name}`"))),
            (None, None) => Profile::default(),
        };
        let of_command_line = Profile {
            url: text("url").or_else(|| variable("USHER_URL")),
            region: text("region"),
            aws_profile: None,
            token: text("token").or_else(|| variable("USHER_TOKEN")),
        };
        Ok(of_command_line.or(kept))
    }

    fn write(&self) -> Result<(), Failure> {
        let path = self.path.as_ref().ok_or_else(|| Failure::usage("no home directory to keep profiles in"))?;
        if let Some(directory) = path.parent() {
            std::fs::create_dir_all(directory)?;
        }
        let text = serde_json::to_string_pretty(&self.by_name).unwrap_or_default();
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)?.write_all(text.as_bytes())?;
        Ok(())
    }
}
