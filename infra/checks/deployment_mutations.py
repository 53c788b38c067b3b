"""Ways to break each rule of deployment_rules.py."""

from mutations import FUNCTION, TABLE, parameter, resource, setting, top, without

EDGE = ("Edge", "Distribution", "DistributionConfig")


def variables(**given):
    return lambda t: t["Main"]["Globals"]["Function"]["Environment"]["Variables"].update(**given)


MUTATIONS = [
    (
        "nothing_depends_on_itself",
        "the API's address in every function",
        variables(USHER_API={"Fn::GetAtt": ["Api", "ApiEndpoint"]}),
    ),
    (
        "nothing_depends_on_itself",
        "a key that waits for its policy",
        top("Data", "Key", "DependsOn", "KeyUse"),
    ),
    ("a_failed_deployment_can_be_repeated", "a key left behind", top("Data", "Key", "DeletionPolicy", "Retain")),
    ("a_failed_deployment_can_be_repeated", "a stack left behind", top("Main", "Data", "DeletionPolicy", "Retain")),
    (
        "a_failed_deployment_can_be_repeated",
        "keys deleted with the stack",
        top("Main", "Keys", "DeletionPolicy", "Delete"),
    ),
    ("what_was_kept_can_be_used_again", "a table that is always made", lambda t: resource(t, *TABLE).pop("Condition")),
    (
        "what_was_kept_can_be_used_again",
        "second factors that nobody can open again",
        without("Main", "Keys", "Parameters", "ExistingSecretsKey"),
    ),
    (
        "what_was_kept_can_be_used_again",
        "a stream that nobody is told",
        lambda t: t["Main"]["Outputs"].pop("TableStreamArn"),
    ),
    (
        "parameters_are_read",
        "a parameter that nobody reads",
        lambda t: t["Main"]["Parameters"].update(MailIdentityArn={"Type": "String", "Default": ""}),
    ),
    (
        "parameters_are_read",
        "a nested parameter that nobody gives",
        without("Main", "Mail", "Parameters", "ConfigurationSetName"),
    ),
    (
        "parameters_are_read",
        "something given that nobody takes",
        setting("Main", "Mail", "Parameters", "Colour", to="blue"),
    ),
    (
        "metrics_cost_nothing_by_themselves",
        "a metric for each route",
        setting("Main", "Api", "DefaultRouteSettings", "DetailedMetricsEnabled", to=True),
    ),
    (
        "metrics_cost_nothing_by_themselves",
        "a metric for one route",
        setting("Main", "Api", "RouteSettings", "POST /v1/sessions", "DetailedMetricsEnabled", to=True),
    ),
    ("limits_of_routes_are_numbers", "a rate in words", parameter("Main", "PublicRate", "Type", "String")),
    (
        "limits_of_routes_are_numbers",
        "a number as a text",
        setting("Main", "Api", "RouteSettings", "POST /v1/sessions", "ThrottlingRateLimit", to="20"),
    ),
    ("the_gateway_takes_what_sam_writes", "warnings as failures", setting("Main", "Api", "FailOnWarnings", to=True)),
    (
        "the_gateway_takes_what_sam_writes",
        "a log group with a line of its own",
        setting("Main", "ApiLog", "LogGroupName", to={"Fn::Sub": "/usher/${Stage}/api"}),
    ),
    ("functions_have_time_for_their_calls", "a short function", setting(*FUNCTION, "Timeout", to=10)),
    ("functions_have_time_for_their_calls", "patient calls", lambda t: t.update(CallSeconds=8)),
    ("sam_local_never_asks_aws", "an endpoint on AWS", parameter("Main", "LocalAws", "Default", "http://127.0.0.1")),
    ("sam_local_never_asks_aws", "a fixed endpoint", variables(AWS_ENDPOINT_URL_KMS="http://127.0.0.1")),
    ("mail_never_stops_silently", "refusals that nobody counts", without("Observability", "MailRefusedBySweeper")),
    ("mail_never_stops_silently", "an old mail that rings no bell", without("Observability", "MailOld")),
    (
        "mail_never_stops_silently",
        "a spent quota unseen",
        without("Observability", "MailQuotaNearlySpent", "AlarmActions"),
    ),
    (
        "what_is_counted_is_logged",
        "a line that nobody logs",
        setting("Observability", "Invited", "FilterPattern", to='{ $.fields.message = "somebody came" }'),
    ),
    (
        "what_is_counted_is_logged",
        "a log that says it otherwise",
        lambda t: t.update(Sources=t["Sources"].replace("swept", "")),
    ),
    (
        "alarms_say_what_to_do",
        "an alarm without advice",
        setting("Observability", "MailOld", "AlarmDescription", to="An email is old"),
    ),
    (
        "alarms_say_what_to_do",
        "advice that is gone",
        lambda t: t.update(Runbook=t["Runbook"].replace("### MailOld", "")),
    ),
    ("the_edge_is_believed_for_a_reason", "no firewall", without(*EDGE, "WebACLId")),
    (
        "the_edge_is_believed_for_a_reason",
        "addresses from clients",
        without(*EDGE, "DefaultCacheBehavior", "FunctionAssociations"),
    ),
    (
        "the_edge_is_believed_for_a_reason",
        "no secret",
        lambda t: resource(t, *EDGE[:2])["Properties"]["DistributionConfig"]["Origins"][0].pop("OriginCustomHeaders"),
    ),
    (
        "the_edge_is_believed_for_a_reason",
        "a secret that is shown",
        lambda t: t["Edge"]["Parameters"]["Secret"].pop("NoEcho"),
    ),
    (
        "the_edge_is_believed_for_a_reason",
        "sign-ins without a limit",
        lambda t: resource(t, "Edge", "Firewall")["Properties"]["Rules"].pop(0),
    ),
    ("roles_are_bounded_and_traced", "a role without a boundary", without("Main", "UsersRole", "PermissionsBoundary")),
    (
        "roles_are_bounded_and_traced",
        "a nested role without one",
        without("Backup", "BackupRole", "PermissionsBoundary"),
    ),
    (
        "roles_are_bounded_and_traced",
        "a function that cannot write its traces",
        lambda t: resource(t, "Main", "TracingPolicy")["Properties"]["Roles"].pop(),
    ),
    ("roles_are_bounded_and_traced", "no traces", lambda t: t["Main"]["Globals"]["Function"].pop("Tracing")),
]
