"""The back end of a portal, in Python: it signs people in, asks what they may do, invites, and hears what happens.

It needs Python alone. `examples/clients/run` starts it beside a local Usher, and runs `drive.py` on it.
"""

import json
import sys
import urllib.error
import urllib.request
import uuid
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from webhook import Refused, received

API, PORT, SECRET = sys.argv[1:]

# What happened, by the ids of the events: one that comes twice is one. A real portal has a table for it.
HEARD: dict[str, str] = {}


class UsherError(Exception):
    """Usher refused a request."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def usher(method: str, path: str, token: str | None = None, body: object = None) -> Any:
    """What Usher answers."""
    headers = {"content-type": "application/json", "idempotency-key": str(uuid.uuid4())}
    if token:
        headers["authorization"] = f"Bearer {token}"
    sent = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{API}{path}", sent, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        raise UsherError(refusal.code, json.load(refusal).get("code", "gateway")) from refusal


class Portal(BaseHTTPRequestHandler):
    """A request, and its answer."""

    def sign_in(self, body: bytes) -> None:
        given = json.loads(body)
        session = usher("POST", "/v1/sessions", body={"email": given["email"], "password": given["password"]})
        if session["outcome"] != "signed_in":
            return self.answer(200, {"next": session["outcome"]})
        cookie = f"portal={session['token']}; HttpOnly; Secure; SameSite=Strict; Path=/"
        return self.answer(200, {"next": "home"}, {"set-cookie": cookie})

    def invoices(self, _: bytes) -> None:
        token, account, user = self.who_calls()
        question = {"user": user, "permission": "invoices:read"}
        decided = usher("POST", f"/v1/accounts/{account}/access/check", token, question)
        if decided["allowed"]:
            self.answer(200, {"invoices": ["2026-001"]})
        else:
            self.answer(403, {"code": "forbidden"})

    def colleagues(self, body: bytes) -> None:
        token, account, _ = self.who_calls()
        given = json.loads(body)
        row = {name: given[name] for name in ("email", "given_name", "family_name")}
        row["grants"] = [{"role": given["role"], "units": "all"}]
        invited = usher("POST", f"/v1/accounts/{account}/invitations", token, {"invitations": [row]})
        self.answer(200, {"verdict": invited["results"][0]["verdict"]})

    def events(self, body: bytes) -> None:
        # As old as a signature can be behind an API destination. With headers, five minutes would do.
        query = dict(parse_qsl(urlsplit(self.path).query))
        headers = {name.lower(): value for name, value in self.headers.items()}
        event = received([SECRET], body, query | headers, tolerance=3900)
        HEARD[event["id"]] = event["type"]
        self.answer(204)

    def heard(self, _: bytes) -> None:
        self.answer(200, list(HEARD.values()))

    def who_calls(self) -> tuple[str, str, str]:
        """The token in the browser's cookie, the account that its user works in, and the user."""
        cookie = SimpleCookie(self.headers.get("cookie", "")).get("portal")
        if cookie is None:
            raise UsherError(401, "unauthenticated")
        account = usher("GET", "/v1/me", cookie.value)["accounts"][0]
        return cookie.value, account["id"], account["user"]["id"]

    ROUTES: ClassVar = {
        "POST /sign-in": sign_in,
        "GET /invoices": invoices,
        "POST /colleagues": colleagues,
        "POST /usher/events": events,
        "GET /heard": heard,
    }

    def handle_one(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        route = self.ROUTES.get(f"{self.command} {urlsplit(self.path).path}")
        if route is None:
            return self.answer(404, {"code": "not_found"})
        try:
            route(self, body)
        except UsherError as refused:
            self.answer(refused.status, {"code": refused.code})
        except Refused as refused:
            self.answer(401, {"code": "refused", "detail": str(refused)})

    do_GET = do_POST = handle_one

    def answer(self, status: int, body: object = None, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        sent = b"" if body is None else json.dumps(body).encode()
        for name, value in {"content-type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("content-length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_: object) -> None:
        """Nothing."""


ThreadingHTTPServer(("127.0.0.1", int(PORT)), Portal).serve_forever()
