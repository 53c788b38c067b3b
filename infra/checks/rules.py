"""Rules for the templates that linters do not know.

A rule yields one pair for each thing that it looked at: the thing's name, and what is wrong with it or None.
A rule that looked at nothing has failed.
"""

import json
import re

from templates import as_list, of_type, properties, refers_to

RULES = {}


def rule(function):
    RULES[function.__name__] = function
    return function


def expect(name, *claims):
    """The pairs of one thing: `claims` are (holds, what is wrong if it does not)."""
    for holds, wrong in claims:
        yield name, None if holds else wrong


# Rights

OUR_SECRET = {"Fn::If": ["MakesSecret", {"Ref": "Secret"}, {"Ref": "ExistingSecret"}]}
IDENTITIES = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*"


def statements(t):
    for where in ("Main", "Data", "Keys", "Mail", "Observability", "Webhook"):
        for name, role in properties(t[where], "AWS::IAM::Role").items():
            for policy in role.get("Policies", []):
                for statement in as_list(policy["PolicyDocument"]["Statement"]):
                    yield name, statement
        for kind in ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"):
            for name, policy in properties(t[where], kind).items():
                for statement in as_list(policy["PolicyDocument"]["Statement"]):
                    yield name, statement


@rule
def actions_are_named(t):
    for name, statement in statements(t):
        for action in as_list(statement.get("Action", "*")):
            yield from expect(
                name, ("*" not in action, f"allows `{action}`"), (not action.endswith(":Scan"), "allows a scan")
            )


@rule
def resources_are_named(t):
    for name, statement in statements(t):
        for resource in as_list(statement.get("Resource", "*")):
            text = json.dumps(resource)
            # ListStreams cannot be limited to a single stream, and GetAccount and X-Ray not at all. SES asks for the
            # sender's identity and, in the sandbox, for the recipient's, which nobody knows before.
            allowed = {
                "dynamodb:ListStreams": '{"Fn::Sub": "${Data.Outputs.TableArn}/stream/*"}',
                "ses:GetAccount": '"*"',
                "xray:PutTraceSegments": '"*"',
                "ses:SendEmail": f'{{"Fn::Sub": "{IDENTITIES}"}}',
            }
            (action, *others) = [one for one in as_list(statement["Action"]) if one != "xray:PutTelemetryRecords"]
            yield from expect(
                name, ("*" not in text or (not others and allowed.get(action) == text), f"reaches {text}")
            )


@rule
def each_function_has_a_role_of_its_own(t):
    roles = properties(t["Main"], "AWS::IAM::Role")
    taken = {}
    for name, function in properties(t["Main"], "AWS::Lambda::Function").items():
        role = refers_to(function["Role"], "Arn")
        trust = roles.get(role, {}).get("AssumeRolePolicyDocument", {}).get("Statement", [])
        managed = roles.get(role, {}).get("ManagedPolicyArns", [])
        yield from expect(
            name,
            (role in roles, "has no role in this template"),
            (role not in taken, f"shares its role with {taken.get(role)}"),
            (
                [s["Principal"] for s in trust] == [{"Service": "lambda.amazonaws.com"}],
                "has a role that others may assume",
            ),
            (
                managed == [{"Fn::GetAtt": ["Data", "Outputs.KeyUsePolicyArn"]}],
                "has a managed policy besides the key's",
            ),
        )
        taken[role] = name


