"""Chooses the end-to-end tests that run on DynamoDB Local, and prints them.

    python3 choose_tests.py <list of all tests> <directory of kinds>

Every test has run on the embedded engine and noted there which kinds of requests it makes of DynamoDB, and which kinds
of answers it gets (tests/src/kinds.rs). A test whose kinds other tests meet as well would show nothing new about the
engine. So each kind is met by at least one of the chosen tests. What depends on how an engine's requests overlap in
time is chosen whole, whatever its kinds.
"""

import sys
from pathlib import Path

# Parts of the names of tests in which many act at once, or workers die.
ALWAYS = ["races::", "faults::", "last_administrator::", "shared_failure_count::"]

# Parts of the names of tests that ask the same things thousands of times, for which DynamoDB Local takes minutes.
NEVER = ["access::told::", "events::faults::a_thousand"]


def choose(kinds: dict[str, set[str]]) -> list[str]:
    """The tests with the most kinds that no other has met yet first, until each kind is met."""
    chosen = {test for test in kinds if any(part in test for part in ALWAYS)}
    left = set().union(*kinds.values()) - set().union(*(kinds[test] for test in chosen))
    while left:
        # Of those that show as much the first by name, so that the choice is the same for the same kinds.
        best = min(kinds.keys() - chosen, key=lambda test: (-len(kinds[test] & left), test))
        chosen.add(best)
        left -= kinds[best]
    return sorted(chosen)


def main() -> None:
    everything = Path(sys.argv[1]).read_text().split()
    kinds = {file.name: set(file.read_text().splitlines()) for file in Path(sys.argv[2]).iterdir()}
    kinds = {test: asked for test, asked in kinds.items() if not any(part in test for part in NEVER)}
    unknown = sorted(kinds.keys() - set(everything))
    idle = [part for part in ALWAYS if not any(part in test for test in kinds)]
    if unknown or idle or len(kinds) < len(everything) / 2:
        sys.exit(f"of {len(everything)} tests {len(kinds)} have noted something; unknown: {unknown}; idle: {idle}")
    chosen = choose(kinds)
    count = len(set().union(*kinds.values()))
    print(
        f"{count} kinds of requests and answers; {len(chosen)} of {len(kinds)} tests that ask DynamoDB anything "
        f"meet each of them; {len(everything) - len(kinds)} ask nothing",
        file=sys.stderr,
    )
    print("\n".join(chosen))


if __name__ == "__main__":
    main()
