"""Rules for gradual deployments (infra/gradual): a new version gets its share first, and alarms can stop it."""

import json

from rules import expect, rule
from templates import properties, refers_to


def alias_of(function):
    return f"{function}Aliaslive"


@rule
def everything_invokes_the_alias(t):
    """What invokes a function itself gets a new version at once, and all of it."""
    main = t["Gradual"]()
    functions = properties(main, "AWS::Lambda::Function")
    aliases = {alias_of(name) for name in functions}
    yield from expect("functions", (bool(functions), "are none"))
    yield from expect("aliases", (set(properties(main, "AWS::Lambda::Alias")) == aliases, "are not one a function"))
    for kind in ("AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping"):
        for name, one in properties(main, kind).items():
            yield from expect(name, (refers_to(one["FunctionName"]) in aliases, "is about the function itself"))
    for name, one in properties(main, "AWS::Lambda::EventInvokeConfig").items():
        yield from expect(name, (one.get("Qualifier") == "live", "is not for what the alias gets"))
    for name, one in properties(main, "AWS::Events::Rule").items():
        for target in one["Targets"]:
            yield from expect(name, (refers_to(target["Arn"]) in aliases, "invokes the function itself"))
    for name, api in properties(main, "AWS::ApiGatewayV2::Api").items():
        text = json.dumps(api["Body"])
        direct = [function for function in functions if "${" + function + ".Arn}" in text]
        yield from expect(name, (not direct, f"leads to {direct} themselves"))


@rule
def alarms_stop_a_deployment(t):
    """Those about errors of functions, and that of the API. By their names, which must be those of alarms."""
    main = t["Gradual"]()
    alarms = properties(t["Observability"], "AWS::CloudWatch::Alarm")
    names = {json.dumps(one["AlarmName"]): name for name, one in alarms.items() if "AlarmName" in one}
    wanted = {"PeopleErrors", "AccountErrors", "BackgroundErrors", "ApiFaults"}
    groups = properties(main, "AWS::CodeDeploy::DeploymentGroup")
    functions = properties(main, "AWS::Lambda::Function")
    yield from expect("groups", (bool(groups) and len(groups) == len(functions), "are not one a function"))
    for name, group in groups.items():
        watched = group.get("AlarmConfiguration", {}).get("Alarms", [])
        found = {names.get(json.dumps(alarm["Name"])) for alarm in watched}
        undone = group.get("AutoRollbackConfiguration", {}).get("Events", [])
        yield from expect(
            name,
            (found == wanted, f"looks at {sorted(map(str, found))}"),
            ("DEPLOYMENT_STOP_ON_ALARM" in undone, "goes on when an alarm rings"),
            (group["ServiceRoleArn"] == {"Fn::GetAtt": ["DeploymentRole", "Arn"]}, "has a role without a boundary"),
            ("Canary10Percent15Minutes" in json.dumps(group["DeploymentConfigName"]), "ignores what is asked for"),
        )
    for name, alias in main["Resources"].items():
        if alias["Type"] == "AWS::Lambda::Alias":
            moved = alias.get("UpdatePolicy", {}).get("CodeDeployLambdaAliasUpdate", {})
            yield from expect(name, (refers_to(moved.get("DeploymentGroupName")) in groups, "moves at once"))


@rule
def each_release_is_a_version(t):
    """SAM looks at the code alone: without this, a parameter that changes would never reach what the alias serves."""
    first, same, other = (
        set(properties(t["Gradual"](release=release), "AWS::Lambda::Version"))
        for release in ("first", "first", "second")
    )
    yield from expect("versions", (bool(first), "are none"), (first == same, "are new without a reason"))
    yield from expect("versions", (not first & other, f"stay the same: {sorted(first & other)}"))