@rule
def rights_stay_where_they_belong(t):
    """Only the right roles may send mail, read the stream, or use a key."""
    mail, stream = {"MailerRole", "SweeperRole"}, {"EventsRole", "MailerRole"}
    secrets = {
        "CredentialsRole": ({"kms:Encrypt", "kms:Decrypt"}, {"usher-second-factor": "per_*"}),
        "SessionsRole": ({"kms:Decrypt"}, {"usher-second-factor": "per_*"}),
        "TokensRole": ({"kms:Encrypt", "kms:Decrypt"}, {"usher-api-token": "acc_*"}),
    }
    opening = set()
    for name, statement in statements(t):
        for action in as_list(statement["Action"]):
            if action == "ses:GetAccount":
                yield from expect(name, (name in mail, "must not read the quota"))
            elif action.startswith("ses:"):
                sender = statement.get("Condition", {}).get("StringEquals", {}).get("ses:FromAddress")
                yield from expect(
                    name,
                    (name in mail and action == "ses:SendEmail", f"must not `{action}`"),
                    (sender == {"Ref": "MailFrom"}, "may send from any address"),
                    (
                        {"Fn::Sub": IDENTITIES} in as_list(statement["Resource"]),
                        "may send to nobody while SES is in its sandbox",
                    ),
                )
            elif action in ("dynamodb:GetRecords", "dynamodb:GetShardIterator"):
                yield from expect(name, (name in stream, "must not read the stream"))
            elif action == "events:PutEvents":
                source = statement.get("Condition", {}).get("StringEquals", {}).get("events:source")
                buses = [{"Fn::GetAtt": [bus, "Arn"]} for bus in ("EventBus", "OutboxBus")]
                yield from expect(
                    name,
                    (name == "EventsRole", "must not publish events"),
                    (source == "usher", "may publish in the name of others"),
                    (as_list(statement["Resource"]) == buses, "publishes on other buses"),
                )
            elif action.startswith("secretsmanager:"):
                yield from expect(
                    name,
                    ((name, action) == ("Signing", "secretsmanager:GetSecretValue"), f"must not `{action}`"),
                    (statement["Resource"] == OUR_SECRET, "reads other secrets than the webhook's"),
                )
            elif action in ("kms:Sign", "kms:GetPublicKey"):
                condition = statement.get("Condition", {}).get("StringEquals", {})
                wanted = {"kms:SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256", "kms:MessageType": "DIGEST"}
                yield from expect(
                    name,
                    (name == "SessionsRole", f"must not `{action}`"),
                    ("SigningKeys" in json.dumps(statement["Resource"]), "uses another key than those that sign"),
                    (action != "kms:Sign" or condition == wanted, "may sign in another way"),
                )
            elif action.startswith("kms:") and "SecretsKeyArn" in json.dumps(statement.get("Resource")):
                actions, context = secrets.get(name, (set(), {}))
                condition = statement.get("Condition", {}).get("StringLike", {})
                opening.add((name, action))
                yield from expect(
                    name,
                    (action in actions, f"must not `{action}` secrets"),
                    (
                        condition == {f"kms:EncryptionContext:{key}": value for key, value in context.items()},
                        "may read other owners' secrets",
                    ),
                )
            elif action.startswith("kms:"):
                via = statement.get("Condition", {}).get("StringEquals", {}).get("kms:ViaService", {})
                yield from expect(name, ("dynamodb." in json.dumps(via), "may use the key outside of DynamoDB"))
    wanted = {(name, action) for name, (actions, _) in secrets.items() for action in actions}
    yield from expect("secrets", (opening == wanted, f"are used by {sorted(opening)}"))


