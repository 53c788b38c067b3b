"""Rules for deploying, repairing and paying: what goes wrong on the first day, and on the bill."""

import json
import re

from rules import expect, rule
from templates import NESTED, properties, refers_to


def references(value):
    """Every logical id that a value refers to, parameters among them."""
    if isinstance(value, list):
        return {name for one in value for name in references(one)}
    if not isinstance(value, dict):
        return set()
    found = set()
    for key, inner in value.items():
        if key == "Ref":
            found.add(inner)
        elif key == "Fn::GetAtt":
            found.add((inner.split(".") if isinstance(inner, str) else inner)[0])
        elif key == "Fn::Sub":
            text, given = inner if isinstance(inner, list) else (inner, {})
            found |= {name.split(".")[0] for name in re.findall(r"\$\{([^}!]+)\}", text)} - set(given)
            found |= references(given)
        else:
            found |= references(inner)
    return found


@rule
def nothing_depends_on_itself(t):
    """CloudFormation refuses circles, which `sam validate --lint` lets pass."""
    for where, template in {"Gradual": t["Gradual"](), **{where: t[where] for where in ("Main", *NESTED)}}.items():
        resources, edges = template["Resources"], {}
        for name, resource in resources.items():
            after = resource.get("DependsOn", [])
            edges[name] = (references(resource) | set([after] if isinstance(after, str) else after)) & set(resources)
        leaves = True
        while leaves:
            leaves = {name for name, needed in edges.items() if not needed & set(edges)}
            edges = {name: needed for name, needed in edges.items() if name not in leaves}
        yield from expect(where, (bool(resources), "is empty"), (not edges, f"has a circle of {sorted(edges)}"))


@rule
def a_failed_deployment_can_be_repeated(t):
    """What is kept for ever, also by a deployment that fails, is in the way of the next."""
    for where in ("Main", *NESTED):
        for name, resource in t[where]["Resources"].items():
            # A version goes with its function.
            kept = resource.get("DeletionPolicy") if resource["Type"] != "AWS::Lambda::Version" else None
            yield from expect(f"{where}'s {name}", (kept != "Retain", "is left by a deployment that fails"))
    for name in ("Data", "Keys"):
        kept = t["Main"]["Resources"].get(name, {}).get("DeletionPolicy")
        yield from expect(name, (kept == "RetainExceptOnCreate", "takes the data with it"))


@rule
def what_was_kept_can_be_used_again(t):
    """A table and keys of a stack that is gone, or that were restored under other names."""
    wanted = {
        ("Data", "Table"): ("ExistingStream", "StreamArn"),
        ("Data", "Key"): ("ExistingKey", "KeyArn"),
        ("Keys", "SecretsKey"): ("ExistingSecretsKey", "SecretsKeyArn"),
        ("Webhook", "Secret"): ("ExistingSecret", "SecretArn"),
    }
    for (where, name), (given, output) in wanted.items():
        template, nested = t[where], t["Main"]["Resources"].get(where, {}).get("Properties", {})
        condition = template["Resources"].get(name, {}).get("Condition")
        says = template.get("Conditions", {}).get(condition)
        asked = references(nested.get("Parameters", {}).get(given))
        told = {json.dumps(output["Value"]) for output in t["Main"].get("Outputs", {}).values()}
        yield from expect(
            f"{where}'s {name}",
            (says == {"Fn::Equals": [{"Ref": given}, ""]}, "is made although there is one"),
            (bool(asked & set(t["Main"]["Parameters"])), "cannot be handed in"),
            (json.dumps({"Fn::GetAtt": [where, f"Outputs.{output}"]}) in told, "is told to nobody"),
        )


@rule
def parameters_are_read(t):
    """And each nested template is given what it needs, and nothing else."""
    for where in ("Main", *NESTED):
        template = t["Sam"] if where == "Main" else t[where]
        used = references({key: value for key, value in template.items() if key != "Parameters"})
        for name in template["Parameters"]:
            yield from expect(f"{where}'s {name}", (name in used, "is read by nobody"))
        if where != "Main":
            given = set(t["Main"]["Resources"].get(where, {}).get("Properties", {}).get("Parameters", {}))
            needed = {name for name, one in template["Parameters"].items() if "Default" not in one}
            yield from expect(
                where,
                (given <= set(template["Parameters"]), f"is given {sorted(given - set(template['Parameters']))}"),
                (needed <= given, f"lacks {sorted(needed - given)}"),
            )


