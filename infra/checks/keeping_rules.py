"""Rules for what outlives its stack, and for what fails without a word."""

import json
import re

from deployment_rules import references
from rules import expect, rule
from templates import NESTED, as_list, properties

# The properties that give a resource a name of its own.
NAMES = ("TableName", "Name", "BackupVaultName", "EmailIdentity", "AliasName")


@rule
def what_is_kept_is_in_nobodys_way(t):
    """A stack of the same name must be possible afterwards: names are new ones, or what has the name is not made."""
    for where in ("Main", *NESTED):
        for name, resource in t[where]["Resources"].items():
            if resource.get("DeletionPolicy") != "RetainExceptOnCreate":
                continue
            given = [resource.get("Properties", {}).get(key) for key in NAMES if key in resource.get("Properties", {})]
            is_new = all("AWS::StackId" in references(one) for one in given)
            yield from expect(f"{where}'s {name}", (is_new or "Condition" in resource, "keeps its name from the next"))


@rule
def keys_that_fail_ring(t):
    """Each function that asks KMS for something logs what it did not get, which is counted and rings."""
    asking = set()
    for name, role in properties(t["Main"], "AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in as_list(policy["PolicyDocument"]["Statement"]):
                if any(action.startswith("kms:") for action in as_list(statement.get("Action", []))):
                    asking.add(name.removesuffix("Role").lower())
    filters = properties(t["Observability"], "AWS::Logs::MetricFilter").values()
    counting = [one for one in filters if one["MetricTransformations"][0]["MetricName"] == "KeyFailures"]
    groups = {one["LogGroupName"]["Fn::Sub"].removeprefix("/usher/${Stage}/") for one in counting}
    alarms = properties(t["Observability"], "AWS::CloudWatch::Alarm").values()
    ringing = [one for one in alarms if one.get("MetricName") == "KeyFailures" and one.get("AlarmActions")]
    yield from expect("functions", (bool(asking) and groups == asking, f"{sorted(asking)} are not {sorted(groups)}"))
    yield from expect("the alarm", (len(ringing) == 1, "is not one"))
    for one in counting:
        begins = re.search(r'cause = "([^*"]+)\*"', one["FilterPattern"])
        said = begins is not None and f'#[error("{begins[1]}{{doing}}' in t["Keys.rs"]
        yield from expect(json.dumps(one["LogGroupName"]), (said, "is searched for what nobody logs"))


@rule
def questions_are_about_what_is_logged(t):
    """The saved queries by account."""
    for name, one in properties(t["Observability"], "AWS::Logs::QueryDefinition").items():
        text, sources = one["QueryString"], t["Sources"]
        messages = re.findall(r'fields\.message = "([^"]+)"', text)
        words = set(re.findall(r"(?:fields|span)\.(\w+)", text)) - {"message"}
        yield from expect(
            name,
            (len(messages) == 1 and f'"{messages[0]}"' in sources, "looks for a line that nobody logs"),
            (all(re.search(rf"\b{word}\b", sources) for word in words), "looks for a field that nobody logs"),
            ("account" in words, "does not tell the accounts apart"),
        )
