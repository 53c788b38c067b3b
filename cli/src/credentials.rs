//! The credentials of AWS as its own tools find them: in the environment, in the files of profiles, or from the program
//! that a profile names.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Command;

use aws_credential_types::Credentials;
use serde::Deserialize;

use crate::environment::{file, variable};
use crate::failure::Failure;

/// The keys of a profile.
type Keys = HashMap<String, String>;

/// The credentials, of the profile `named` if there is one.
pub fn find(named: Option<&str>) -> Result<Credentials, Failure> {
    let of_environment = (variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"));
    if let (None, (Some(key), Some(secret))) = (named, of_environment) {
        return Ok(Credentials::new(key, secret, variable("AWS_SESSION_TOKEN"), None, "environment"));
    }
    let name = profile_name(named);
    let keys = keys(&name);
    if let (Some(key), Some(secret)) = (keys.get("aws_access_key_id"), keys.get("aws_secret_access_key")) {
        let token = keys.get("aws_session_token").cloned();
        return Ok(Credentials::new(key, secret, token, None, "profile"));
    }
    match keys.get("credential_process") {
        Some(command) => of_process(command),
        None => Err(Failure::unreachable(format!(
            "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or keys or a credential_process in \
             the AWS profile `{name}`; with single sign-on, run \
             `eval \"$(aws configure export-credentials --format env)\"`"
        ))),
    }
}

/// The region that the environment or the profile names.
pub fn region(named: Option<&str>) -> Option<String> {
    let of_environment = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
    of_environment.or_else(|| keys(&profile_name(named)).remove("region"))
}

fn profile_name(named: Option<&str>) -> String {
    named.map(str::to_owned).or_else(|| variable("AWS_PROFILE")).unwrap_or_else(|| "default".to_owned())
}

/// What both files say of a profile; the file of credentials counts.
fn keys(profile: &str) -> Keys {
    let read = |path: Option<PathBuf>| path.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    let mut keys = section(&read(file("AWS_CONFIG_FILE", ".aws/config")), &[profile, &format!("profile {profile}")]);
    keys.extend(section(&read(file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials")), &[profile]));
    keys
}

/// The keys of the sections with one of these names.
fn section(text: &str, names: &[&str]) -> Keys {
    let mut is_in = false;
    let mut keys = Keys::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';'])) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            is_in = names.contains(&name.trim());
        } else if let Some((name, value)) = line.split_once('=').filter(|_| is_in) {
            keys.insert(name.trim().to_lowercase(), value.trim().to_owned());
        }
    }
    keys
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OfProcess {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
}

fn of_process(command: &str) -> Result<Credentials, Failure> {
    let ran = Command::new("sh").args(["-c", command]).output()?;
    if !ran.status.success() {
        return Err(Failure::unreachable(format!("the credential_process failed: {}", ran.status)));
    }
    let found: OfProcess = serde_json::from_slice(&ran.stdout)
        .map_err(|_| Failure::unreachable("the credential_process printed no credentials"))?;
    Ok(Credentials::new(found.access_key_id, found.secret_access_key, found.session_token, None, "process"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_read_as_the_tools_of_aws_write_it() {
        let text =
            "[default]\naws_access_key_id = A\n\n; old\n[profile prod]\nregion=eu-west-1\ncredential_process = a b=c\n";
        let prod = section(text, &["prod", "profile prod"]);
        assert_eq!((prod["region"].as_str(), prod["credential_process"].as_str()), ("eu-west-1", "a b=c"));
        assert_eq!(section(text, &["default"])["aws_access_key_id"], "A");
        assert!(section(text, &["other"]).is_empty());
    }
}