@rule
def table_rights_are_those_the_store_uses(t):
    """Functions have every action that they need, and no other."""
    calls = {
        r"\.get_item\(\)": "GetItem",
        r"\.batch_get_item\(\)": "BatchGetItem",
        r"\.query\(\)": "Query",
        r"\.scan\(\)": "Scan",
        r"\.put_item\(\)|\bPut::builder": "PutItem",
        r"\.update_item\(\)|\bUpdate::builder": "UpdateItem",
        r"\.delete_item\(\)|\bDelete::builder": "DeleteItem",
        r"\bConditionCheck::builder": "ConditionCheckItem",
    }
    used = {f"dynamodb:{action}" for call, action in calls.items() if re.search(call, t["Store"])}
    stream = {f"dynamodb:{action}" for action in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")}
    allowed = {a for _, s in statements(t) for a in as_list(s.get("Action", "*")) if a.startswith("dynamodb:")} - stream
    yield from expect(
        "the store",
        (bool(used), "makes no request that is recognised here"),
        (allowed <= used, f"never needs {sorted(allowed - used)}"),
        (used <= allowed, f"is not allowed {sorted(used - allowed)}"),
    )


@rule
def each_role_has_what_its_function_asks_of_the_table(t):
    """Only functions that condition a change on what they leave as it is (`Change::require`) check conditions.

    Only those that list query indexes."""
    change = {"BatchGetItem", "PutItem", "DeleteItem"}
    table = {
        "AcceptRole": change | {"Query", "ConditionCheckItem", "UpdateItem"},
        "AccessRole": change | {"UpdateItem"},
        "AccountsRole": change | {"Query", "ConditionCheckItem", "UpdateItem"},
        "CredentialsRole": change | {"Query", "ConditionCheckItem", "UpdateItem"},
        "EventsRole": {"BatchGetItem"},
        "ImportRole": change | {"ConditionCheckItem", "UpdateItem"},
        "InviteRole": change | {"ConditionCheckItem", "UpdateItem"},
        "MailerRole": change | {"Query", "ConditionCheckItem", "UpdateItem"},
        "MetaRole": {"BatchGetItem"},
        "ModelsRole": change | {"Query", "UpdateItem"},
        "PagesRole": {"BatchGetItem"},
        "SessionsRole": change | {"Query", "ConditionCheckItem", "UpdateItem"},
        "SweeperRole": change | {"Query", "ConditionCheckItem", "UpdateItem"},
        "TokensRole": change | {"Query", "ConditionCheckItem", "UpdateItem"},
        "UnitsRole": change | {"UpdateItem"},
        "UsersRole": change | {"Query", "ConditionCheckItem", "UpdateItem"},
    }
    indexes = {
        "AccountsRole": {"lists_1", "lists_2", "lists_3"},
        "InviteRole": {"lists_1", "lists_2"},
        "ModelsRole": {"lists_1"},
        "SweeperRole": {"due"},
        "UnitsRole": {"lists_1"},
        "UsersRole": {"lists_1", "lists_2", "lists_3"},
    }
    on_table, on_indexes = {}, {}
    for name, statement in statements(t):
        actions = {
            a.removeprefix("dynamodb:") for a in as_list(statement.get("Action", "*")) if a.startswith("dynamodb:")
        }
        for resource in as_list(statement.get("Resource", "*")):
            if resource == {"Fn::GetAtt": ["Data", "Outputs.TableArn"]}:
                on_table.setdefault(name, set()).update(actions)
            for index in re.findall(r"/index/([^\"]*)", json.dumps(resource)):
                on_indexes.setdefault(name, {}).setdefault(index, set()).update(actions)
    existing = {
        i["IndexName"]
        for table in properties(t["Data"], "AWS::DynamoDB::Table").values()
        for i in table["GlobalSecondaryIndexes"]
    }
    for name in sorted(set(table) | set(on_table) | set(on_indexes)):
        queried, may = on_indexes.get(name, {}), on_table.get(name, set())
        yield from expect(
            name,
            (may == table.get(name), f"may {sorted(may)} on the table"),
            (set(queried) <= existing, f"names indexes that do not exist: {sorted(set(queried) - existing)}"),
            (set(queried) == indexes.get(name, set()), f"reaches the indexes {sorted(queried)}"),
            (all(actions == {"Query"} for actions in queried.values()), "does more with an index than query it"),
        )


# Functions


@rule
def functions_are_set_up(t):
    built = of_type(t["Sam"], "AWS::Serverless::Function")
    table = t["Sam"]["Resources"]["Data"]["Properties"]["Parameters"]["TableName"]
    functions = properties(t["Main"], "AWS::Lambda::Function")
    by_package = {name.lower(): name for name in functions}
    yield from expect(
        "functions", (sorted(by_package) == t["Packages"], f"are {sorted(by_package)}, the packages {t['Packages']}")
    )
    for name, function in functions.items():
        variables = function.get("Environment", {}).get("Variables", {})
        hashes, mails = name in ("Accept", "Credentials", "Sessions"), name in ("Mailer", "Sweeper")
        wanted = {"USHER_TABLE", "USHER_MAIL_FROM", "MALLOC_MMAP_THRESHOLD_"}
        wanted |= {"USHER_EDGE_SECRET_HASHES", "USHER_RETURN_ORIGINS"}
        wanted |= {"USHER_INVITATIONS_PER_DAY", "USHER_INVITATIONS_PER_USER_AND_DAY"}
        wanted |= {f"AWS_ENDPOINT_URL_{service}" for service in ("DYNAMODB", "KMS", "SESV2")}
        wanted |= {"USHER_DELETION_GRACE_DAYS"} if name == "Accounts" else set()
        wanted |= {"USHER_MAIL_CONFIGURATION_SET", "USHER_MAIL_RATE", "USHER_PAGES_URL"} if mails else set()
        wanted |= {"USHER_SECRETS_KEY"} if name in ("Credentials", "Sessions", "Tokens") else set()
        wanted |= {"USHER_SIGNING_KEYS", "USHER_ISSUER"} if name == "Sessions" else set()
        wanted |= {"USHER_SESSION_HOURS", "USHER_SESSION_IDLE_MINUTES"} if name == "Sessions" else set()
        wanted |= {"USHER_EVENT_BUS", "USHER_OUTBOX_BUS", "USHER_WEBHOOK_SECRET"} if name == "Events" else set()
        build = built[name].get("Metadata", {})
        # An import has a call's thousand rows and their answers in memory.
        memory = 1769 if hashes else 512 if name == "Import" else 256
        yield from expect(
            name,
            (
                (function["Runtime"], function["Handler"]) == ("provided.al2023", "bootstrap"),
                "is not a binary on provided.al2023",
            ),
            (function.get("Architectures") == [{"Ref": "Architecture"}], "ignores the architecture parameter"),
            (function.get("MemorySize") == memory, f"has {function.get('MemorySize')} MB"),
            (
                function.get("Timeout", 999) <= (60 if mails or name == "Events" else 29),
                "outlives its caller's patience",
            ),
            (set(variables) == wanted, f"has the variables {sorted(variables)}"),
            (variables.get("USHER_TABLE") == table, "names another table than the one made"),
            (build.get("BuildMethod") == "rust-cargolambda", "is not built by cargo-lambda"),
            (build.get("BuildProperties") == {"Binary": name.lower()}, "is built from another binary"),
            (built[name]["Properties"]["CodeUri"] == f"functions/{name.lower()}", "is built from another package"),
        )


@rule
def logs_end(t):
    groups = properties(t["Main"], "AWS::Logs::LogGroup")
    for name, group in groups.items():
        yield from expect(
            name, (group.get("RetentionInDays") == {"Ref": "LogRetentionDays"}, "keeps its logs for ever")
        )
    taken = set()
    for name, function in properties(t["Main"], "AWS::Lambda::Function").items():
        logging = function.get("LoggingConfig", {})
        group = refers_to(logging.get("LogGroup"))
        yield from expect(
            name,
            (group in groups and group not in taken, "has no log group of its own"),
            (logging.get("LogFormat") == "JSON", "logs without structure"),
        )
        taken.add(group)


# The API


DEFAULT = "$default"


def routes(t):
    for api in properties(t["Main"], "AWS::ApiGatewayV2::Api").values():
        for path, methods in api["Body"]["paths"].items():
            for method, operation in methods.items():
                yield DEFAULT if path.removeprefix("/") == DEFAULT else f"{method.upper()} {path}", operation


@rule
def only_operators_create_accounts(t):
    iam = [{"AWS_IAM": []}]
    found = dict(routes(t))
    operators = [
        "POST /v1/accounts",
        "POST /v1/accounts/{account}/administrators",
        "POST /v1/accounts/{account}/imports",
        "GET /v1/accounts/{account}/model",
        "PUT /v1/accounts/{account}/model",
    ]
    operators += [name for name in found if name.partition(" ")[2].startswith(("/v1/operator/", "/v1/models"))]
    for name in operators:
        yield from expect(name, (found.get(name, {}).get("security") == iam, "is open to everybody"))
    for name, operation in found.items():
        # A gateway that requires a signature refuses a bearer token.
        yield from expect(
            name, (name in operators or "security" not in operation, "cannot be called with a bearer token")
        )


@rule
def routes_lead_to_functions(t):
    functions = properties(t["Main"], "AWS::Lambda::Function")
    found = dict(routes(t))
    # What no route is for is answered by Usher, not by the gateway.
    yield from expect("the default route", (DEFAULT in found, "is missing"))
    for name, operation in found.items():
        integration = operation["x-amazon-apigateway-integration"]
        target = json.dumps(integration["uri"])
        yield from expect(
            name,
            (integration["payloadFormatVersion"] == "2.0", "sends another event than the functions read"),
            (any("${" + function + ".Arn}" in target for function in functions), "leads nowhere"),
            ("{proxy+}" not in name, "catches everything"),
            (name != DEFAULT or "${Meta.Arn}" in target, "leads to a function that does not know all routes"),
        )


@rule
def pages_read_nothing_but_brands(t):
    """Pages are embedded: the function that serves them reads what anybody may see of an account, and nothing else."""
    found = [statement for name, statement in statements(t) if name == "PagesRole"]
    actions = {action for statement in found for action in as_list(statement["Action"])}
    wanted = {"logs:CreateLogStream", "logs:PutLogEvents", "dynamodb:BatchGetItem"}
    yield from expect("PagesRole", (actions == wanted, f"may {sorted(actions)}"))
    brands = {
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["BRAND#*"]},
        # Without it, a request that names no key would meet a condition on all of them.
        "Null": {"dynamodb:LeadingKeys": "false"},
    }
    for statement in found:
        reads = any(action.startswith("dynamodb:") for action in as_list(statement["Action"]))
        limited = statement.get("Condition") == brands
        yield from expect("PagesRole", (not reads or limited, "may read more than brands"))
    # Their address is the API's: named by a function that the API leads to, it would be a circle.
    for name, function in properties(t["Main"], "AWS::Lambda::Function").items():
        uri = json.dumps(function.get("Environment", {}).get("Variables", {}).get("USHER_PAGES_URL", ""))
        leads = any("${" + name + ".Arn}" in json.dumps(operation) for _, operation in routes(t))
        yield from expect(name, (not leads or "${Api}" not in uri, "names the API that leads to it"))


