//! The README says how many tests `cargo test` leaves out, and what runs them.

use usher_tests::committed::file;

use super::sources;

/// Numbers as the README writes them.
const NUMBERS: [&str; 11] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

#[test]
fn the_readme_says_how_many_tests_are_left_out_and_what_runs_them() {
    let tests = sources::paths().into_iter().filter(|path| path.starts_with("tests/") && path.ends_with(".rs"));
    let text: Vec<String> = tests.map(|path| file(&path)).collect();
    let left_out = text.iter().flat_map(|text| text.lines()).filter_map(|line| line.trim().strip_prefix("#[ignore"));
    let left_out: Vec<&str> = left_out.collect();
    let of = |by: &str| left_out.iter().filter(|why| why.contains(by)).count();
    let (all, moto, measures) = (left_out.len(), of("run infra/checks/aws_calls"), of("run infra/bench/run"));
    let [all, moto, measures, others] = [all, moto, measures, all - moto - measures].map(|count| NUMBERS[count]);
    let said = format!(
        "`cargo test` leaves out {all} tests: {moto} need moto (`infra/checks/aws_calls` runs them), {measures} \
        measure (`infra/bench/run` runs them), and {others} is run by another test."
    );
    assert!(file("README.md").contains(&said), "README.md does not say: {said}");
}
