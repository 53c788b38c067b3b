"""Runs the commands with which docs/runbook.md restores a table, against moto: each must exist and say what is wanted.

python infra/checks/restore.py
"""

import pathlib
import re
import shlex
import sys

import boto3
from moto import mock_aws

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECTION = "## A table that was kept or restored"
TYPES = {"true": True, "false": False}


def commands():
    """What the section tells to run, in its order, without comments and queries."""
    text = (ROOT / "docs/runbook.md").read_text()
    section = text[text.index(SECTION) :].split("\n## ", 1)[0]
    return re.findall(r"(?:`|^ +)(aws dynamodb [^`\n]+)", section, re.MULTILINE)


def camel(option):
    return "".join(part.capitalize() for part in option.split("-"))


def value(text):
    """A shorthand of the AWS CLI: `A=1,B=true`, or a text."""
    if not re.fullmatch(r"\w+=[^,]*(,\w+=[^,]*)*", text):
        return text
    return {key: TYPES.get(one, one) for key, one in (pair.split("=", 1) for pair in text.split(","))}


def call(client, command):
    """Runs a command of the AWS CLI as the SDK's method of the same name, which checks names and types."""
    _, _, operation, *words = shlex.split(command.replace("$stage", "checks"))
    arguments, words = {}, words[::-1]
    while words:
        option = words.pop().removeprefix("--")
        if not words or words[-1].startswith("--"):
            arguments[camel(option.removeprefix("no-"))] = not option.startswith("no-")
        else:
            arguments[camel(option)] = value(words.pop())
    arguments.pop("Query", None)
    if operation == "wait":
        return client.get_waiter("table_exists").wait(**{k: v for k, v in arguments.items() if k == "TableName"})
    return getattr(client, operation.replace("-", "_"))(**arguments)


@mock_aws
def main():
    client = boto3.client("dynamodb", region_name="eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")
    client.create_table(
        TableName="usher-checks",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    )
    client.update_continuous_backups(
        TableName="usher-checks", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    client.put_item(TableName="usher-checks", Item={"pk": {"S": "kept"}, "sk": {"S": "kept"}})
    run = [command.replace("wait table-exists", "wait") for command in commands()]
    for command in run:
        call(client, command)

    name = "usher-checks-2"
    table = client.describe_table(TableName=name)["Table"]
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    shown = {
        "items": client.get_item(TableName=name, Key={"pk": {"S": "kept"}, "sk": {"S": "kept"}}).get("Item")
        is not None,
        "stream": table.get("StreamSpecification", {}).get("StreamViewType") == "NEW_IMAGE"
        and "LatestStreamArn" in table,
        "time to live": client.describe_time_to_live(TableName=name)["TimeToLiveDescription"].get("AttributeName")
        == "ttl",
        "recovery": backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED",
        "protection": table.get("DeletionProtectionEnabled") is True,
    }
    missing = [what for what, holds in shown.items() if not holds]
    print(f"{len(run)} commands of the runbook ran; the restored table lacks {missing or 'nothing'}")
    return 1 if missing or len(run) < 6 else 0


if __name__ == "__main__":
    sys.exit(main())
