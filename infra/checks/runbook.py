"""Runs every command of the AWS CLI in docs/runbook.md against moto, each in a world that has what it names: the
operation must exist, take what it is given, and do it. Names without options must be operations.

python infra/checks/runbook.py
"""

import json
import pathlib
import re
import shlex
import sys

import boto3
from moto import mock_aws
from restore import camel

ROOT = pathlib.Path(__file__).resolve().parents[2]
REGION = "eu-west-1"
# What moto does not do: AWS's model has still checked the names and the types.
NOT_IN_MOTO = {"get_account", "get_account_settings"}
ITEM = {"pk": {"S": "kept"}, "sk": {"S": "kept"}, "kind": {"S": "account"}, "id": {"S": "acc"}}


def commands(text):
    """What the page tells to run, without what the shell does with it."""
    text = text.replace("\\\n", " ")
    for found in re.findall(r"(?:`|^ +)(aws [a-z0-9]+ [a-z][^`\n]*)", text, re.MULTILINE):
        yield re.split(r" [>|] ", found)[0]


def client(service):
    return boto3.client(service, region_name=REGION, aws_access_key_id="a", aws_secret_access_key="b")


def world(command):
    """Makes what commands are about, and says what their placeholders are."""
    tables, keys, mail = client("dynamodb"), client("kms"), client("sesv2")
    for name in ["usher-checks"] + ["usher-checks-2"] * ("restore-table" not in command):
        tables.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        )
        tables.update_continuous_backups(
            TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
        tables.put_item(TableName=name, Item=ITEM)
    key = keys.create_key()["KeyMetadata"]["KeyId"]
    if "cancel-key-deletion" in command:
        keys.schedule_key_deletion(KeyId=key)
    secret = client("secretsmanager").create_secret(Name="webhook", SecretString="s")["ARN"]
    mail.create_email_identity(EmailIdentity="portal.dev")
    return {
        "<old ARN>": key,
        "<ARN>": key,
        "<WebhookSecretArn>": secret,
        "<domain>": "portal.dev",
        "<pk>": "kept",
        "<sk>": "kept",
        "<attribute>": "name",
        "<value>": "Northwind",
        "$stage": "checks",
        "$table": "usher-checks",
    }


def value(text, shape):
    """What the CLI makes of an option: JSON, its shorthand, a number or a text."""
    if shape.type_name in ("structure", "map", "list"):
        if text[0] in "{[":
            return json.loads(text)
        pairs = dict(pair.split("=", 1) for pair in text.split(","))
        return {key: value(one, shape.members[key]) for key, one in pairs.items()}
    if shape.type_name == "boolean":
        return text == "true"
    return int(text) if shape.type_name in ("integer", "long") else text


def run(command):
    """Runs a command, and says how far: `named`, `checked` or `done`."""
    for placeholder, given in world(command).items():
        command = command.replace(placeholder, given)
    _, service, name, *words = shlex.split(command)
    aws = client(service)
    if name == "wait":
        aws.get_waiter(words[0].replace("-", "_")).wait(TableName=words[2])
        return "done"
    method = name.replace("-", "_")
    shape = aws.meta.service_model.operation_model(aws.meta.method_to_api_mapping[method]).input_shape
    arguments, words = {}, words[::-1]
    while words:
        option = words.pop().removeprefix("--")
        has_value = bool(words) and not words[-1].startswith("--")
        if option in ("query", "output", "region"):
            words.pop()
        elif has_value:
            arguments[camel(option)] = value(words.pop(), shape.members[camel(option)])
        else:
            arguments[camel(option.removeprefix("no-"))] = not option.startswith("no-")
    if not arguments and shape.required_members:
        return "named"
    unknown = set(arguments) - set(shape.members)
    assert not unknown, f"does not know {sorted(unknown)}"
    if method in NOT_IN_MOTO:
        return "checked"
    getattr(aws, method)(**arguments)
    return "done"


def attempt(command):
    """How far a command gets, and why no further."""
    if command.startswith("aws cloudformation deploy"):  # The CLI's own, no operation: its template must have them.
        template = (ROOT / re.search(r"--template-file (\S+)", command)[1]).read_text()
        given = re.findall(r" (\w+)=", command)
        lacking = [name for name in given if not re.search(rf"^  {name}:$", template, re.MULTILINE)]
        return ("failed", f"the template has no {lacking}") if lacking or not given else ("checked", "")
    try:
        with mock_aws():
            return run(command), ""
    except Exception as cause:  # Whatever it is, the command does not work.
        return "failed", f"{type(cause).__name__}: {cause}"


def main():
    found = list(commands((ROOT / "docs/runbook.md").read_text()))
    results = [(command, *attempt(command)) for command in found]
    count = {how: sum(result[1] == how for result in results) for how in ("done", "checked", "named", "failed")}
    problems = [f"{command}: {why}" for command, how, why in results if how == "failed"]
    # What is planted must be seen.
    for wrong in (
        "aws dynamodb delete-tables --table-name usher-$stage",
        "aws dynamodb delete-table --table usher-$stage",
        "aws kms enable-key --key-id <ARN> --forever",
        "aws dynamodb delete-table --table-name elsewhere",
        "aws cloudformation deploy --template-file infra/edge.yaml --parameter-overrides Colour=blue",
    ):
        if attempt(wrong)[0] != "failed":
            problems.append(f"does not see what is wrong with `{wrong}`")
    print("\n".join(problems) or f"{count['done']} commands of the runbook ran, the others: {count}")
    return 1 if problems or count["done"] < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
