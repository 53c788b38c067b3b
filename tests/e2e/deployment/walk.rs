//! The walk in the README, pasted into bash against a running system: every block works, and shows what the README says
//! that it shows.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use usher_local::System;
use usher_tests::{World, scenario};

const README: &str = include_str!("../../../README.md");

/// Where the README has the ready line kept.
const READY: &str = "/tmp/usher-ready";

/// What is between the output of two blocks.
const BOUNDARY: &str = "--- next block ---";

/// The walk takes some three seconds on a quiet machine.
const LONGEST: Duration = Duration::from_secs(120);

/// Commands of the walk, and what they show, if the README says it.
#[derive(Debug)]
struct Block {
    commands: String,
    shown: Option<String>,
}

#[test]
fn the_walk_in_the_readme_works_as_it_is() {
    scenario(walk);
}

#[test]
fn the_walk_in_the_readme_works_beside_the_demonstration() {
    scenario(async |world| {
        usher_local::demo::seed(&world.system).await.expect("the demonstration is there");
        walk(world).await;
    });
}

/// Pastes every block, and looks at what it shows.
async fn walk(world: &World) {
    let blocks = blocks();
    assert!(blocks.len() >= 10, "the walk has shrunk to {} blocks", blocks.len());
    let output = paste(&blocks, &world.system).await;
    let outputs: Vec<&str> = output.split(BOUNDARY).map(str::trim).collect();
    assert_eq!(outputs.len(), blocks.len() + 1, "{output}");
    for (block, output) in blocks.iter().zip(outputs) {
        let shown = block.shown.as_deref().unwrap_or_default();
        assert!(is_like(output, shown.trim()), "\n{}\nis to show\n{shown}\nand shows\n{output}\n", block.commands);
    }
}

#[test]
fn an_ellipsis_stands_for_anything() {
    assert!(is_like("{\"id\":\"acc_1\",\"name\":\"x\"}", "{\"id\":\"acc_…\",…}"));
    assert!(is_like("", "") && is_like("abc", "…") && is_like("abc", "a…c"));
    assert!(!is_like("abc", "a…b") && !is_like("abc", "b…") && !is_like("abc", "") && !is_like("ab", "ab…b"));
}

/// The blocks of the README's walk.
fn blocks() -> Vec<Block> {
    let (_, walk) = README.split_once("\n## A walk").expect("the README has a walk");
    let (walk, _) = walk.split_once("\n## ").expect("something follows the walk");
    let commands = walk.split("\n```bash\n").skip(1);
    commands
        .map(|rest| {
            let (commands, behind) = rest.split_once("\n```\n").expect("the block ends");
            let shown = behind
                .strip_prefix("```text\n")
                .and_then(|shown| shown.split_once("\n```"))
                .map(|(shown, _)| shown.to_owned());
            Block { commands: commands.to_owned(), shown }
        })
        .collect()
}

/// What the blocks write, one after the other, in one bash that reads them as it would read a terminal.
async fn paste(blocks: &[Block], system: &System) -> String {
    let mut ready = NamedTempFile::new().expect("a file");
    let line = format!(
        "ready api={} mailbox={} dynamodb={} operator_token={}\n",
        system.api_url, system.mailbox_url, system.dynamodb_url, system.operator_token
    );
    ready.write_all(line.as_bytes()).expect("the ready line is written");
    let commands: Vec<String> = blocks.iter().map(|block| format!("{}\necho '{BOUNDARY}'\n", block.commands)).collect();
    let script = commands.concat();
    assert!(script.contains(READY), "the walk begins with the ready line");
    assert!(
        !script.contains('!') || script.matches('!').count() == script.matches("!=").count(),
        "`!` recalls history in a terminal"
    );
    let script = script.replace(READY, &ready.path().display().to_string());

    let mut bash = Command::new("bash")
        .args(["--noprofile", "--norc", "-s"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("bash runs");
    let mut terminal = bash.stdin.take().expect("a pipe");
    terminal.write_all(script.as_bytes()).await.expect("bash reads");
    drop(terminal);
    let output = tokio::time::timeout(LONGEST, bash.wait_with_output())
        .await
        .expect("the walk ends in time")
        .expect("bash ends");
    let (shown, complaints) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(complaints.is_empty(), "{complaints}\nafter\n{shown}");
    shown.into_owned()
}

/// Whether `text` is `pattern`, in which `…` stands for anything.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('…');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let Some(last) = pattern.contains('…').then(|| parts.next_back()).flatten() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}
