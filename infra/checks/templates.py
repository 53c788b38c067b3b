"""Reads the templates as CloudFormation sees them: the main one after the SAM transform, the others as they are."""

import copy
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


def read():
    """The templates as they are written, which the mutations break."""
    source = {name: yaml_parse((ROOT / path).read_text()) for name, path in NESTED.items()}
    source["Main"] = yaml_parse((ROOT / "template.yaml").read_text())
    source["Edge"] = yaml_parse((ROOT / "infra/edge.yaml").read_text())
    source["Runbook"] = (ROOT / "docs/runbook.md").read_text()
    source["Sources"] = "\n".join(
        path.read_text()
        for where in ("functions/events/src", "functions/sweeper/src", "shared/src/mail/delivery", "shared/src/service")
        for path in sorted((ROOT / where).rglob("*.rs"))
    )
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


def transform(source):
    """`source` with its main template transformed; the SAM one stays under `Sam`."""
    main = copy.deepcopy(source["Main"])
    for resource in main["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://checks/only"
    return source | {"Sam": source["Main"], "Main": Translator({}, Parser()).translate(main, {"Stage": "checks"})}


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