@rule
def requests_are_throttled(t):
    names = [name for name, _ in routes(t)]
    # Routes without a session: not below an account, and something can be guessed or sent. And what nobody needs.
    signed_in = ["POST /v1/sessions/switch", "POST /v1/sessions/token"]
    known = ("POST /v1/accounts", "POST /v1/operator/", "POST /v1/models")
    public = [
        name for name in names if name.startswith("POST ") and not name.startswith(known) and name not in signed_in
    ]
    public += [name for name in names if name == DEFAULT]
    for api, stage in properties(t["Main"], "AWS::ApiGatewayV2::Stage").items():
        usual, special = stage.get("DefaultRouteSettings", {}), stage.get("RouteSettings", {})
        yield from expect(
            api,
            (usual.get("ThrottlingRateLimit") == {"Ref": "ApiRate"}, "has no rate limit"),
            (usual.get("ThrottlingBurstLimit") == {"Ref": "ApiBurst"}, "has no burst limit"),
            (set(special) <= set(names), f"limits routes that do not exist: {sorted(set(special) - set(names))}"),
        )
        for name in public:
            wanted = {"ThrottlingRateLimit": {"Ref": "PublicRate"}, "ThrottlingBurstLimit": {"Ref": "PublicBurst"}}
            yield from expect(name, (special.get(name) == wanted, "is public and has only the usual limit"))
    numbers = {name: p.get("Default") for name, p in t["Main"]["Parameters"].items()}
    yield from expect("public routes", (bool(public), "are none"))
    yield from expect("PublicRate", (numbers["PublicRate"] < numbers["ApiRate"], "is no tighter than ApiRate"))


