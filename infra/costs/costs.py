"""Computes docs/costs.md from the measured units of docs/data-model.md, the templates and prices.json.

python infra/costs/costs.py            compares, as CI does
python infra/costs/costs.py --write    writes
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/costs.md"
BEGIN = "<!-- costs: python infra/costs/costs.py --write -->\n"
END = "<!-- end of the costs -->\n"
PRICES = json.loads((ROOT / "infra/costs/prices.json").read_text())
USD = {name: price["usd"] for name, price in PRICES["aws"].items()}

# Estimates: nobody has measured them on AWS. Milliseconds are billed time, with the wait for DynamoDB.
MS, HASHING_MS, MAIL_MS = 12, 70, 150
GB, HASHING_GB = 256 / 1024, 1769 / 1024
# The access log's line, the function's own, and Lambda's three.
LOG_BYTES = 1600
USERS, BYTES_A_USER = 100_000, 17_000
MINUTES = 60 * 24 * 30


def units():
    """What each operation reads and writes, as a test has measured it."""
    table = (ROOT / "docs/data-model.md").read_text().split("<!-- costs:", 1)[1]
    rows = re.findall(r"^\| (.+) \| [^|]+ \| ([\d.]+) \| ([\d.]+) \|$", table, re.MULTILINE)
    return {name: (float(read), float(write)) for name, read, write in rows}


UNITS = units()


class Cost:
    """What something costs, by service."""

    def __init__(self, **by_service):
        self.by_service = by_service

    def __add__(self, other):
        names = {*self.by_service, *other.by_service}
        return Cost(**{name: self.by_service.get(name, 0) + other.by_service.get(name, 0) for name in names})

    def __mul__(self, times):
        return Cost(**{name: usd * times for name, usd in self.by_service.items()})

    @property
    def total(self):
        return sum(self.by_service.values())


def table(operation):
    read, write = UNITS[operation]
    return Cost(DynamoDB=(read * USD["dynamodb_read_million"] + write * USD["dynamodb_write_million"]) / 1e6)


def function(ms=MS, gb=GB):
    spent = USD["lambda_million"] / 1e6 + ms / 1000 * gb * USD["lambda_gb_second"]
    return Cost(Lambda=spent, logs=LOG_BYTES / 1e9 * USD["logs_gb"])


def request(operation, ms=MS, gb=GB):
    """A request of the API."""
    return table(operation) + function(ms, gb) + Cost(API=USD["api_million"] / 1e6)


def kms(calls):
    return Cost(KMS=calls * USD["kms_ten_thousand"] / 1e4)


def event():
    """What is published of a change: events of several changes go together, here one by one."""
    return function() + Cost(EventBridge=USD["events_million"] / 1e6)


def email():
    sent = table("mailer: an email") + function(MAIL_MS) + Cost(SES=USD["ses_thousand"] / 1e3)
    told = [table(f"mailer: SES reports `Email {what}`") + function() for what in ("Sent", "Delivered")]
    return sent + told[0] + told[1] + event()


def fixed():
    """What a stage costs in a month without any request."""
    observability = (ROOT / "infra/observability.yaml").read_text()
    single = len(re.findall(r"^      MetricName: ", observability, re.MULTILINE))
    several = len(re.findall(r"^              MetricName: ", observability, re.MULTILINE))
    metrics = set(re.findall(r"MetricName: (\w+), MetricValue", observability))
    dashboards = observability.count("Type: AWS::CloudWatch::Dashboard")
    watching = Cost(
        alarms=(single + several) * USD["alarm_metric"],
        metrics=len(metrics) * USD["metric"],
        dashboards=dashboards * USD["dashboard"],
    )
    return watching + Cost(keys=3 * USD["kms_key"]) + (table("sweeper: nothing is due") + function(40)) * MINUTES


def stored():
    gigabytes = USERS * BYTES_A_USER / 1e9
    return Cost(DynamoDB=gigabytes * (USD["dynamodb_gb"] + USD["dynamodb_recovery_gb"]))


SIGN_IN = request("`POST /v1/sessions`", HASHING_MS, HASHING_GB)
SECOND = request("`POST /v1/sessions`, with a second factor", HASHING_MS, HASHING_GB) + (
    request("`POST /v1/sessions/second-factor`", MS, HASHING_GB) + kms(1)
)
CHECK = request("`POST …/access/check`")
INVITED = request("`POST …/invitations`, 50 rows", 400) * (1 / 50) + event() + email()
ACCEPTED = request("`POST /v1/invitations/accept`, a new person", HASHING_MS, HASHING_GB) + event() * 2

WORK = [
    ("1,000 invitations in bulk, delivered", INVITED * 1000),
    ("1,000 acceptances with a new password", ACCEPTED * 1000),
    ("1,000 sign-ins", SIGN_IN * 1000),
    ("1,000 sign-ins with a second factor", SECOND * 1000),
    ("1,000,000 access checks", CHECK * 1_000_000),
    ("1,000,000 requests that read one user", request("`GET …/users/{user}`") * 1_000_000),
    ("a month in which nothing happens", fixed()),
    ("100,000 users stored, recoverable, in a month", stored()),
]


def month(sign_in):
    """100,000 people who are active: a million sign-ins, three million checks, two million reads."""
    checks, reads = CHECK * 3_000_000, request("`GET …/users/{user}`") * 2_000_000
    return sign_in * 1_000_000 + checks + reads + INVITED * 10_000 + ACCEPTED * 8_000 + fixed() + stored()


def dollars(usd):
    return "$0" if usd == 0 else f"${usd:,.0f}" if usd >= 100 else f"${usd:,.2f}" if usd >= 0.1 else f"${usd:.4f}"


def page():
    yield f"Prices of {PRICES['region']}, read on {PRICES['read']}, without free tiers and taxes.\n\n"
    yield "| what | DynamoDB | all else | total |\n|---|--:|--:|--:|\n"
    for what, cost in WORK:
        data = cost.by_service.get("DynamoDB", 0)
        yield f"| {what} | {dollars(data)} | {dollars(cost.total - data)} | {dollars(cost.total)} |\n"
    yield "\nA month with 100,000 active people, a million sign-ins, three million access checks, "
    yield "two million reads of a user, 10,000 invitations and 8,000 acceptances:\n\n"
    yield "| with | in a month | where the price is from |\n|---|--:|---|\n"
    yield f"| Usher, passwords only | {dollars(month(SIGN_IN).total)} | below |\n"
    yield f"| Usher, second factors for all | {dollars(month(SECOND).total)} | below |\n"
    for name, other in PRICES["others"].items():
        price = other["month"] + max(0, USERS - other["free"]) * other["user"]
        yield f"| {name} | {dollars(price)} | {other['source']} |\n"
    yield "\n| AWS's price of | USD | where it is from |\n|---|--:|---|\n"
    for price in PRICES["aws"].values():
        yield f"| {price['what']} | {price['usd']:.10g} | {price['source']} |\n"


def main():
    text = PAGE.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    wanted = before + BEGIN + "".join(page()) + END + after
    if "--write" in sys.argv[1:]:
        PAGE.write_text(wanted)
    elif wanted != text:
        print(f"{PAGE.name} is out of date: python infra/costs/costs.py --write", file=sys.stderr)
        return 1
    print(
        f"{len(WORK)} kinds of work, {len(PRICES['others'])} other products; docs/costs.md is what comes of the prices"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
