"""A browser and a forger on the back end of a portal, whichever language it is written in.

drive.py <portal> <api> <mailbox> <operator token> <webhook secret>
"""

import base64
import hashlib
import hmac
import json
import sys
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode

PORTAL, API, MAILBOX, OPERATOR_TOKEN, SECRET = sys.argv[1:]
PASSWORD = "correct horse battery staple"

Answer = tuple[int, Any, Any]


def ask(method: str, url: str, body: object = None, headers: dict[str, str] | None = None) -> Answer:
    """The status, the JSON and the headers of an answer."""
    sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"content-type": "application/json", **(headers or {})}
    request = urllib.request.Request(url, sent, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.loads(answer.read() or b"null"), answer.headers
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read() or b"null"), refusal.headers


def until(what: str, found: Any) -> Any:
    """What `found` gives, once it gives something."""
    for _ in range(200):
        result = found()
        if result:
            return result
        time.sleep(0.1)
    raise TimeoutError(what)


def accept(email: str) -> None:
    """Follows the link of an invitation."""
    mail = until(f"no mail to {email}", lambda: ask("GET", f"{MAILBOX}/api/messages?to={email}")[1])
    token = mail[-1]["links"][0].split("#token=")[1]
    status, answer, _ = ask("POST", f"{API}/v1/invitations/accept", {"token": token, "password": PASSWORD})
    assert status == 200, answer


def sign_in(email: str) -> dict[str, str]:
    """The cookie of someone who signs in at the portal."""
    status, _, headers = ask("POST", f"{PORTAL}/sign-in", {"email": email, "password": PASSWORD})
    assert status == 200, status
    return {"cookie": headers["set-cookie"].split(";")[0]}


def people() -> None:
    """An administrator signs in, reads invoices and invites; her colleague may only read."""
    administrator = {"email": "ada@portal.example", "given_name": "Ada", "family_name": "Lovelace"}
    account = {"name": "Northwind", "preset": "invoicing", "administrator": administrator}
    operator = {"authorization": f"Bearer {OPERATOR_TOKEN}"}
    status, created, _ = ask("POST", f"{API}/v1/accounts", account, operator)
    assert status == 201, created
    accept("ada@portal.example")
    status, refused, _ = ask("POST", f"{PORTAL}/sign-in", {"email": "ada@portal.example", "password": "wrong password"})
    assert (status, refused["code"]) == (401, "wrong_credentials"), refused
    assert ask("GET", f"{PORTAL}/invoices")[0] == 401
    ada = sign_in("ada@portal.example")
    assert ask("GET", f"{PORTAL}/invoices", headers=ada)[:2] == (200, {"invoices": ["2026-001"]})
    grace = {"email": "grace@portal.example", "given_name": "Grace", "family_name": "Hopper", "role": "read"}
    assert ask("POST", f"{PORTAL}/colleagues", grace, ada)[1] == {"verdict": "invited"}
    assert ask("POST", f"{PORTAL}/colleagues", grace, ada)[1] == {"verdict": "already_invited"}
    accept("grace@portal.example")
    cookie = sign_in("grace@portal.example")
    assert ask("GET", f"{PORTAL}/invoices", headers=cookie)[0] == 200
    status, refused, _ = ask("POST", f"{PORTAL}/colleagues", grace | {"email": "eve@portal.example"}, cookie)
    assert (status, refused["code"]) == (403, "forbidden"), refused


def heard() -> list[str]:
    """What the portal has heard."""
    types: list[str] = ask("GET", f"{PORTAL}/heard")[1]
    return types


def everything_is_heard() -> None:
    """Each event reaches the portal, signed as it takes it."""

    def is_heard() -> bool:
        published = ask("GET", f"{MAILBOX}/api/events")[1]
        types = heard()
        return types.count("invitation.accepted") == 2 and len(types) == len({event["id"] for event in published})

    until("the portal did not hear of everything", is_heard)
    for kind in ("account.created", "invitation.delivery_changed", "user.activated"):
        assert kind in heard(), kind


def signed(body: bytes, identity: str, at: int, secret: str) -> dict[str, str]:
    """What a message has beside its body."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.digest(key, f"{identity}.{at}.".encode() + body, hashlib.sha256)
    signature = f"v1,{base64.b64encode(made).decode()}"
    return {"webhook-id": identity, "webhook-timestamp": str(at), "webhook-signature": signature}


def post(body: bytes, headers: dict[str, str], query: dict[str, str] | None = None) -> int:
    """The status that the portal answers a message with."""
    return ask("POST", f"{PORTAL}/usher/events?{urlencode(query or {})}", body, headers)[0]


def forgeries() -> None:
    """What is forged, old or changed is refused; what EventBridge makes of a message is taken, and once."""
    now = int(time.time())
    event = {"after": {"name": 'Zoë\u2028 "</script>\u0007'}, "id": "evt_1", "type": "unit.renamed"}
    body = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    good = signed(body, "evt_1", now, SECRET)
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    assert post(body, {}) == 401, "no signature"
    assert post(body, signed(body, "evt_1", now, other)) == 401, "a forged one"
    assert post(body, signed(body, "evt_1", now - 7200, SECRET)) == 401, "an old one"
    assert post(body, signed(body, "evt_1", now + 7200, SECRET)) == 401, "one from the future"
    assert post(body.replace(b"renamed", b"retired"), good) == 401, "a changed body"
    assert post(body, good | {"webhook-id": "evt_2"}) == 401, "another id"
    assert post(body, good | {"webhook-timestamp": str(now - 1)}) == 401, "another time"
    assert post(body, signed(body, "evt_2", now, SECRET)) == 401, "the id of another event"
    assert post(b"[]", signed(b"[]", "evt_1", now, SECRET)) == 401, "no event"
    assert "unit.renamed" not in heard(), heard()
    respaced = json.dumps(dict(reversed(event.items()))).encode()
    assert respaced != body
    assert post(respaced, {}, good) == 204, "in the query, written in another way"
    assert post(respaced.replace(b"renamed", b"retired"), {}, good) == 401, "in the query, with a changed body"
    assert post(body, good) == 204, "the same again"
    assert post(body, good | {"webhook-signature": f"v1,AAAA {good['webhook-signature']}"}) == 204, "one of two"
    assert heard().count("unit.renamed") == 1, "and it is one event"


people()
everything_is_heard()
forgeries()
print(f"{len(heard())} events heard")