@rule
def metrics_cost_nothing_by_themselves(t):
    """API Gateway bills detailed metrics as custom metrics, for each route."""
    for name, stage in properties(t["Main"], "AWS::ApiGatewayV2::Stage").items():
        settings = {"every route": stage.get("DefaultRouteSettings", {}), **stage.get("RouteSettings", {})}
        for route, setting in settings.items():
            wanted = setting.get("DetailedMetricsEnabled", False) is False
            yield from expect(f"{name} {route}", (wanted, "has a metric for each route"))


@rule
def limits_of_routes_are_numbers(t):
    """`RouteSettings` are JSON, whose types CloudFormation does not know: what is put in must be a number."""
    parameters = t["Main"]["Parameters"]
    for name, stage in properties(t["Main"], "AWS::ApiGatewayV2::Stage").items():
        for route, settings in stage.get("RouteSettings", {}).items():
            for key, value in settings.items():
                kind = parameters.get(refers_to(value), {}).get("Type")
                wanted = kind == "Number" or isinstance(value, (int, float))
                yield from expect(f"{name} {route}", (wanted, f"has a {key} that is no number"))


@rule
def the_gateway_takes_what_sam_writes(t):
    for name, api in properties(t["Main"], "AWS::ApiGatewayV2::Api").items():
        yield from expect(name, (not api.get("FailOnWarnings"), "refuses path parameters without a schema"))
    for name, stage in properties(t["Main"], "AWS::ApiGatewayV2::Stage").items():
        log = refers_to(stage.get("AccessLogSettings", {}).get("DestinationArn"), "Arn")
        group = properties(t["Main"], "AWS::Logs::LogGroup").get(log, {}).get("LogGroupName", {})
        vended = json.dumps(group).startswith('{"Fn::Sub": "/aws/vendedlogs/')
        yield from expect(
            name, (vended, "needs a line of its own in the policy of log delivery, whose length is limited")
        )


@rule
def functions_have_time_for_their_calls(t):
    """Five calls of AWS in a row, each of which takes as long as it may, end before the function does."""
    for name, function in properties(t["Main"], "AWS::Lambda::Function").items():
        limit, longest = function.get("Timeout", 3), 5 * t["CallSeconds"]
        yield from expect(name, (limit > longest, f"ends after {limit} s, and five calls may take {longest} s"))


@rule
def sam_local_never_asks_aws(t):
    """Its endpoints are parameters that are empty on AWS."""
    for name, function in properties(t["Main"], "AWS::Lambda::Function").items():
        variables = function.get("Environment", {}).get("Variables", {})
        given = {key: value for key, value in variables.items() if key.startswith("AWS_ENDPOINT_URL_")}
        for key, value in given.items():
            default = t["Main"]["Parameters"].get(refers_to(value), {}).get("Default")
            yield from expect(f"{name}'s {key}", (default == "", "is not empty on AWS"))


@rule
def mail_never_stops_silently(t):
    """What SES refuses, and how long an email waits, are counted from lines that are logged, and ring."""
    filters = properties(t["Observability"], "AWS::Logs::MetricFilter").values()
    alarms = properties(t["Observability"], "AWS::CloudWatch::Alarm").values()
    wanted = {
        "MailRefused": {"mailer", "sweeper"},
        "OldestMailSeconds": {"sweeper"},
        "MailQuotaUsedPercent": {"sweeper"},
    }
    for metric, logs in wanted.items():
        counting = [f for f in filters if f["MetricTransformations"][0]["MetricName"] == metric]
        groups = {f["LogGroupName"]["Fn::Sub"].removeprefix("/usher/${Stage}/") for f in counting}
        ringing = [a for a in alarms if a.get("MetricName") == metric and a.get("AlarmActions")]
        yield from expect(
            metric, (groups == logs, f"is counted in {sorted(groups)}"), (len(ringing) == 1, "rings nobody's bell")
        )


