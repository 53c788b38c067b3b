"""The binaries that are measured."""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).absolute()


def names():
    """The functions, one for each folder."""
    return sorted(path.parent.name for path in (ROOT / "functions").glob("*/Cargo.toml"))


def routes():
    """What functions the template leads requests to, and which of them answers access checks."""
    routed, checks, name = set(), None, None
    for line in (ROOT / "template.yaml").read_text().splitlines():
        if "Binary: " in line:
            name = line.split("Binary: ")[1].strip(" }")
        if "Type: HttpApi" in line:
            routed.add(name)
        if '/access/check"' in line:
            checks = name
    return sorted(routed), checks


def cargo(*arguments, settings=None):
    subprocess.run(["cargo", *arguments], cwd=ROOT, env=os.environ | (settings or {}), check=True)


def functions():
    """Builds the functions as they are deployed, in one go."""
    packages = [flag for name in names() for flag in ("--package", f"usher-{name}")]
    cargo("build", "--release", "--locked", *packages)
    return {name: TARGET / "release" / name for name in names()}


def with_names(function):
    """The same binary, with the names of its functions. Only the last step differs; it takes a minute."""
    built = TARGET / "release" / function
    named = TARGET / "named" / function
    cargo(
        "rustc", "--release", "--locked", "--package", f"usher-{function}", "--bin", function, "--", "-C", "strip=none"
    )
    named.parent.mkdir(exist_ok=True)
    shutil.copy(built, named)
    return named


def beside():
    """What the functions are compared with. Each is built alone: with others, it would get their features as well."""
    cargo("build", "--release", "--locked", "--package", "usher-bench")
    cargo(
        "build",
        "--release",
        "--locked",
        "--package",
        "usher-bench-hash",
        settings={"CARGO_PROFILE_RELEASE_OPT_LEVEL": "3"},
    )
    return {name: TARGET / "release" / name for name in ("empty", "hash")}


def find(directory, wanted=None):
    """The functions, or others that are wanted, that someone has built: with cargo, cargo-lambda or SAM."""
    found = {}
    for name in wanted or names():
        ways = [directory / name, directory / name / "bootstrap", directory / name.title() / "bootstrap"]
        there = [path.absolute() for path in ways if path.is_file()]
        if not there:
            sys.exit(f"no binary `{name}` in {directory}")
        found[name] = there[0]
    return found
