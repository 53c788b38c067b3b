"""Runs infra/gradually with a SAM that only notes what it is asked: the template, and that each change is a release.

python infra/checks/gradual.py
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import templates

# The real one, beside this Python.
SAM_CLI = str(pathlib.Path(sys.executable).parent / "sam")
# Builds what `code` says, beside the template, as `sam build` does.
SAM = """#!{python}
import json, pathlib, sys
tree = pathlib.Path({tree!r})
with open(tree / "asked", "a") as asked:
    asked.write(json.dumps(sys.argv[1:]) + "\\n")
if sys.argv[1] == "build":
    built = tree / ".aws-sam/build"
    built.mkdir(parents=True, exist_ok=True)
    (built / "bootstrap").write_text((tree / "code").read_text())
    (built / "template.yaml").write_text((tree / "template-gradual.yaml").read_text())
    sys.exit(int((tree / "code").read_text() == "broken"))
"""


def deploy(tree, *arguments, code="first", settings=None):
    """The status of infra/gradually, and what it asked of SAM."""
    (tree / "code").write_text(code)
    (tree / "samconfig.toml").write_text(settings or (templates.ROOT / "samconfig.toml").read_text())
    (tree / "asked").write_text("")
    environment = {"PATH": f"{tree}/tools:{os.environ['PATH']}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(tree / "infra/gradually"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    return done.returncode, [json.loads(line) for line in (tree / "asked").read_text().splitlines()]


def given(asked):
    """The parameters of the last thing that was asked."""
    return dict(pair.split("=", 1) for pair in asked[-1][asked[-1].index("--parameter-overrides") + 1].split())


def dict_of(template):
    return json.loads(json.dumps(template))


def problems(tree):
    settings = (templates.ROOT / "samconfig.toml").read_text()
    status, asked = deploy(tree, "prod")
    first = given(asked)
    yield status == 0 and [one[0] for one in asked] == ["build", "deploy"], f"asks for {asked}"
    yield all(one[one.index("--config-env") + 1] == "prod" for one in asked), "forgets the stage"
    yield asked[-1][asked[-1].index("--template-file") + 1].endswith(".aws-sam/build/template.yaml"), "deploys no build"
    yield first["Deployments"] == "Canary10Percent15Minutes" and first["Stage"] == "prod", f"gives {first}"
    written = templates.yaml_parse((tree / "template-gradual.yaml").read_text())
    # Without regard to the order of keys.
    yield (
        dict_of(written) == dict_of(templates.merged(templates.read())),
        "writes another template than the rules look at",
    )

    lint = [SAM_CLI, "validate", "--lint", "--template-file", str(tree / "template-gradual.yaml")]
    linted = subprocess.run(lint, capture_output=True, text=True, timeout=300, check=False)
    yield linted.returncode == 0, f"writes what cfn-lint refuses: {linted.stdout}{linted.stderr}"

    yield given(deploy(tree, "prod")[1])["Release"] == first["Release"], "names the same otherwise"
    rate = settings.replace("LogRetentionDays=365", "LogRetentionDays=365 MailRate=7")
    others = {
        "other code": deploy(tree, "prod", code="second"),
        "another parameter": deploy(tree, "prod", settings=rate),
        "another pace": deploy(tree, "prod", "Linear10PercentEvery1Minute"),
    }
    for what, (_, asked_then) in others.items():
        yield given(asked_then)["Release"] != first["Release"], f"does not see {what}"
    yield given(others["another pace"][1])["Deployments"] == "Linear10PercentEvery1Minute", "ignores the pace"

    status, asked = deploy(tree, "prod", code="broken")
    yield status != 0 and len(asked) == 1, "deploys what was not built"
    status, asked = deploy(tree, "nowhere")
    yield status != 0 and not asked, "deploys a stage that is not there"


def main():
    with tempfile.TemporaryDirectory() as where:
        tree = pathlib.Path(where)
        for name in ("infra/gradual", "tools"):
            (tree / name).mkdir(parents=True)
        for name in ("infra/gradually", "infra/gradual/additions.yaml", "template.yaml"):
            shutil.copy(templates.ROOT / name, tree / name)
        (tree / "tools/sam").write_text(SAM.format(python=sys.executable, tree=str(tree)))
        (tree / "tools/sam").chmod(0o755)
        seen = list(problems(tree))
    wrong = [what for holds, what in seen if not holds]
    print("\n".join(wrong) or f"infra/gradually: {len(seen)} things are as they should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
