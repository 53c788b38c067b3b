"""Checks Usher's dependencies against the licences, bans and sources of deny.toml, as cargo-deny would.
It also checks that `cargo test` does not build packages again, with other features, that `cargo dev` has built.

    python infra/checks/dependencies.py
"""

import json
import pathlib
import re
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]


def is_allowed(expression, allowed):
    """Whether the allowed licences are enough for a licence, which is an SPDX expression."""
    tokens = re.findall(r"\(|\)|[A-Za-z0-9.+-]+", expression.replace("/", " OR "))

    def either():
        found = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            found = both() or found
        return found

    def both():
        found = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            found = one() and found
        return found

    def one():
        if not tokens:
            raise ValueError(expression)
        token = tokens.pop(0)
        if token == "(":
            found = either()
            if not tokens or tokens.pop(0) != ")":
                raise ValueError(expression)
            return found
        if tokens and tokens[0] == "WITH":
            token = f"{token} WITH {tokens[1]}"
            del tokens[:2]
        return token in allowed

    found = either()
    if tokens:
        raise ValueError(expression)
    return found


def faults(packages, policy):
    """Every package that the policy does not allow, and why."""
    licences = set(policy["licenses"]["allow"])
    exceptions = {one["crate"]: set(one["allow"]) for one in policy["licenses"].get("exceptions", [])}
    banned = {one["crate"] for one in policy["bans"]["deny"]}
    registries = {f"registry+{url}" for url in policy["sources"]["allow-registry"]}
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if package["name"] in banned:
            yield f"{name} is banned"
        if package["source"] is None:
            continue
        if package["source"] not in registries:
            yield f"{name} comes from {package['source']}"
        if not is_allowed(package["license"] or "none", licences | exceptions.get(package["name"], set())):
            yield f"{name} is under {package['license']}"


def features(*arguments):
    """Each package that a build with these arguments has, with its features."""
    command = ["cargo", "tree", "--locked", "--prefix", "none", "--format", "{p} {f}", *arguments]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return {line.removesuffix(" (*)").replace(" (proc-macro)", "") for line in lines if line}


def built_twice():
    """What the tests need with other features than the local system."""
    once = features("--package", "usher-local", "--edges", "normal,build")
    assert len(once) > 100, "hardly any packages: is it still called usher-local?"
    for line in sorted(once - features("--workspace", "--edges", "normal,build,dev")):
        yield f"{line}: the tests want other features; ask for them in infra/local/Cargo.toml, too"


def check_itself(policy):
    """The check must find what it looks for."""
    assert all(is_allowed(text, {"MIT", "ISC"}) for text in ("MIT", "MIT/Apache-2.0", "(MIT OR X) AND ISC", "X OR MIT"))
    assert not any(
        is_allowed(text, {"MIT"}) for text in ("GPL-3.0", "MIT AND X", "MIT WITH X", "none", "X AND (Y OR MIT)")
    )
    crate = {
        "name": "a",
        "version": "1",
        "license": "MIT",
        "source": f"registry+{policy['sources']['allow-registry'][0]}",
    }
    bad = [
        {**crate, "license": "AGPL-3.0"},
        {**crate, "license": None},
        {**crate, "source": "git+https://example.com/a"},
        {**crate, "name": policy["bans"]["deny"][0]["crate"]},
    ]
    assert not list(faults([crate], policy)) and all(list(faults([one], policy)) for one in bad)


def main():
    policy = tomllib.loads((ROOT / "deny.toml").read_text())
    check_itself(policy)
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    packages = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)["packages"]
    found = [*faults(packages, policy), *built_twice()]
    print("\n".join(found) or f"{len(packages)} packages are within deny.toml, and none is built twice")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
