"""A vendor moves in and looks after accounts, with the command-line client, while a back end hears what happens.

vendor.py <usher> <api> <mailbox> <dynamodb> <operator token> <port of the back end> <webhook secret>
"""

import base64
import csv
import hashlib
import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from webhook import Refused, received

USHER, API, MAILBOX, DYNAMODB, OPERATOR_TOKEN, PORT, SECRET = sys.argv[1:]
PASSWORD = "correct horse battery staple"
PEOPLE = 1000

Json = dict[str, Any]


class BackEnd(BaseHTTPRequestHandler):
    """Takes events whose signature is right, and keeps them by id."""

    heard: ClassVar[dict[str, Json]] = {}

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        given = {name.lower(): value for name, value in self.headers.items()}
        try:
            event = received([SECRET], body, given)
            self.heard[event["id"]] = event
            self.send_response(204)
        except Refused as refusal:
            print(refusal, file=sys.stderr)
            self.send_response(401)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


def usher(*arguments: str, exits: int = 0) -> Any:
    """What the command-line client prints."""
    command = [USHER, "--url", API, "--token", OPERATOR_TOKEN, "--output", "json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == exits, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return json.loads(done.stdout) if done.stdout.strip() else None


def ask(method: str, path: str, body: object = None, token: str | None = None, base: str = API) -> tuple[int, Any]:
    """The status and the JSON of an answer."""
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    sent = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, sent, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read() or b"null")


def until(what: str, found: Any) -> Any:
    """What `found` gives, once it gives something."""
    for _ in range(600):
        result = found()
        if result:
            return result
        time.sleep(0.1)
    raise TimeoutError(what)


def accept(email: str) -> None:
    """Follows the link of an invitation."""
    mail = until(f"no email to {email}", lambda: ask("GET", f"/api/messages?to={email}", base=MAILBOX)[1])
    token = mail[-1]["links"][0].split("#token=")[1]
    status, answer = ask("POST", "/v1/invitations/accept", {"token": token, "password": PASSWORD})
    assert status == 200, answer


def sign_in(email: str) -> tuple[int, Any]:
    """The answer to someone who signs in."""
    return ask("POST", "/v1/sessions", {"email": email, "password": PASSWORD})


# The rules: two models


def model(name: str, clerk: list[str]) -> Json:
    """An access model with an owner and clerks."""
    return {
        "name": name,
        "title": name.title(),
        "resources": {"orders": {"title": "Orders", "actions": ["read", "create", "refund"]}},
        "roles": {
            "owner": {"title": "Owner", "permissions": ["*:*"]},
            "clerk": {"title": "Clerk", "permissions": clerk, "customizable": ["orders:create"]},
        },
        "policies": {"invitation": {"lifetime": "48h", "names": "optional"}},
    }


def made(name: str, document: Json) -> str:
    """A new model; its id."""
    created = usher("create-model", "--name", name, "--access-model", json.dumps(document))
    identity: str = created["model"]["id"]
    return identity


def opened(name: str, model: str) -> str:
    """An account that follows a model, whose owner has accepted; its id."""
    owner = {"email": f"olga@{name}.example", "given_name": "Olga", "family_name": "Owner"}
    arguments = ["--name", name.title(), "--model", model, "--external-id", f"crm-{name}"]
    created = usher("create-account", *arguments, "--administrator", json.dumps(owner))
    accept(owner["email"])
    identity: str = created["account"]["id"]
    return identity


# The people: four kinds of hashes


def base64_of(value: bytes) -> str:
    """Base 64 as PHC strings have it."""
    return base64.b64encode(value).decode().rstrip("=")


def hashes(number: int) -> str:
    """A hash of the password, of one of four kinds, as cheap as they come."""
    salt = f"saltsalt{number:08}".encode()
    kind = number % 4
    if kind == 0:
        key = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, 1000)
        return f"pbkdf2_sha256$1000${salt.decode()}${base64.b64encode(key).decode()}"
    if kind == 1:
        key = hashlib.scrypt(PASSWORD.encode(), salt=salt, n=1024, r=8, p=1, dklen=32)
        return f"$scrypt$ln=10,r=8,p=1${base64_of(salt)}${base64_of(key)}"
    if kind == 2:
        key = hashlib.pbkdf2_hmac("sha512", PASSWORD.encode(), salt, 1000)
        return f"$pbkdf2-sha512$i=1000${base64_of(salt)}${base64_of(key)}"
    return "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG"


def address(number: int) -> str:
    """The address of one of the thousand."""
    return f"clerk{number:04}@north.example"


def moved_in(account: str, file: Path) -> None:
    """A thousand people, as the file of another system has them; the same file again changes nothing."""
    with file.open("w", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["email", "given_name", "family_name", "role", "password_hash"])
        rows.writerows([address(n), f"Given{n}", f"Family{n}", "clerk", hashes(n)] for n in range(PEOPLE))
    told = usher("import", account, str(file), "--dry-run")
    assert told["verdicts"] == {"imported": PEOPLE}, told
    done = usher("import", account, str(file))
    assert done["verdicts"] == {"imported": PEOPLE}, done
    again = usher("import", account, str(file))
    assert again["verdicts"] == {"unchanged": PEOPLE}, again


