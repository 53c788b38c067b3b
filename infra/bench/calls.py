"""Calls of the functions, by tests that hand them real events beside a local DynamoDB (tests/e2e/deployment/speed)."""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import share
from builds import ROOT

TESTS = "deployment::speed"
IN_USE = f"{TESTS}::calls::calls_of_the_built_functions_are_measured_in_turns"
FIRST = f"{TESTS}::first_calls::first_calls_of_the_built_functions_are_measured_in_turns"
# For a batch that is long enough not to notice what happens at its ends.
CALLS = 50


@contextlib.contextmanager
def folder_of(binaries):
    """A folder in which the tests find the binaries by their names."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for binary_name, binary in binaries.items():
            (folder / binary_name).symlink_to(binary)
        yield folder


def test(binaries, settings, *arguments, **how):
    settings = os.environ | {"USHER_TEST_BINARIES": str(binaries)} | settings
    command = ["cargo", "test", "--workspace", "--locked", "--test", "e2e", "--", *arguments]
    return subprocess.run(command, cwd=ROOT, env=settings, check=False, **how)


def run(name, binaries, **asked):
    """What a test has measured."""
    with folder_of(binaries) as folder:
        figures = folder / "figures.json"
        asked = {"figures": str(figures), "calls": CALLS, "only": [], "share": None} | asked
        settings = {"USHER_BENCH": json.dumps(asked)}
        ran = test(folder, settings, "--ignored", "--exact", name, capture_output=True, text=True)
        if ran.returncode or not figures.exists():
            sys.exit(f"{ran.stdout}{ran.stderr}")
        return json.loads(figures.read_text())


def in_use(binaries, turns):
    """CPU time of calls of functions in use, and the memory that they have afterwards."""
    return run(IN_USE, binaries, turns=turns)


def first(binaries, turns):
    """CPU time of first calls; and how long they take with the share of a small function, where that can be had."""
    with share.of_a_small_function() as group:
        figures = run(FIRST, binaries, turns=turns, share=group and str(group))
    return figures if group else figures | {"waited": {}}


def worst(binaries):
    """Prints what the worst takes that those send who may nothing, of each route; not 0 if that is over budget
    (docs/decisions/0057)."""
    with folder_of(binaries) as folder:
        return test(folder, {}, "on_binaries::the_worst", "--nocapture").returncode
