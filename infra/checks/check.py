"""Checks the templates with the rules, then proves each rule by breaking the templates in memory.

python infra/checks/check.py             all of them
python infra/checks/check.py <rule>…     proves these alone
"""

import copy
import os
import sys
from concurrent.futures import ProcessPoolExecutor

import deployment_rules  # noqa: F401  (its rules are among RULES)
import gradual_rules  # noqa: F401
import keeping_rules  # noqa: F401
import templates
from deployment_mutations import MUTATIONS as DEPLOYMENT
from gradual_mutations import MUTATIONS as GRADUAL
from keeping_mutations import MUTATIONS as KEEPING
from mutations import MUTATIONS as FIRST
from rules import RULES

MUTATIONS = [*FIRST, *DEPLOYMENT, *GRADUAL, *KEEPING]


def run(rule, t):
    """How many things `rule` checked, and what is wrong with them."""
    findings = list(RULES[rule](t))
    return len(findings), [f"{name} {wrong}" for name, wrong in findings if wrong]


def prove(number):
    """What is wrong with one mutation: it changes nothing, or its rule does not notice."""
    rule, what, breaks = MUTATIONS[number]
    source = templates.read()
    broken = copy.deepcopy(source)
    breaks(broken)
    if broken == source:
        return [f"mutation {number} ({what}) changes nothing"]
    _, wrong = run(rule, templates.transform(broken))
    return [] if wrong else [f"{rule} does not notice: {what}"]


def main():
    source = templates.read()
    seen = templates.transform(source)
    problems = []
    for rule in RULES:
        looked_at, wrong = run(rule, seen)
        problems += [f"{rule}: {one}" for one in wrong]
        if not looked_at:
            problems.append(f"{rule}: found nothing to check")

    # What is deployed gradually keeps the rules as well.
    gradual = templates.without_aliases(seen["Gradual"]()) | {"Parameters": source["Main"]["Parameters"]}
    for rule in RULES:
        problems += [f"{rule}, gradually: {one}" for one in run(rule, seen | {"Main": gradual})[1]]

    # With nothing in the templates each rule must fail, not pass because there is nothing to check.
    bare = (
        seen
        | {"Stages": {}, "Gradual": lambda release="": {"Resources": {}}}
        | {where: seen[where] | {"Resources": {}} for where in ("Main", *templates.NESTED, "Edge")}
    )
    for rule in RULES:
        looked_at, wrong = run(rule, bare)
        if looked_at and not wrong:
            problems.append(f"{rule}: passes with nothing to check")

    # Each transforms the template, which takes half a second.
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        chosen = [n for n, (rule, _, _) in enumerate(MUTATIONS) if rule in sys.argv[1:] or len(sys.argv) == 1]
        for wrong in workers.map(prove, chosen, chunksize=4):
            problems += wrong
    proven = {rule for rule, _, _ in MUTATIONS}
    problems += [f"{rule}: no mutation proves it" for rule in sorted(set(RULES) - proven)]

    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(RULES)} rules, {len(chosen)} mutations, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