def stored_hash(email: str) -> str:
    """The hash of a person's password, as an export has it."""
    command = [USHER, "export", "--table", "usher", "--dynamodb", DYNAMODB, "--region", "us-east-1", "--secrets"]
    keys = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    lines = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, env=keys).stdout
    items = [json.loads(line) for line in lines.splitlines()]
    [found] = [item["password"] for item in items if item["kind"] == "person" and item["email"] == email]
    return str(found)


def signs_in_and_is_renewed() -> None:
    """Some of each kind sign in, and get a hash of Usher's own."""
    for number in range(40):
        status, answer = sign_in(address(number))
        assert (status, answer["outcome"]) == (201, "signed_in"), (number, answer)
    for number in range(4):
        assert stored_hash(address(number)).startswith("$argon2id$v=19$m=19456,t=2,p=1$"), number
    assert "$argon2" not in stored_hash(address(44)), "who has not come keeps the hash of the other system"


# The roll-out: rehearsed, refused, mended, done


def outcomes(told: Json) -> list[str]:
    """What became of each account, in one word each."""
    return sorted(account["outcome"] for account in told["accounts"])


def rolled_out(model_id: str, document: Json) -> None:
    """A version without the clerks is refused where there are clerks; one with less for them is rehearsed and done."""
    without = json.loads(json.dumps(document))
    del without["roles"]["clerk"]
    version = str(usher("publish-model-version", model_id, "--access-model", json.dumps(without))["version"])
    rehearsal = usher("roll-out-model", model_id, "--version", version, "--dry-run", "true")
    assert outcomes(rehearsal) == ["changed", "refused"], rehearsal
    done = usher("roll-out-model", model_id, "--version", version)
    assert outcomes(done) == ["changed", "refused"], done
    mended = json.loads(json.dumps(document))
    mended["roles"]["clerk"]["permissions"] = ["orders:refund"]
    version = str(usher("publish-model-version", model_id, "--access-model", json.dumps(mended))["version"])
    rehearsal = usher("roll-out-model", model_id, "--version", version, "--dry-run", "true")
    assert outcomes(rehearsal) == ["changed", "changed"], rehearsal
    done = usher("roll-out-model", model_id, "--version", version)
    assert outcomes(done) == ["changed", "changed"], done


def story(file: Path) -> None:
    """The whole of it."""
    shops, desks = model("shops", ["orders:read"]), model("desks", ["orders:read", "orders:create"])
    shop, desk = made("Shops", shops), made("Desks", desks)
    north, south, east = opened("north", shop), opened("south", shop), opened("east", desk)
    moved_in(north, file)
    signs_in_and_is_renewed()
    rolled_out(shop, shops)
    token = sign_in(address(1))[1]["token"]
    question = {"permission": "orders:refund"}
    assert ask("POST", f"/v1/accounts/{north}/access/check", question, token)[1]["allowed"], "the new version holds"

    usher("suspend-account", east)
    status, refused = sign_in("olga@east.example")
    assert (status, refused["code"]) == (403, "account_suspended"), refused
    assert usher("list-accounts", "--status", "suspended")["data"][0]["external_id"] == "crm-east"
    usher("resume-account", east)
    assert sign_in("olga@east.example")[0] == 201

    gone = address(2)
    assert usher("export-person", "--email", gone)["places"][0]["account"] == north
    usher("erase-person", "--email", gone)
    assert sign_in(gone)[0] == 401
    assert usher("export-person", "--email", gone)["person"] is None
    assert usher("list-managed-users", south, "--query", "olga")["data"][0]["email"] == "olga@south.example"


def everything_is_heard() -> None:
    """Each event reaches the back end, once it is published, and names the accounts as the vendor does."""

    def is_heard() -> bool:
        published = ask("GET", "/api/events", base=MAILBOX)[1]
        return {event["id"] for event in published} == BackEnd.heard.keys()

    until("not all was heard", is_heard)
    kinds = [event["type"] for event in BackEnd.heard.values()]
    assert kinds.count("user.imported") == PEOPLE, kinds.count("user.imported")
    once = ["model.created", "model.published", "model.rolled_out", "account.suspended", "account.resumed"]
    for kind in [*once, "person.exported", "person.erased", "user.erased", "access_model.replaced"]:
        assert kind in kinds, kind
    imported = next(event for event in BackEnd.heard.values() if event["type"] == "user.imported")
    assert imported["account"]["external_id"] == "crm-north", imported


server = ThreadingHTTPServer(("127.0.0.1", int(PORT)), BackEnd)
threading.Thread(target=server.serve_forever, daemon=True).start()
with tempfile.TemporaryDirectory() as folder:
    story(Path(folder) / "people.csv")
everything_is_heard()
print(f"{PEOPLE} people moved in, {len(BackEnd.heard)} events heard")