@rule
def access_logs_hold_no_secret(t):
    harmless = {
        "requestId",
        "requestTime",
        "identity.sourceIp",
        "routeKey",
        "status",
        "responseLength",
        "responseLatency",
        "integrationLatency",
        "error.responseType",
        "integrationErrorMessage",
    }
    groups = of_type(t["Main"], "AWS::Logs::LogGroup")
    for name, stage in properties(t["Main"], "AWS::ApiGatewayV2::Stage").items():
        log = stage.get("AccessLogSettings", {})
        try:
            values = set(json.loads(log.get("Format", "")).values())
        except ValueError:
            values = {"not JSON"}
        yield from expect(
            name,
            (refers_to(log.get("DestinationArn"), "Arn") in groups, "has no access log"),
            (values <= {f"$context.{value}" for value in harmless}, f"logs {sorted(values)}"),
        )


# Data

OUR_KEY = {"Fn::If": ["MakesKey", {"Fn::GetAtt": ["Key", "Arn"]}, {"Ref": "ExistingKey"}]}


def is_kept(resource):
    """When its stack is deleted, but not when the deployment that makes it fails: it would be in the next one's way."""
    return (resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")) == ("RetainExceptOnCreate", "Retain")


@rule
def table_is_safe(t):
    for name, resource in of_type(t["Data"], "AWS::DynamoDB::Table").items():
        table = resource["Properties"]
        recovery = table.get("PointInTimeRecoverySpecification", {})
        encryption = table.get("SSESpecification", {})
        yield from expect(
            name,
            (is_kept(resource), "dies with its stack"),
            (table.get("BillingMode") == "PAY_PER_REQUEST", "is not on demand"),
            (table.get("DeletionProtectionEnabled") == {"Ref": "DeletionProtection"}, "can be deleted"),
            (recovery.get("PointInTimeRecoveryEnabled") is True, "cannot be recovered"),
            (
                encryption.get("SSEType") == "KMS" and encryption.get("KMSMasterKeyId") == OUR_KEY,
                "is not under our key",
            ),
            (table.get("TimeToLiveSpecification") == {"AttributeName": "ttl", "Enabled": True}, "keeps garbage"),
            (table.get("StreamSpecification", {}).get("StreamViewType") == "NEW_IMAGE", "streams no new image"),
        )
    tables = of_type(t["Data"], "AWS::DynamoDB::Table")
    yield from expect("tables", (len(tables) == 1, f"are {sorted(tables)}, not one"))
    for where in ("Data", "Main"):
        default = t[where]["Parameters"]["DeletionProtection"]["Default"]
        yield from expect(f"{where}'s DeletionProtection", (default == "true", "is off by default"))


@rule
def table_has_its_keys(t):
    def keys(of):
        return [(key["AttributeName"], key["KeyType"]) for key in of["KeySchema"]]

    for name, table in properties(t["Data"], "AWS::DynamoDB::Table").items():
        indexes = {
            i["IndexName"]: (keys(i), i["Projection"]["ProjectionType"]) for i in table["GlobalSecondaryIndexes"]
        }
        wanted = {
            **{f"lists_{n}": ([(f"p{n}", "HASH"), (f"s{n}", "RANGE")], "INCLUDE") for n in (1, 2, 3)},
            "due": ([("due_pk", "HASH"), ("due_sk", "RANGE")], "KEYS_ONLY"),
        }
        yield from expect(
            name,
            (keys(table) == [("pk", "HASH"), ("sk", "RANGE")], f"has the key {keys(table)}"),
            (indexes == wanted, f"has the indexes {indexes}"),
            (all(a["AttributeType"] == "S" for a in table["AttributeDefinitions"]), "has keys that are no strings"),
        )


@rule
def keys_are_safe(t):
    keys = [(where, name, r) for where in ("Data", "Keys") for name, r in of_type(t[where], "AWS::KMS::Key").items()]
    for where, name, resource in keys:
        key = resource["Properties"]
        principals = [json.dumps(s["Principal"]) for s in key["KeyPolicy"]["Statement"]]
        signs = key.get("KeyUsage") == "SIGN_VERIFY"
        yield from expect(
            f"{where}'s {name}",
            (is_kept(resource), "dies with its stack"),
            (signs or key.get("EnableKeyRotation") is True, "is never rotated"),
            (not signs or key.get("KeySpec") == "RSA_2048", "makes signatures that RS256 does not know"),
            (all(":root" in p and "${AWS::AccountId}" in p for p in principals), "is open to other accounts"),
        )
    yield from expect(
        "keys", (sorted(name for _, name, _ in keys) == ["Key", "SecretsKey", "SigningKey"], "are others than expected")
    )


# Mail, events, failures


def new_mail(queue):
    return {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"pk": {"S": [{"prefix": f"OUTBOX#{queue}#"}]}}}}


