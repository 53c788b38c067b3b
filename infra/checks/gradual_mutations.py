"""Ways to break each rule of gradual_rules.py."""

from mutations import without

DIRECT = {
    "Type": "AWS::Lambda::Permission",
    "Properties": {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Ref": "Users"},
        "Principal": "apigateway.amazonaws.com",
    },
}


def preference(t):
    return t["Addition"]["Globals"]["Function"]["DeploymentPreference"]


MUTATIONS = [
    (
        "everything_invokes_the_alias",
        "another alias",
        lambda t: t["Addition"]["Globals"]["Function"].update(AutoPublishAlias="new"),
    ),
    (
        "everything_invokes_the_alias",
        "a function that may be invoked itself",
        lambda t: t["Main"]["Resources"].update(Direct=DIRECT),
    ),
    ("alarms_stop_a_deployment", "an alarm that nobody asks", lambda t: preference(t)["Alarms"].pop()),
    ("alarms_stop_a_deployment", "an alarm without its name", without("Observability", "ApiFaults", "AlarmName")),
    ("alarms_stop_a_deployment", "the role that SAM makes", lambda t: preference(t).pop("Role")),
    ("alarms_stop_a_deployment", "all at once", lambda t: preference(t).update(Type="AllAtOnce")),
    (
        "each_release_is_a_version",
        "parameters that never reach the alias",
        lambda t: t["Addition"]["EachFunction"].pop("AutoPublishCodeSha256"),
    ),
    (
        "nothing_depends_on_itself",
        "alarms by reference, which name the API that leads to the alias",
        lambda t: preference(t).update(Alarms=[{"Fn::GetAtt": ["Observability", "Outputs.AlarmsTopicArn"]}]),
    ),
]
