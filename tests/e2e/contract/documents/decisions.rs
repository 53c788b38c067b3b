//! Each decision says since when it counts, and whether a later one has changed it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::sources;
use usher_tests::committed::{compare, file};

const FOLDER: &str = "docs/decisions/";
const INDEX: &str = "docs/decisions/README.md";

/// What a decision says of itself, below its title:
///
/// ```text
/// - Status: accepted | amended | superseded
/// - Date: 2026-11-22
/// - Amends: [0001](0001-one-table.md)
/// - Amended by: [0035](0035-counted-in-place.md)
/// ```
struct Decision {
    file: String,
    title: String,
    facts: BTreeMap<String, String>,
}

impl Decision {
    /// Every decision, in the order of the numbers.
    fn all() -> Vec<Self> {
        let paths = sources::paths().into_iter();
        let numbered = paths.filter(|path| path.starts_with(&format!("{FOLDER}0")) && path.ends_with(".md"));
        numbered.map(|path| Self::read(&path)).collect()
    }

    fn read(path: &str) -> Self {
        let text = file(path);
        let mut lines = text.lines();
        let title = lines.next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default().to_owned();
        let facts = lines.skip(1).take_while(|line| line.starts_with("- "));
        let facts = facts.filter_map(|line| line.strip_prefix("- ")?.split_once(": "));
        let facts = facts.map(|(name, fact)| (name.to_owned(), fact.to_owned())).collect();
        Self { file: path.trim_start_matches(FOLDER).to_owned(), title, facts }
    }

    fn fact(&self, name: &str) -> &str {
        self.facts.get(name).map_or("", String::as_str)
    }

    /// The files of the decisions to which a fact links.
    fn linked(&self, name: &str) -> Vec<&str> {
        let links = self.fact(name).split("](").skip(1);
        links.filter_map(|rest| rest.split_once(')').map(|(target, _)| target)).collect()
    }
}

#[test]
fn every_decision_has_a_number_a_status_and_a_date() {
    // A number is given out before the record is written: there may be gaps.
    let mut numbers = BTreeSet::new();
    for decision in Decision::all() {
        let file = &decision.file;
        let (number, _) = file.split_once('-').expect("a number");
        assert!(number.len() == 4 && number.parse::<u16>().is_ok() && decision.title.starts_with(number), "{file}");
        assert!(numbers.insert(number.to_owned()), "{file}: there is another with this number");
        assert!(decision.fact("Date").parse::<Date>().is_ok(), "{file} lacks `- Date: `");
        let status = match (decision.linked("Superseded by").len(), decision.linked("Amended by").len()) {
            (0, 0) => "accepted",
            (0, _) => "amended",
            _ => "superseded",
        };
        assert_eq!(decision.fact("Status"), status, "{file}: `- Status: ` and what it is amended or superseded by");
    }
}

#[test]
fn what_one_decision_says_of_another_the_other_says_too() {
    let decisions = Decision::all();
    let named = |file: &str| decisions.iter().find(|decision| decision.file == file);
    for decision in &decisions {
        for (fact, answer) in [
            ("Amends", "Amended by"),
            ("Amended by", "Amends"),
            ("Supersedes", "Superseded by"),
            ("Superseded by", "Supersedes"),
        ] {
            for other in decision.linked(fact) {
                let says = named(other).is_some_and(|found| found.linked(answer).contains(&decision.file.as_str()));
                assert!(says, "{} {} {other}, which does not say so", decision.file, fact.to_lowercase());
            }
        }
    }
}

/// How the index begins.
const HEAD_OF_INDEX: &str = "\
# Decisions

There is a record for each choice that a newcomer would question.
It says what led to the choice, what was decided, and what follows from it.
When a decision changes, its record is not rewritten: a later record amends or supersedes it, and both say so.
A *seed* is the documentation of one of the portals that the presets are for.
The first lines of each preset name its seed.
This list is generated: `USHER_UPDATE=1 cargo test --workspace --test e2e -- documents`.

| decision | status | since |
|---|---|---|
";

#[test]
fn the_index_lists_every_decision() {
    let mut index = HEAD_OF_INDEX.to_owned();
    for decision in Decision::all() {
        let links: String = ["Amended by", "Superseded by"]
            .iter()
            .map(|name| decision.fact(name))
            .filter(|fact| !fact.is_empty())
            .collect();
        let status = if links.is_empty() {
            decision.fact("Status").to_owned()
        } else {
            format!("{} by {links}", decision.fact("Status"))
        };
        index.push_str(&format!(
            "| [{}]({}) | {status} | {} |\n",
            decision.title,
            decision.file,
            decision.fact("Date")
        ));
    }
    compare(INDEX, &index);
}