PUBLISHED = ["audit_event", "delivery_event", "vendor_event"]
HAPPENED = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": PUBLISHED}}}}


@rule
def stream_is_read_with_care(t):
    """By two readers, which is how many a stream takes."""
    queues = of_type(t["Main"], "AWS::SQS::Queue")
    mappings = properties(t["Main"], "AWS::Lambda::EventSourceMapping")
    read = {
        refers_to(mapping["FunctionName"]): [
            json.loads(f["Pattern"]) for f in mapping.get("FilterCriteria", {}).get("Filters", [])
        ]
        for mapping in mappings.values()
    }
    wanted = {"Events": [HAPPENED, new_mail("CREDENTIALS")], "Mailer": [new_mail("INVITATIONS")]}
    yield from expect(
        "mappings",
        (len(mappings) == len(wanted), "are not as many as a stream takes"),
        (read == wanted, "do not read what happened and each queue of the outbox once, and nothing else"),
    )
    for name, mapping in mappings.items():
        happened = refers_to(mapping["FunctionName"]) == "Events"
        failed = mapping.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        retries, age = mapping.get("MaximumRetryAttempts", -1), mapping.get("MaximumRecordAgeInSeconds", -1)
        yield from expect(
            name,
            (mapping.get("FunctionResponseTypes") == ["ReportBatchItemFailures"], "repeats whole batches"),
            (mapping.get("BisectBatchOnFunctionError") is True, "does not bisect"),
            (happened or 1 <= retries <= 20, "retries for ever or never"),
            (not happened or (retries == 10000 and age >= 72000), "gives up what no sweep finds"),
            (60 <= age < 86400, "keeps a record until the stream drops it"),
            (mapping.get("BatchSize") == (100 if happened else 25), "has another batch size"),
            (refers_to(failed, "Arn") in queues, "loses what fails"),
            (mapping.get("StartingPosition") == "TRIM_HORIZON", "skips what was written before it"),
        )


