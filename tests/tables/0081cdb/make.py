"""Makes the table of this folder: what Usher at commit 0081cdb stores after a while of use.

    git worktree add ../usher-0081cdb 0081cdb && (cd ../usher-0081cdb && cargo build --package usher-local)
    python3 make.py ../usher-0081cdb/target/debug/usher-local

Five accounts, one for each preset, and one with an access model of its own; people in every status, whom known.json
names with what they know. items.jsonl has the table's items as DynamoDB writes them.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import datetime

HERE = pathlib.Path(__file__).parent
PASSWORD = "correct horse battery staple"

OFFICE = {
    "name": "office",
    "title": "Office",
    "units": {"noun": "floor", "reach": "selected"},
    "resources": {"tasks": {"title": "Tasks", "actions": ["read", "write"]}},
    "roles": {
        "owner": {"title": "Owner", "permissions": ["*:*"]},
        "manager": {"title": "Manager", "permissions": ["account:*", "users:read", "users:invite", "tasks:read"]},
        "caretaker": {"title": "Caretaker", "permissions": ["*:manage", "tasks:read"]},
        "worker": {"title": "Worker", "permissions": ["tasks:read"], "customizable": ["tasks:write", "account:manage"]},
    },
    "policies": {"invitation": {"lifetime": "30d", "names": "inviter"}, "roles_per_user": "several"},
}

# Each preset's role of an ordinary user.
ROLES = {
    "invoicing": "read",
    "portal": "user",
    "mailing": "user",
    "billing": "normal_user",
    "warranty": "claims_manager",
    "office": "worker",
}

# Where users can be deactivated.
DEACTIVATING = ("portal", "billing", "warranty", "office")


class Usher:
    def __init__(self, ready):
        self.api, self.mailbox, self.operator = (ready[name] for name in ("api", "mailbox", "operator_token"))

    def send(self, method, path, body=None, token=None, base=None):
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request((base or self.api) + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            sys.exit(f"{method} {path}: {refusal.code} {refusal.read().decode()}")
        return json.loads(text) if text else None

    def link(self, email, seen=0):
        for _ in range(200):
            text = urllib.request.urlopen(f"{self.mailbox}/api/messages?to={email}", timeout=10).read().decode()
            found = list(dict.fromkeys(re.findall(r"ush_[a-z0-9]+_[A-Za-z0-9_-]+", text)))
            if len(found) > seen:
                return found[-1]
            time.sleep(0.1)
        sys.exit(f"no email to {email}")

    def accept(self, email):
        token = self.link(email)
        asked = self.send("POST", "/v1/invitations/lookup", {"token": token})
        body = {"token": token, "password": PASSWORD}
        if asked["names_wanted"]:
            body |= {"given_name": "Grace", "family_name": "Hopper"}
        self.send("POST", "/v1/invitations/accept", body)

    def sign_in(self, email):
        return self.send("POST", "/v1/sessions", {"email": email, "password": PASSWORD})["token"]

    def advance(self, by):
        self.send("POST", "/api/clock/advance", {"by": by}, base=self.mailbox)

    def now(self):
        return datetime.fromisoformat(self.send("GET", "/api/clock", base=self.mailbox)["now"])


def code(secret, now):
    counter = struct.pack(">Q", int(now.timestamp()) // 30)
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def account(usher, name, known):
    """An account with an active user, one who is pending, one who is deactivated, and a unit where it has units."""
    administrator = f"ada@{name}.example"
    model = {"access_model": OFFICE} if name == "office" else {"preset": name}
    who = {"email": administrator, "given_name": "Ada", "family_name": "Lovelace"}
    body = {"name": f"The {name}", "product_name": "Brightbill", "support_address": "help@brightbill.example"}
    created = usher.send("POST", "/v1/accounts", body | model | {"administrator": who}, usher.operator)
    identity = created["account"]["id"]
    usher.accept(administrator)
    token = usher.sign_in(administrator)
    path = f"/v1/accounts/{identity}"
    told = {"account": identity, "administrator": administrator, "unit": None}
    units = "all"
    if name in ("portal", "billing", "office"):
        told["unit"] = usher.send("POST", f"{path}/units", {"name": "Harbour Street"}, token)["id"]
    if name in ("portal", "billing"):
        units = [told["unit"]]
    grant = {"role": ROLES[name], "units": units}
    if name == "portal":
        grant["permissions"] = ["reports:use"]
    if name == "office":
        grant["permissions"] = ["account:manage"]
    people = {"active": "grace", "pending": "mary"} | ({"deactivated": "alan"} if name in DEACTIVATING else {})
    for status, who in people.items():
        email = f"{who}@{name}.example"
        names = {} if name == "mailing" else {"given_name": who.title(), "family_name": "Østergård"}
        row = {"email": email, "grants": [grant]} | names
        told[status] = {"email": email}
        answer = usher.send("POST", f"{path}/invitations", {"invitations": [row]}, token)["results"][0]
        if answer["verdict"] != "invited":
            sys.exit(f"{name}: {answer}")
        told[status]["user"] = answer["user"]
        if status != "pending":
            usher.accept(email)
        else:
            told[status]["link"] = usher.link(email)
            told[status]["invitation"] = answer["invitation"]
    if name in DEACTIVATING:
        usher.send("POST", f"{path}/users/{told['deactivated']['user']}/deactivate", {}, token)
    known["accounts"][name] = told
    return path, token


def story(usher):
    known = {"password": PASSWORD, "accounts": {}}
    # An invitation that expires: what follows is later.
    expired = "edsger@warranty.example"
    for name, role in ROLES.items():
        path, token = account(usher, name, known)
        if name == "warranty":
            row = {"email": expired, "given_name": "Edsger", "family_name": "Dijkstra"}
            row["grants"] = [{"role": role, "units": "all"}]
            answer = usher.send("POST", f"{path}/invitations", {"invitations": [row]}, token)
            told = {"email": expired, "link": usher.link(expired), "invitation": answer["results"][0]["invitation"]}
            known["expired"] = told
            usher.advance("31d")
            for pending in known["accounts"].values():
                invitation = pending["pending"]["invitation"]
                again = usher.sign_in(pending["administrator"])
                where = f"/v1/accounts/{pending['account']}/invitations/{invitation}/resend"
                usher.send("POST", where, {}, again)
                pending["pending"]["link"] = usher.link(pending["pending"]["email"], seen=1)
        if name == "billing":
            made = usher.send("POST", f"{path}/api-tokens", {"name": "integration"}, token)
            known["api_token"] = made["token"]
    # One person in two accounts, with a second factor.
    both = known["accounts"]["portal"]["active"]["email"]
    path = f"/v1/accounts/{known['accounts']['mailing']['account']}"
    row = {"email": both, "grants": [{"role": "user", "units": "all"}]}
    by = usher.sign_in(known["accounts"]["mailing"]["administrator"])
    usher.send("POST", f"{path}/invitations", {"invitations": [row]}, by)
    link = usher.link(both, seen=1)
    names = {"given_name": "Grace", "family_name": "Hopper"}
    usher.send("POST", "/v1/invitations/accept", {"token": link} | names, usher.sign_in(both))
    token = usher.sign_in(both)
    enrolment = usher.send("POST", "/v1/me/second-factor", {"password": PASSWORD}, token)
    first = code(enrolment["secret"], usher.now())
    codes = usher.send("POST", "/v1/me/second-factor/confirm", {"code": first}, token)
    known["in_two"] = {"email": both, "session": token, "secret": enrolment["secret"]}
    known["in_two"]["recovery_code"] = codes["recovery_codes"][0]
    # A link to set a new password, not used yet.
    reset = known["accounts"]["invoicing"]["active"]["email"]
    usher.send("POST", "/v1/password-resets", {"email": reset})
    known["reset"] = {"email": reset, "link": usher.link(reset, seen=1)}
    # A session, opened last so that it counts for a while.
    known["session"] = usher.sign_in(known["accounts"]["office"]["administrator"])
    known["now"] = usher.now().isoformat()
    return known


def plain(items):
    return sorted(json.dumps(item, sort_keys=True, ensure_ascii=False) for item in items)


def scan(endpoint):
    """Every item. The engine takes any signature."""
    items, start = [], {}
    while True:
        headers = {
            "content-type": "application/x-amz-json-1.0",
            "x-amz-target": "DynamoDB_20120810.Scan",
            "authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, "
            "SignedHeaders=host, Signature=a",
            "x-amz-date": "20260101T000000Z",
        }
        body = json.dumps({"TableName": "usher"} | start).encode()
        with urllib.request.urlopen(urllib.request.Request(endpoint, body, headers), timeout=30) as answer:
            page = json.load(answer)
        items += page["Items"]
        if "LastEvaluatedKey" not in page:
            return items
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def engine(process, ready):
    """Where the engine listens: of the ports of the process, the one that is asked for a scan and answers."""
    listening = subprocess.run(["ss", "-ltnp"], capture_output=True, text=True, check=True).stdout
    ports = re.findall(rf"127\.0\.0\.1:(\d+)\s.*pid={process.pid},", listening)
    for port in ports:
        endpoint = f"http://127.0.0.1:{port}"
        if endpoint in ready.values():
            continue
        try:
            scan(endpoint)
        except (urllib.error.HTTPError, KeyError, ValueError):
            continue
        return endpoint
    sys.exit("the engine is not found")


def main():
    with tempfile.TemporaryDirectory() as data:
        arguments = ["--port", "0", "--mailbox-port", "0", "--data-dir", data]
        process = subprocess.Popen([sys.argv[1], *arguments], stdout=subprocess.PIPE, text=True)
        try:
            line = process.stdout.readline()
            ready = dict(part.split("=", 1) for part in line.split()[1:])
            known = story(Usher(ready))
            items = plain(scan(engine(process, ready)))
            secrets = (pathlib.Path(data) / "kms-secrets.key").read_bytes()
            known["kms_secrets"] = base64.b64encode(secrets).decode()
        finally:
            process.terminate()
            process.wait(20)
    (HERE / "items.jsonl").write_text("\n".join(items) + "\n")
    (HERE / "known.json").write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n")
    print(len(items), "items")


if __name__ == "__main__":
    main()
