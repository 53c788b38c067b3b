"""Reads the templates as CloudFormation sees them: the main one after the SAM transform, the others as they are."""

import copy
import json
import logging
import os
import pathlib
import re
import tomllib

from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

# The transform needs a region, but makes no requests.
os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")
logging.getLogger("samtranslator").setLevel(logging.ERROR)

ROOT = pathlib.Path(__file__).resolve().parents[2]
NESTED = {
    "Backup": "infra/backup.yaml",
    "Data": "infra/data.yaml",
    "Keys": "infra/keys.yaml",
    "Mail": "infra/mail.yaml",
    "Observability": "infra/observability.yaml",
    "Webhook": "infra/webhook.yaml",
}

# Where the lines are written that metrics are made of.
LOGGING = (
    "functions/events/src",
    "functions/sweeper/src",
    "shared/src/http/problem",
    "shared/src/mail/delivery",
    "shared/src/service",
)


def read():
    """The templates as they are written, which the mutations break."""
    source = {name: yaml_parse((ROOT / path).read_text()) for name, path in NESTED.items()}
    source["Main"] = yaml_parse((ROOT / "template.yaml").read_text())
    source["Addition"] = yaml_parse((ROOT / "infra/gradual/additions.yaml").read_text())
    source["Edge"] = yaml_parse((ROOT / "infra/edge.yaml").read_text())
    source["Runbook"] = (ROOT / "docs/runbook.md").read_text()
    source["Sources"] = "\n".join(
        path.read_text() for where in LOGGING for path in sorted((ROOT / where).rglob("*.rs"))
    )
    source["Keys.rs"] = (ROOT / "shared/src/keys.rs").read_text()
    source["Stages"] = tomllib.loads((ROOT / "samconfig.toml").read_text())
    source["Packages"] = sorted(path.parent.name for path in (ROOT / "functions").glob("*/Cargo.toml"))
    source["CallSeconds"] = call_seconds((ROOT / "shared/src/aws/mod.rs").read_text())
    source["Store"] = "\n".join(path.read_text() for path in sorted((ROOT / "shared/src/store").rglob("*.rs")))
    return source


def call_seconds(rust):
    """How long a call of AWS may take: two tries and the wait between them."""
    one_try = re.search(r"AWS_TIMEOUT: Duration = Duration::from_secs\((\d+)\)", rust)
    wait = re.search(r"PAUSE: Duration = Duration::from_secs\((\d+)\)", rust)
    return 2 * int(one_try[1]) + int(wait[1])


def merged(source):
    """The main template as infra/gradually writes it."""
    main, addition = copy.deepcopy(source["Main"]), copy.deepcopy(source["Addition"])
    for function in main["Resources"].values():
        if function["Type"] == "AWS::Serverless::Function":
            function["Properties"] |= addition["EachFunction"]
    main["Globals"]["Function"] |= addition["Globals"]["Function"]
    for section in ("Parameters", "Resources"):
        main[section] |= addition[section]
    return main


def translate(sam, **parameters):
    """What CloudFormation makes of a template of SAM."""
    main = copy.deepcopy(sam)
    for resource in main["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://checks/only"
    return Translator({}, Parser()).translate(main, {"Stage": "checks", **parameters})


def transform(source):
    """`source` with its main template transformed; the SAM one stays under `Sam`. `Gradual` gives that of a gradual
    deployment, when it is asked for: each takes half a second."""

    def gradual(release="first"):
        return translate(merged(source), Release=release, Deployments="Canary10Percent15Minutes")

    return source | {"Sam": source["Main"], "Main": translate(source["Main"]), "Gradual": gradual}


def without_aliases(template):
    """A template of a gradual deployment as if it invoked the functions themselves, for the rules about them."""
    text = re.sub(r"\$\{(\w+)Aliaslive\}", r"${\1.Arn}", json.dumps(template))
    text = re.sub(r'"Arn": \{"Ref": "(\w+)Aliaslive"\}', r'"Arn": {"Fn::GetAtt": ["\1", "Arn"]}', text)
    return json.loads(re.sub(r'\{"Ref": "(\w+)Aliaslive"\}', r'{"Ref": "\1"}', text))


def of_type(template, kind):
    return {name: r for name, r in template["Resources"].items() if r["Type"] == kind}


def properties(template, kind):
    return {name: r.get("Properties", {}) for name, r in of_type(template, kind).items()}


def refers_to(value, attribute=None):
    """The logical id behind `!Ref X` or `!GetAtt X.attribute`; nothing for anything else."""
    if not isinstance(value, dict):
        return None
    if attribute is None:
        return value.get("Ref")
    target = value.get("Fn::GetAtt")
    target = target.split(".", 1) if isinstance(target, str) else target
    return target[0] if target and target[1] == attribute else None


def as_list(value):
    return value if isinstance(value, list) else [value]
