"""The benchmark's command line: see `run`."""

import argparse
import functools
import math
import pathlib
import sys

import better_auth
import builds
import calls
import document
import inviting
import profiled
import report
import starts
from bars import BARS

PARTS = ("sizes", "starts", "calls", "first", "inviting", "worst")
CHECK_TURNS = 25


def arguments():
    asked = argparse.ArgumentParser(
        prog="infra/bench/run", description="Measures Usher, and compares it with its goals."
    )
    asked.add_argument("--parts", type=lambda text: text.split(","), default=PARTS, metavar="A,B",
                       help=f"measure only these: {', '.join(PARTS)}")  # fmt: skip
    asked.add_argument("--binaries", type=pathlib.Path, metavar="DIR",
                       help="take the functions from here, as cargo or SAM has built them, and build none")  # fmt: skip
    asked.add_argument("--turns", type=int, default=15, metavar="N", help="how often everything has its turn")
    asked.add_argument("--json", action="store_true", help="print all samples and figures for programs")
    asked.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    asked.add_argument("--better-auth", action="store_true", help="measure better-auth as well; needs Node.js")
    asked.add_argument("--check", type=pathlib.Path, metavar="DIR",
                       help="instead: fail if what CI has built here exceeds a limit")  # fmt: skip
    asked.add_argument("--profile", metavar="FUNCTION[:CALL]",
                       help="instead: what a function's start, or a call such as `users:list`, is made of")  # fmt: skip
    return asked.parse_args()


def measure(binaries, beside, parts, turns):
    """What the parts of the benchmark measure, by their names."""
    routed, checks = builds.routes()
    figures = {"functions": list(binaries), "routed": routed, "checks": checks}
    everything = binaries | beside
    for part in parts:
        print(f"{part} …", file=sys.stderr, flush=True)
        match part:
            case "sizes":
                figures[part] = {name: path.stat().st_size / 1e6 for name, path in everything.items()}
            case "starts":
                figures[part] = starts.measure({"empty": beside["empty"]} | binaries, turns)
            case "calls":
                figures[part] = calls.in_use(everything, turns)
            case "first":
                figures[part] = calls.first(everything, 2 * turns)
            case "inviting":
                figures[part] = inviting.measure(3)
            case "better-auth":
                figures[part] = better_auth.measure()
    return figures


def check(directory):
    """Whether binaries that were all built alike keep the limits; prints the tables, and what is lost."""
    parts = [part for part in PARTS if any(bar.part == part and bar.limit is not None for bar in BARS)]
    figures = measure(builds.find(directory), builds.find(directory, ["empty"]), parts, CHECK_TURNS)
    print(report.text(figures))
    lost = [bar for bar in BARS if bar.limit is not None and not (bar.of(figures) or math.inf) <= bar.limit]
    for bar in lost:
        print(f"{bar.what}: {report.number(bar.of(figures))} {bar.unit}, and the limit is {bar.limit:g}")
    print(f"{len(lost)} limits lost")
    return 1 if lost else 0


def main():
    asked = arguments()
    if asked.check:
        return check(asked.check)
    functions = functools.partial(builds.find, asked.binaries) if asked.binaries else builds.functions
    if asked.profile:
        return profiled.run(asked.profile, functions)
    binaries = functions()
    parts = [*asked.parts, "better-auth"] if asked.better_auth else asked.parts
    figures = measure(binaries, builds.beside(), parts, asked.turns)
    print(report.for_programs(figures) if asked.json else report.text(figures))
    if asked.write:
        document.write(figures)
    if "worst" in parts and not asked.json:
        return calls.worst(binaries)
    return 0