@rule
def what_is_counted_is_logged(t):
    """Each message and each field that a metric is made of is in the sources."""
    for name, one in properties(t["Observability"], "AWS::Logs::MetricFilter").items():
        pattern, value = one["FilterPattern"], one["MetricTransformations"][0]["MetricValue"]
        messages = re.findall(r'\$\.fields\.message = "([^"]+)"', pattern)
        fields = set(re.findall(r"\$\.fields\.(\w+)", pattern + value)) - {"message"}
        sources = t["Sources"] + t["Store"]
        yield from expect(
            name,
            (len(messages) == 1 and f'"{messages[0]}"' in sources, "looks for a line that nobody logs"),
            (all(re.search(rf"\b{field}\b", sources) for field in fields), "looks for a field that nobody logs"),
        )


@rule
def alarms_say_what_to_do(t):
    """Each names its entry in the runbook."""
    for name, alarm in properties(t["Observability"], "AWS::CloudWatch::Alarm").items():
        told = f"docs/runbook.md#{name.lower()}" in alarm.get("AlarmDescription", "")
        yield from expect(
            name, (told, "names no entry of the runbook"), (f"\n### {name}\n" in t["Runbook"], "has no entry there")
        )


@rule
def the_edge_is_believed_for_a_reason(t):
    """CloudFront adds the secret, writes the viewer's address over what a client sent, and has a firewall before it."""
    edge = t["Edge"]
    for name, distribution in properties(edge, "AWS::CloudFront::Distribution").items():
        config = distribution["DistributionConfig"]
        added = [one for origin in config["Origins"] for one in origin.get("OriginCustomHeaders", [])]
        code = json.dumps(properties(edge, "AWS::CloudFront::Function").get("Viewer", {}).get("FunctionCode", ""))
        behaviour = config["DefaultCacheBehavior"]
        yield from expect(
            name,
            (added == [{"HeaderName": "usher-edge-secret", "HeaderValue": {"Ref": "Secret"}}], "proves nothing"),
            ("usher-viewer-address" in code and "event.viewer.ip" in code, "tells no address"),
            (bool(behaviour.get("FunctionAssociations")), "lets clients say who they are"),
            (behaviour.get("ViewerProtocolPolicy") == "https-only", "takes requests in clear"),
            (behaviour.get("CachePolicyId") == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "keeps answers"),
            (refers_to(config.get("WebACLId"), "Arn") == "Firewall", "has no firewall"),
        )
    for name, firewall in properties(edge, "AWS::WAFv2::WebACL").items():
        statements = json.dumps(firewall["Rules"])
        managed = re.findall(r"AWSManagedRules\w+", statements)
        paths = re.findall(r'"RegexString": "([^"]+)"', statements)
        yield from expect(
            name,
            (len(managed) >= 3, "has few managed rules"),
            (any(re.search(path, "/v1/sessions") for path in paths), "lets one address sign in as often as it likes"),
        )
    yield from expect("the edge", ("Distribution" in edge["Resources"], "has no distribution"))
    yield from expect("the secret", (edge["Parameters"].get("Secret", {}).get("NoEcho") is True, "is shown"))


@rule
def roles_are_bounded_and_traced(t):
    """A boundary, if there is one, is every role's; and what traces, if anything does, is every function's."""
    bounded = {"Fn::If": ["HasBoundary", {"Ref": "PermissionsBoundary"}, {"Ref": "AWS::NoValue"}]}
    for where in ("Main", *NESTED):
        for name, role in properties(t[where], "AWS::IAM::Role").items():
            yield from expect(f"{where}'s {name}", (role.get("PermissionsBoundary") == bounded, "has no boundary"))
    tracing = properties(t["Main"], "AWS::IAM::Policy").get("TracingPolicy", {})
    yield from expect("tracing", (bool(tracing), "cannot be switched on"))
    traced = {refers_to(role) for role in tracing.get("Roles", [])}
    for name, function in properties(t["Main"], "AWS::Lambda::Function").items():
        mode = function.get("TracingConfig", {}).get("Mode")
        yield from expect(
            name,
            (mode == {"Fn::If": ["HasTracing", "Active", "PassThrough"]}, "is not traced when it should be"),
            (refers_to(function["Role"], "Arn") in traced, "may not write its traces"),
        )
