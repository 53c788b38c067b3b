"""Runs checkov over all templates as CloudFormation sees them: the transformed one, that of a gradual deployment, the
nested ones and the edge. What it finds must be in checkov.toml with a reason, and it must find what is planted.

python infra/checks/scan.py <directory of a Python environment with infra/checks/checkov.txt>
"""

import fnmatch
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import tomllib

import templates

ROOT = templates.ROOT
# Faults that checkov must find: the check, the type and the properties.
PLANTED = {
    "CKV_AWS_28": ("AWS::DynamoDB::Table", {"KeySchema": [], "AttributeDefinitions": []}),
    "CKV_AWS_7": ("AWS::KMS::Key", {"KeyPolicy": {}}),
    "CKV_AWS_68": ("AWS::CloudFront::Distribution", {"DistributionConfig": {"Enabled": True}}),
}


def written(seen):
    """Each template, by its name."""
    planted = {
        f"Planted{number}": {"Type": kind, "Properties": properties}
        for number, (kind, properties) in enumerate(PLANTED.values())
    }
    return {
        **{name: seen[name] for name in ("Main", *templates.NESTED, "Edge")},
        "Gradual": seen["Gradual"](),
        "Planted": {"AWSTemplateFormatVersion": "2010-09-09", "Resources": planted},
    }


def findings(checkov, where):
    """What checkov finds in a directory: check, template, type and name."""
    command = [checkov, "--directory", where, "--framework", "cloudformation", "--output", "json"]
    command += ["--compact", "--quiet", "--skip-download"]
    # Nothing is sent anywhere, and nothing asked.
    environment = {
        **os.environ,
        "LOG_LEVEL": "ERROR",
        "BC_SKIP_MAPPING": "TRUE",
        "CKV_IGNORE_HIDDEN_DIRECTORIES": "true",
    }
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=540, check=False)
    report = json.loads(done.stdout)
    assert not report["summary"]["parsing_errors"], report["results"]["parsing_errors"]
    for one in report["results"]["failed_checks"]:
        kind, _, name = one["resource"].rpartition(".")
        yield one["check_id"], f"{pathlib.Path(one['file_path']).stem} {kind} {name}"


def fits(left, check, resource):
    # The functions and logs of a gradual deployment are those of the main template.
    as_main = resource.replace("Gradual ", "Main ", 1)
    return left["check"] == check and fnmatch.fnmatchcase(as_main, left["resources"])


def main():
    checkov = f"{sys.argv[1]}/bin/checkov"
    left = tomllib.loads((ROOT / "infra/checks/checkov.toml").read_text())["left"]
    with tempfile.TemporaryDirectory() as where:
        for name, template in written(templates.transform(templates.read())).items():
            (pathlib.Path(where) / f"{name}.json").write_text(json.dumps(template))
        found = list(findings(checkov, where))
    planted = {check for check, resource in found if resource.startswith("Planted ")}
    real = [one for one in found if not one[1].startswith("Planted ")]
    problems = [
        f"{check}: {resource}" for check, resource in real if not any(fits(one, check, resource) for one in left)
    ]
    problems += [
        f"{one['check']}: nothing is found in `{one['resources']}` any more"
        for one in left
        if not any(fits(one, *finding) for finding in real)
    ]
    problems += [f"{one['check']}: no reason" for one in left if len(one["why"]) < 40]
    problems += [f"{check} does not find what is planted" for check in PLANTED if check not in planted]
    print("\n".join(problems) or f"checkov: {len(real)} findings, each left for one of {len(left)} reasons")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