@rule
def webhooks_are_signed(t):
    """By Usher alone, with a secret that nobody chose, and nothing is lost on the way."""
    webhook, given = t["Webhook"], t["Sam"]["Resources"].get("Webhook", {})
    posting = properties(webhook, "AWS::Events::Rule")
    yield from expect(
        "Webhook",
        (given.get("Condition") == "HasWebhook", "is there without being asked for"),
        (len(posting) == 1, "posts nothing, or twice"),
    )
    for name, secret in of_type(webhook, "AWS::SecretsManager::Secret").items():
        made = secret["Properties"].get("GenerateSecretString")
        yield from expect(
            name,
            (is_kept(secret), "dies with its stack"),
            (made == {"PasswordLength": 64, "ExcludePunctuation": True}, "is not 48 random bytes in base 64"),
        )
    for name, event_rule in posting.items():
        (target,) = event_rule["Targets"]
        query = target.get("HttpParameters", {}).get("QueryStringParameters", {})
        signature = {f"webhook-{part}": f"$.detail.webhook.{part}" for part in ("id", "timestamp", "signature")}
        retries = target.get("RetryPolicy", {})
        yield from expect(
            name,
            (event_rule.get("EventPattern") == {"source": ["usher"]}, "posts other events"),
            (event_rule.get("EventBusName") == {"Ref": "EventBusName"}, "listens elsewhere"),
            (target.get("InputPath") == "$.detail.event", "posts something else than what is signed"),
            (query == signature, "posts without a signature"),
            (retries.get("MaximumEventAgeInSeconds") == 3600, "posts signatures that are too old to be taken"),
            (retries.get("MaximumRetryAttempts") == 185, "gives up before that"),
            (refers_to(target.get("DeadLetterConfig", {}).get("Arn"), "Arn") == "Failures", "loses what fails"),
        )
    for name, queue in properties(webhook, "AWS::SQS::Queue").items():
        alarm = properties(t["Observability"], "AWS::CloudWatch::Alarm").get("WebhookFailuresNotEmpty", {})
        yield from expect(
            name,
            (queue.get("SqsManagedSseEnabled") is True, "is not encrypted"),
            (queue.get("MessageRetentionPeriod", 0) >= 1209600, "forgets before anyone looks"),
            (bool(alarm.get("AlarmActions")), "fills up unseen"),
        )


@rule
def events_are_not_lost(t):
    main = t["Main"]
    queues = of_type(main, "AWS::SQS::Queue")
    policies = json.dumps(properties(main, "AWS::SQS::QueuePolicy"))
    invoked = {refers_to(c["FunctionName"]): c for c in properties(main, "AWS::Lambda::EventInvokeConfig").values()}
    for name, event_rule in properties(main, "AWS::Events::Rule").items():
        for target in event_rule["Targets"]:
            config = invoked.get(refers_to(target["Arn"], "Arn"), {})
            failed = config.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
            yield from expect(
                name,
                (
                    refers_to(target.get("DeadLetterConfig", {}).get("Arn"), "Arn") in queues,
                    "loses what it cannot deliver",
                ),
                ("MaximumRetryAttempts" in target.get("RetryPolicy", {}), "has no retry policy"),
                ("MaximumRetryAttempts" in config, "leaves its function's retries to chance"),
                (refers_to(failed, "Arn") in queues, "loses what its function fails on"),
                (json.dumps({"Fn::GetAtt": [name, "Arn"]}) in policies, "may not write to its queue"),
            )
    kinds = [("ScheduleExpression" in r, "EventPattern" in r) for r in properties(main, "AWS::Events::Rule").values()]
    wanted = [(False, True), (False, True), (True, False)]
    yield from expect("rules", (sorted(kinds) == wanted, "are not one schedule and two patterns"))


@rule
def queues_are_watched(t):
    alarmed = t["Sam"]["Resources"]["Observability"]["Properties"]["Parameters"]
    alarms = properties(t["Observability"], "AWS::CloudWatch::Alarm").values()
    watched = {refers_to(d["Value"]) for a in alarms if a.get("Namespace") == "AWS/SQS" for d in a["Dimensions"]}
    for name, queue in properties(t["Main"], "AWS::SQS::Queue").items():
        parameters = {key for key, value in alarmed.items() if refers_to(value, "QueueName") == name}
        yield from expect(
            name,
            (queue.get("SqsManagedSseEnabled") is True, "is not encrypted"),
            (queue.get("MessageRetentionPeriod", 0) >= 1209600, "forgets before anyone looks"),
            (bool(parameters & watched), "fills up unseen"),
        )


@rule
def mail_is_safe(t):
    name = t["Sam"]["Resources"]["Mail"]["Properties"]["Parameters"]["ConfigurationSetName"]
    for logical, configuration in properties(t["Mail"], "AWS::SES::ConfigurationSet").items():
        yield from expect(
            logical,
            (configuration.get("DeliveryOptions", {}).get("TlsPolicy") == "REQUIRE", "sends links in clear"),
            (
                configuration.get("ReputationOptions", {}).get("ReputationMetricsEnabled") is True,
                "has no reputation metrics",
            ),
            (
                sorted(configuration.get("SuppressionOptions", {}).get("SuppressedReasons", []))
                == ["BOUNCE", "COMPLAINT"],
                "suppresses nobody",
            ),
            ("TrackingOptions" not in configuration, "tracks readers"),
        )
    for logical, destination in properties(t["Mail"], "AWS::SES::ConfigurationSetEventDestination").items():
        events = set(destination["EventDestination"]["MatchingEventTypes"])
        wanted = {"send", "delivery", "bounce", "complaint", "reject", "renderingFailure", "deliveryDelay"}
        bus = json.dumps(destination["EventDestination"].get("EventBridgeDestination"))
        yield from expect(
            logical,
            (events == wanted, f"reports {sorted(events)}"),
            ("event-bus/default" in bus and destination["EventDestination"]["Enabled"] is True, "reports to nobody"),
        )
    for logical, event_rule in properties(t["Main"], "AWS::Events::Rule").items():
        if event_rule.get("EventPattern", {}).get("source") == ["aws.ses"]:
            mail = event_rule["EventPattern"].get("detail", {}).get("mail", {})
            yield from expect(
                logical, (mail.get("tags") == {"ses:configuration-set": [name]}, "hears other applications' mail")
            )
    for logical, function in properties(t["Main"], "AWS::Lambda::Function").items():
        used = function["Environment"]["Variables"].get("USHER_MAIL_CONFIGURATION_SET", name)
        yield from expect(logical, (used == name, "sends with another configuration set"))


