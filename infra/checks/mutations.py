"""One way, or several, to break each rule: (rule, what was broken, how)."""

import json

from rules import new_mail


def resource(t, where, name):
    return t[where]["Resources"][name]


def setting(where, name, *path, to):
    """Sets the property at `path` of a resource."""

    def apply(t):
        at = resource(t, where, name)["Properties"]
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = to

    return apply


def without(where, name, *path):
    """Removes the property at `path` of a resource; the whole resource without a path."""

    def apply(t):
        at, keys = t[where], ["Resources", name] + (["Properties", *path] if path else [])
        for key in keys[:-1]:
            at = at[key]
        del at[keys[-1]]

    return apply


def statement(role, index, key, to):
    return setting("Main", role, "Policies", 0, "PolicyDocument", "Statement", index, key, to=to)


def not_action(role, index):
    def apply(t):
        chosen = resource(t, "Main", role)["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][index]
        chosen["NotAction"] = chosen.pop("Action")

    return apply


def top(where, name, key, to):
    """Sets something beside a resource's properties."""
    return lambda t: resource(t, where, name).__setitem__(key, to)


def parameter(where, name, key, to):
    return lambda t: t[where]["Parameters"][name].__setitem__(key, to)


def overrides(stage, old, new):
    def apply(t):
        deploy = t["Stages"][stage]["global"]["parameters"]
        deploy["parameter_overrides"] = deploy["parameter_overrides"].replace(old, new)

    return apply


ROLE, FUNCTION, TABLE = ("Main", "UsersRole"), ("Main", "Users"), ("Data", "Table")
DELIVERY, OUTBOX = ("Events", "Delivery", "Properties"), ("Events", "Invitations", "Properties")
HAPPENED = ("Events", "Happened", "Properties")
TARGET = ("Webhook", "Rule", "Targets", 0)
PATTERN = ("FilterCriteria", "Filters", 0, "Pattern")

MUTATIONS = [
    ("actions_are_named", "every action on the table", statement("UsersRole", 1, "Action", "dynamodb:*")),
    ("actions_are_named", "a scan", statement("UsersRole", 1, "Action", ["dynamodb:Scan"])),
    (
        "actions_are_named",
        "NotAction instead of Action",
        not_action("UsersRole", 1),
    ),
    (
        "actions_are_named",
        "every use of the key",
        setting("Data", "KeyUse", "PolicyDocument", "Statement", 0, "Action", to="kms:*"),
    ),
    ("resources_are_named", "any table", statement("InviteRole", 1, "Resource", "*")),
    (
        "resources_are_named",
        "all indexes",
        statement("InviteRole", 2, "Resource", {"Fn::Sub": "${Data.Outputs.TableArn}/index/*"}),
    ),
    (
        "each_function_has_a_role_of_its_own",
        "a shared role",
        setting(*FUNCTION, "Role", to={"Fn::GetAtt": ["InviteRole", "Arn"]}),
    ),
    (
        "each_function_has_a_role_of_its_own",
        "a role that SAM makes up",
        lambda t: (without(*FUNCTION, "Role")(t), without(*ROLE)(t)),
    ),
    (
        "each_function_has_a_role_of_its_own",
        "a role for everybody",
        setting(*ROLE, "AssumeRolePolicyDocument", "Statement", 0, "Principal", to={"AWS": "*"}),
    ),
    (
        "each_function_has_a_role_of_its_own",
        "a broad managed policy",
        setting(*ROLE, "ManagedPolicyArns", to=["arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"]),
    ),
    (
        "rights_stay_where_they_belong",
        "mail from an API function",
        statement("UsersRole", 1, "Action", ["ses:SendEmail"]),
    ),
    (
        "rights_stay_where_they_belong",
        "mail from any address",
        without("Main", "MailerRole", "Policies", 0, "PolicyDocument", "Statement", -2, "Condition"),
    ),
    (
        "rights_stay_where_they_belong",
        "mail from one identity, which reaches nobody in the sandbox",
        statement("MailerRole", -2, "Resource", {"Fn::GetAtt": ["Mail", "Outputs.ConfigurationSetArn"]}),
    ),
    (
        "rights_stay_where_they_belong",
        "the stream read by the sweeper",
        statement("SweeperRole", 1, "Action", ["dynamodb:GetRecords"]),
    ),
    (
        "rights_stay_where_they_belong",
        "events in the name of others",
        without("Main", "EventsRole", "Policies", 0, "PolicyDocument", "Statement", -2, "Condition"),
    ),
    (
        "rights_stay_where_they_belong",
        "events from the mailer",
        statement("MailerRole", 1, "Action", ["events:PutEvents"]),
    ),
    (
        "rights_stay_where_they_belong",
        "other secrets",
        setting("Webhook", "Signing", "PolicyDocument", "Statement", 0, "Resource", to={"Ref": "Url"}),
    ),
    (
        "rights_stay_where_they_belong",
        "a signature from elsewhere",
        statement("CredentialsRole", 2, "Action", "kms:Sign"),
    ),
    (
        "rights_stay_where_they_belong",
        "another kind of signature",
        without("Main", "SessionsRole", "Policies", 0, "PolicyDocument", "Statement", 3, "Condition"),
    ),
    (
        "rights_stay_where_they_belong",
        "a signature with the secrets' key",
        statement("SessionsRole", 3, "Resource", {"Fn::GetAtt": ["Keys", "Outputs.SecretsKeyArn"]}),
    ),
    (
        "rights_stay_where_they_belong",
        "everybody's secrets",
        without("Main", "CredentialsRole", "Policies", 0, "PolicyDocument", "Statement", 2, "Condition"),
    ),
    (
        "rights_stay_where_they_belong",
        "second factors opened by tokens",
        statement("TokensRole", 2, "Condition", {"StringLike": {"kms:EncryptionContext:usher-second-factor": "per_*"}}),
    ),
    (
        "rights_stay_where_they_belong",
        "a sign-in that encrypts",
        statement("SessionsRole", 2, "Action", ["kms:Encrypt", "kms:Decrypt"]),
    ),
    (
        "rights_stay_where_they_belong",
        "the key used directly",
        without("Data", "KeyUse", "PolicyDocument", "Statement", 0, "Condition"),
    ),
    (
        "table_rights_are_those_the_store_uses",
        "an action too many",
        statement("UsersRole", 1, "Action", ["dynamodb:GetItem"]),
    ),
    (
        "table_rights_are_those_the_store_uses",
        "a request that no role allows",
        lambda t: t.update(Store=t["Store"] + ".scan()"),
    ),
    ("table_rights_are_those_the_store_uses", "a store that is not understood", lambda t: t.update(Store="")),
    (
        "each_role_has_what_its_function_asks_of_the_table",
        "a right that a function never uses",
        statement(
            "InviteRole",
            1,
            "Action",
            [
                "dynamodb:BatchGetItem",
                "dynamodb:Query",
                "dynamodb:ConditionCheckItem",
                "dynamodb:PutItem",
                "dynamodb:UpdateItem",
                "dynamodb:DeleteItem",
            ],
        ),
    ),
    (
        "each_role_has_what_its_function_asks_of_the_table",
        "a mailer that cannot find people",
        statement(
            "MailerRole",
            1,
            "Action",
            [
                "dynamodb:BatchGetItem",
                "dynamodb:ConditionCheckItem",
                "dynamodb:PutItem",
                "dynamodb:UpdateItem",
                "dynamodb:DeleteItem",
            ],
        ),
    ),
    (
        "each_role_has_what_its_function_asks_of_the_table",
        "a right that a function misses",
        statement(
            "AcceptRole",
            1,
            "Action",
            ["dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"],
        ),
    ),
    (
        "each_role_has_what_its_function_asks_of_the_table",
        "an index that does not exist",
        statement("SweeperRole", 2, "Resource", {"Fn::Sub": "${Data.Outputs.TableArn}/index/lists"}),
    ),
    (
        "each_role_has_what_its_function_asks_of_the_table",
        "an index that is gone",
        lambda t: resource(t, *TABLE)["Properties"]["GlobalSecondaryIndexes"].pop(2),
    ),
    (
        "each_role_has_what_its_function_asks_of_the_table",
        "an index that a function never lists",
        statement("InviteRole", 2, "Resource", {"Fn::Sub": "${Data.Outputs.TableArn}/index/lists_3"}),
    ),
    (
        "each_role_has_what_its_function_asks_of_the_table",
        "a write to an index",
        statement("SweeperRole", 2, "Action", ["dynamodb:Query", "dynamodb:PutItem"]),
    ),
    (
        "each_role_has_what_its_function_asks_of_the_table",
        "a role that nobody listed",
        lambda t: t["Main"]["Resources"].update(PagesRole=resource(t, *ROLE)),
    ),
    (
        "functions_are_set_up",
        "another runtime",
        lambda t: t["Main"]["Globals"]["Function"].update(Runtime="python3.13"),
    ),
    ("functions_are_set_up", "little memory to hash", setting("Main", "Sessions", "MemorySize", to=128)),
    (
        "functions_are_set_up",
        "an endpoint that sam local cannot set",
        lambda t: t["Main"]["Globals"]["Function"]["Environment"]["Variables"].pop("AWS_ENDPOINT_URL_KMS"),
    ),
    ("functions_are_set_up", "a long time-out", setting(*FUNCTION, "Timeout", to=60)),
    ("functions_are_set_up", "a fixed architecture", setting(*FUNCTION, "Architectures", to=["arm64"])),
    (
        "functions_are_set_up",
        "a secret in the environment",
        setting(*FUNCTION, "Environment", to={"Variables": {"SIGNING_KEY": "hunter2"}}),
    ),
    (
        "functions_are_set_up",
        "another table",
        lambda t: t["Main"]["Globals"]["Function"]["Environment"]["Variables"].update(USHER_TABLE="elsewhere"),
    ),
    ("functions_are_set_up", "a package without a function", lambda t: t["Packages"].append("pages")),
    ("functions_are_set_up", "a function without its build", lambda t: resource(t, *FUNCTION).pop("Metadata")),
    (
        "functions_are_set_up",
        "the wrong binary",
        top(*FUNCTION, "Metadata", {"BuildMethod": "rust-cargolambda", "BuildProperties": {"Binary": "invite"}}),
    ),
    ("functions_are_set_up", "the wrong package", setting(*FUNCTION, "CodeUri", to="functions/invite")),
    ("logs_end", "logs for ever", without("Main", "UsersLog", "RetentionInDays")),
    ("logs_end", "the log group that Lambda makes", without(*FUNCTION, "LoggingConfig")),
    ("logs_end", "a shared log group", setting(*FUNCTION, "LoggingConfig", "LogGroup", to={"Ref": "InviteLog"})),
    ("logs_end", "text logs", setting(*FUNCTION, "LoggingConfig", "LogFormat", to="Text")),
    (
        "only_operators_create_accounts",
        "an open operator route",
        without("Main", "Accounts", "Events", "Create", "Properties", "Auth"),
    ),
    (
        "only_operators_create_accounts",
        "IAM on a user's route",
        setting(*FUNCTION, "Events", "Me", "Properties", "Auth", to={"Authorizer": "AWS_IAM"}),
    ),
    (
        "routes_lead_to_functions",
        "another payload format",
        setting(*FUNCTION, "Events", "Me", "Properties", "PayloadFormatVersion", to="1.0"),
    ),
    (
        "pages_read_nothing_but_brands",
        "pages that query the table",
        statement("PagesRole", 1, "Action", ["dynamodb:BatchGetItem", "dynamodb:Query"]),
    ),
    (
        "pages_read_nothing_but_brands",
        "pages that read accounts",
        statement("PagesRole", 1, "Condition", {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["*"]}}),
    ),
    ("routes_lead_to_functions", "no default route", without("Main", "Meta", "Events", "Unrouted")),
    (
        "routes_lead_to_functions",
        "a default route elsewhere",
        lambda t: (
            without("Main", "Meta", "Events", "Unrouted")(t),
            setting(*FUNCTION, "Events", "Unrouted", to={"Type": "HttpApi", "Properties": {"ApiId": {"Ref": "Api"}}})(
                t
            ),
        ),
    ),
    (
        "routes_lead_to_functions",
        "a catch-all",
        setting(*FUNCTION, "Events", "Me", "Properties", "Path", to="/{proxy+}"),
    ),
    ("requests_are_throttled", "no limit", without("Main", "Api", "DefaultRouteSettings")),
    ("requests_are_throttled", "an unlimited sign-in", without("Main", "Api", "RouteSettings", "POST /v1/sessions")),
    (
        "requests_are_throttled",
        "a default route with the usual limit",
        without("Main", "Api", "RouteSettings", "$default"),
    ),
    (
        "requests_are_throttled",
        "a limit on a route that is gone",
        setting("Main", "Api", "RouteSettings", "POST /v1/gone", to={"ThrottlingRateLimit": 1}),
    ),
    ("requests_are_throttled", "a public limit as wide as the usual", parameter("Main", "PublicRate", "Default", 200)),
    ("access_logs_hold_no_secret", "no access log", without("Main", "Api", "AccessLogSettings")),
    (
        "access_logs_hold_no_secret",
        "the path logged",
        setting("Main", "Api", "AccessLogSettings", "Format", to='{"path":"$context.path"}'),
    ),
    (
        "access_logs_hold_no_secret",
        "plain text",
        setting("Main", "Api", "AccessLogSettings", "Format", to="$context.requestId"),
    ),
    ("table_is_safe", "a table deleted with its stack", top(*TABLE, "DeletionPolicy", "Delete")),
    ("table_is_safe", "a table that a failed deployment leaves", top(*TABLE, "DeletionPolicy", "Retain")),
    ("table_is_safe", "a table deleted when replaced", top(*TABLE, "UpdateReplacePolicy", "Delete")),
    ("table_is_safe", "provisioned capacity", setting(*TABLE, "BillingMode", to="PROVISIONED")),
    ("table_is_safe", "no deletion protection", setting(*TABLE, "DeletionProtectionEnabled", to=False)),
    ("table_is_safe", "no protection by default", parameter("Main", "DeletionProtection", "Default", "false")),
    ("table_is_safe", "no recovery", without(*TABLE, "PointInTimeRecoverySpecification")),
    ("table_is_safe", "AWS's own key", without(*TABLE, "SSESpecification")),
    (
        "table_is_safe",
        "another TTL attribute",
        setting(*TABLE, "TimeToLiveSpecification", "AttributeName", to="expires"),
    ),
    (
        "table_is_safe",
        "keys only in the stream",
        setting(*TABLE, "StreamSpecification", "StreamViewType", to="KEYS_ONLY"),
    ),
    ("table_has_its_keys", "another sort key", setting(*TABLE, "KeySchema", 1, "AttributeName", to="list_sk")),
    (
        "table_has_its_keys",
        "another projection",
        setting(*TABLE, "GlobalSecondaryIndexes", 1, "Projection", "ProjectionType", to="ALL"),
    ),
    ("table_has_its_keys", "a number as a key", setting(*TABLE, "AttributeDefinitions", 5, "AttributeType", to="N")),
    ("keys_are_safe", "a key deleted with its stack", top("Data", "Key", "DeletionPolicy", "Delete")),
    ("keys_are_safe", "no rotation", setting("Data", "Key", "EnableKeyRotation", to=False)),
    ("keys_are_safe", "secrets lost with their stack", top("Keys", "SecretsKey", "UpdateReplacePolicy", "Delete")),
    ("keys_are_safe", "a key of another size", setting("Keys", "SigningKey", "KeySpec", to="RSA_4096")),
    ("keys_are_safe", "a key that is gone", without("Keys", "SigningKey")),
    ("keys_are_safe", "a key for everybody", setting("Data", "Key", "KeyPolicy", "Statement", 0, "Principal", to="*")),
    ("stream_is_read_with_care", "every item", without("Main", "Mailer", *OUTBOX, "FilterCriteria")),
    ("stream_is_read_with_care", "a queue that nobody reads", without("Main", "Mailer", "Events", "Invitations")),
    (
        "stream_is_read_with_care",
        "a third reader",
        lambda t: resource(t, "Main", "Sweeper")["Properties"]["Events"].update(
            Third=resource(t, "Main", "Mailer")["Properties"]["Events"]["Invitations"]
        ),
    ),
    (
        "stream_is_read_with_care",
        "events given up early",
        setting("Main", "Events", *HAPPENED, "MaximumRetryAttempts", to=5),
    ),
    (
        "stream_is_read_with_care",
        "what happened left out",
        setting("Main", "Events", *HAPPENED, *PATTERN, to=json.dumps(new_mail("CREDENTIALS"))),
    ),
    (
        "stream_is_read_with_care",
        "a queue that is read twice",
        setting("Main", "Mailer", *OUTBOX, *PATTERN, to=json.dumps(new_mail("CREDENTIALS"))),
    ),
    ("stream_is_read_with_care", "whole batches repeated", without("Main", "Mailer", *OUTBOX, "FunctionResponseTypes")),
    (
        "stream_is_read_with_care",
        "no bisection",
        setting("Main", "Mailer", *OUTBOX, "BisectBatchOnFunctionError", to=False),
    ),
    ("stream_is_read_with_care", "endless retries", setting("Main", "Mailer", *OUTBOX, "MaximumRetryAttempts", to=-1)),
    ("stream_is_read_with_care", "records of any age", without("Main", "Mailer", *OUTBOX, "MaximumRecordAgeInSeconds")),
    ("stream_is_read_with_care", "another batch size", setting("Main", "Mailer", *OUTBOX, "BatchSize", to=1000)),
    ("stream_is_read_with_care", "failures dropped", without("Main", "Mailer", *OUTBOX, "DestinationConfig")),
    (
        "stream_is_read_with_care",
        "a start at the end",
        setting("Main", "Mailer", *OUTBOX, "StartingPosition", to="LATEST"),
    ),
    (
        "webhooks_are_signed",
        "a webhook that nobody asked for",
        lambda t: resource(t, "Main", "Webhook").pop("Condition"),
    ),
    ("webhooks_are_signed", "a secret lost with its stack", top("Webhook", "Secret", "DeletionPolicy", "Delete")),
    (
        "webhooks_are_signed",
        "a secret that is no base 64",
        setting("Webhook", "Secret", "GenerateSecretString", to={"PasswordLength": 64}),
    ),
    ("webhooks_are_signed", "the whole event posted", without(*TARGET, "InputPath")),
    ("webhooks_are_signed", "no signature", without(*TARGET, "HttpParameters")),
    ("webhooks_are_signed", "tries for a day", setting(*TARGET, "RetryPolicy", "MaximumEventAgeInSeconds", to=86400)),
    ("webhooks_are_signed", "failures dropped", without(*TARGET, "DeadLetterConfig")),
    ("webhooks_are_signed", "everybody's events", setting("Webhook", "Rule", "EventPattern", to={"source": ["a"]})),
    ("webhooks_are_signed", "a failure queue that nobody watches", without("Observability", "WebhookFailuresNotEmpty")),
    ("events_are_not_lost", "undelivered events dropped", without("Main", "Mailer", *DELIVERY, "DeadLetterConfig")),
    (
        "events_are_not_lost",
        "no retry policy",
        without("Main", "Sweeper", "Events", "EveryMinute", "Properties", "RetryPolicy"),
    ),
    ("events_are_not_lost", "failed events dropped", without("Main", "Mailer", "EventInvokeConfig")),
    ("events_are_not_lost", "a queue closed to the rule", without("Main", "SweeperFailuresPolicy")),
    ("events_are_not_lost", "no schedule", setting("Main", "Sweeper", "Events", to={})),
    ("queues_are_watched", "a plain queue", setting("Main", "MailerFailures", "SqsManagedSseEnabled", to=False)),
    ("queues_are_watched", "a short memory", setting("Main", "MailerFailures", "MessageRetentionPeriod", to=60)),
    ("queues_are_watched", "no alarm on a queue", without("Observability", "SweeperFailuresNotEmpty")),
    ("mail_is_safe", "mail in clear", without("Mail", "ConfigurationSet", "DeliveryOptions")),
    ("mail_is_safe", "no reputation metrics", without("Mail", "ConfigurationSet", "ReputationOptions")),
    ("mail_is_safe", "no suppression", without("Mail", "ConfigurationSet", "SuppressionOptions")),
    (
        "mail_is_safe",
        "tracked readers",
        setting("Mail", "ConfigurationSet", "TrackingOptions", to={"CustomRedirectDomain": "a.example"}),
    ),
    (
        "mail_is_safe",
        "clicks",
        setting("Mail", "Events", "EventDestination", "MatchingEventTypes", to=["send", "click"]),
    ),
    ("mail_is_safe", "events switched off", setting("Mail", "Events", "EventDestination", "Enabled", to=False)),
    ("mail_is_safe", "everybody's events", without("Main", "Mailer", *DELIVERY, "Pattern", "detail")),
    (
        "mail_is_safe",
        "another configuration set",
        setting("Main", "Mailer", "Environment", "Variables", "USHER_MAIL_CONFIGURATION_SET", to="elsewhere"),
    ),
    ("alarms_reach_somebody", "a silent alarm", without("Observability", "BounceRate", "AlarmActions")),
    ("alarms_reach_somebody", "no bounce alarm", without("Observability", "BounceRate")),
    ("alarms_reach_somebody", "a function without an alarm", without("Observability", "PeopleErrors", "Metrics", 1)),
    ("unreadable_items_are_counted", "a log that nobody searches", without("Observability", "UnreadableInUsers")),
    (
        "unreadable_items_are_counted",
        "a message that nobody logs",
        setting("Observability", "UnreadableInUsers", "FilterPattern", to='{ $.fields.message = "an item is fine" }'),
    ),
    (
        "unreadable_items_are_counted",
        "an alarm on something else",
        setting("Observability", "UnreadableItems", "MetricName", to="ReadableItems"),
    ),
    ("alarms_reach_somebody", "no throttle alarm", without("Observability", "AccountThrottles")),
    ("stages_are_complete", "no production stage", lambda t: t["Stages"].pop("prod")),
    ("stages_are_complete", "an architecture that only one command knows", overrides("prod", "Architecture=arm64", "")),
    (
        "stages_are_complete",
        "another architecture than is built",
        lambda t: t["Stages"]["dev"]["deploy"]["parameters"].update(parameter_overrides="Architecture=x86_64"),
    ),
    ("stages_are_complete", "a missing parameter", overrides("prod", "MailFrom=", "ApiRate=")),
    ("stages_are_complete", "a parameter that does not exist", overrides("dev", "ApiRate=", "ApiSpeed=")),
    (
        "stages_are_complete",
        "an unprotected table",
        overrides("prod", "DeletionProtection=true", "DeletionProtection=false"),
    ),
]
