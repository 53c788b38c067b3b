//! The binaries, the functions' and `usher-local`, built the way the tests were built; or those that someone has built
//! as they are deployed, in the directory that the environment calls `USHER_TEST_BINARIES`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

/// The executable called `name`.
pub fn binary(name: &str) -> &'static Path {
    static BUILT: LazyLock<HashMap<String, PathBuf>> = LazyLock::new(|| given().unwrap_or_else(build));
    BUILT.get(name).unwrap_or_else(|| panic!("no binary `{name}`"))
}

/// Whether the functions are built as they are deployed, so that the time that they take means something.
pub fn as_deployed() -> bool {
    setting().is_some()
}

fn setting() -> Option<PathBuf> {
    std::env::var_os("USHER_TEST_BINARIES").map(PathBuf::from)
}

/// The binaries that someone has built.
fn given() -> Option<HashMap<String, PathBuf>> {
    let files = std::fs::read_dir(setting()?).expect("a directory of binaries").flatten();
    Some(files.map(|file| (file.file_name().to_string_lossy().into_owned(), file.path())).collect())
}

/// Asks cargo, which has next to nothing to do: the features of the whole workspace are those that the tests were built
/// with.
fn build() -> HashMap<String, PathBuf> {
    let functions = crate::deployment::template::functions(&crate::deployment::template::read("template.yaml"));
    let (profile, target_dir) = how_the_tests_were_built();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args([
        "build",
        "--workspace",
        "--locked",
        "--quiet",
        "--message-format=json-render-diagnostics",
        "--profile",
        &profile,
    ]);
    cargo.arg("--target-dir").arg(target_dir);
    cargo.args(functions.keys().flat_map(|binary| ["--bin", binary])).args(["--bin", "usher-local"]);
    cargo.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).stderr(Stdio::inherit());
    // What cargo tells a running test about its package makes some build scripts, ring's for one, run again.
    let about_the_package = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(about_the_package)) {
        cargo.env_remove(name);
    }
    let built = cargo.output().expect("cargo runs");
    assert!(built.status.success(), "cargo build: {}", built.status);
    let messages =
        built.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    messages
        .filter_map(|message| {
            Some((message["target"]["name"].as_str()?.to_owned(), message["executable"].as_str()?.into()))
        })
        .collect()
}

/// The profile and the target directory, from the place of this test: `<target>/<profile>/deps/e2e-…`.
fn how_the_tests_were_built() -> (String, PathBuf) {
    let test = std::env::current_exe().expect("a running test");
    let profile_dir = test.ancestors().nth(2).expect("a directory of the profile");
    let profile = match profile_dir.file_name().and_then(|name| name.to_str()).expect("a readable name") {
        "debug" => "dev",
        other => other,
    };
    (profile.to_owned(), profile_dir.parent().expect("a target directory").to_owned())
}