@rule
def alarms_reach_somebody(t):
    given = t["Sam"]["Resources"]["Observability"]["Properties"]["Parameters"]
    functions = set(properties(t["Main"], "AWS::Lambda::Function"))
    alarms = properties(t["Observability"], "AWS::CloudWatch::Alarm")
    for name, alarm in alarms.items():
        yield from expect(name, (alarm.get("AlarmActions") == [{"Ref": "Alarms"}], "tells nobody"))
    for kind in ("Errors", "Throttles"):
        watching = {
            name: alarm["Metrics"] for name, alarm in alarms.items() if kind in json.dumps(alarm.get("Metrics"))
        }
        metrics = [m["MetricStat"]["Metric"] for some in watching.values() for m in some if "MetricStat" in m]
        watched = {refers_to(given.get(refers_to(m["Dimensions"][0]["Value"]))) for m in metrics}
        yield from expect(
            kind,
            (watched == functions, f"misses {sorted(functions - watched)}"),
            (all(len(some) <= 11 for some in watching.values()), "has more metrics than an alarm takes"),
        )
    metrics = {a.get("MetricName") for a in alarms.values()}
    for wanted in ("Reputation.BounceRate", "Reputation.ComplaintRate", "IteratorAge", "5xx", "Invocations"):
        yield from expect(wanted, (wanted in metrics, "is watched by no alarm"))


@rule
def unreadable_items_are_counted(t):
    """An alarm finds the log line of the store about an item that cannot be read, in every function's log."""
    alarm = properties(t["Observability"], "AWS::CloudWatch::Alarm").get("UnreadableItems", {})
    filters = properties(t["Observability"], "AWS::Logs::MetricFilter").values()
    counts = [f for f in filters if "UnreadableItems" in json.dumps(f["MetricTransformations"])]
    by_group = {json.dumps(f["LogGroupName"]): f for f in counts}
    groups = properties(t["Main"], "AWS::Logs::LogGroup")
    for name, function in properties(t["Main"], "AWS::Lambda::Function").items():
        group = groups.get(refers_to(function.get("LoggingConfig", {}).get("LogGroup")), {})
        found = by_group.get(json.dumps(group.get("LogGroupName")), {})
        message = re.search(r'\$\.fields\.message = ("[^"]+")', found.get("FilterPattern", ""))
        counted = [
            (m["MetricNamespace"], m["MetricName"], m["MetricValue"]) for m in found.get("MetricTransformations", [])
        ]
        yield from expect(
            name,
            (message is not None and message[1] in t["Store"], "is searched for nothing that the store logs"),
            (counted == [(alarm.get("Namespace"), alarm.get("MetricName"), "1")], "counts into no alarm"),
        )


# Stages


@rule
def stages_are_complete(t):
    needed = {name for name, parameter in t["Main"]["Parameters"].items() if "Default" not in parameter}
    for stage in ("dev", "prod"):
        commands = {command: it["parameters"] for command, it in t["Stages"].get(stage, {}).items()}
        deploy = commands.get("global", {})
        given = dict(pair.split("=", 1) for pair in deploy.get("parameter_overrides", "").split())
        yield from expect(
            stage,
            (given.get("Stage") == stage, "has no parameters of its own"),
            ("Architecture" in given, "does not say what `sam build` builds for"),
            (
                all("parameter_overrides" not in it for command, it in commands.items() if command != "global"),
                "builds something else than it deploys",
            ),
            (needed <= set(given), f"lacks {sorted(needed - set(given))}"),
            (
                set(given) <= set(t["Main"]["Parameters"]),
                f"sets what does not exist: {sorted(set(given) - set(t['Main']['Parameters']))}",
            ),
            (stage != "prod" or given.get("DeletionProtection") == "true", "has a table that can be deleted"),
        )
