"""Runs infra/preflight against tools and an AWS of its own, over HTTP: each thing that is missing must be named.

python infra/checks/preflight.py
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOT = pathlib.Path(__file__).resolve().parents[2]
VERSIONS = {"sam": "SAM CLI, version 1.160.0", "cargo": "cargo 1.95.0", "cargo-lambda": "1.9.0", "zig": "0.15.1"}
CALLER = (
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/a</Arn>"
    "<UserId>A</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)


class Aws(BaseHTTPRequestHandler):
    """Answers what the server's `world` says."""

    def answer(self, status, body, kind="application/json", error=None):
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        if error:
            self.send_header("x-amzn-errortype", error)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        world = self.server.world
        if self.path == "/v2/email/account":
            quota = {"MaxSendRate": 14.0, "Max24HourSend": 50000.0, "SentLast24Hours": 0.0}
            body = {"ProductionAccessEnabled": not world["sandbox"], "SendingEnabled": not world["paused"]}
            self.answer(200, body | {"SendQuota": quota})
        elif self.path.startswith("/v2/email/identities/"):
            known = self.path.rpartition("/")[2] in world["verified"]
            found = {"VerifiedForSendingStatus": True, "DkimAttributes": {"Status": world["dkim"]}}
            self.answer(
                *((200, found) if known else (404, {"message": "no"})), error=None if known else "NotFoundException"
            )
        else:
            self.answer(200, {"AccountLimit": {"ConcurrentExecutions": world["concurrency"]}})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        if "DynamoDB" in self.headers.get("x-amz-target", ""):
            if self.server.world["table"]:
                return self.answer(200, {"Table": {"TableName": "usher-dev"}}, "application/x-amz-json-1.0")
            kind = "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"
            return self.answer(400, {"__type": kind, "message": "no"}, "application/x-amz-json-1.0")
        if self.server.world["credentials"]:
            return self.answer(200, CALLER, "text/xml")
        refused = "<ErrorResponse><Error><Code>InvalidClientTokenId</Code></Error></ErrorResponse>"
        return self.answer(403, refused, "text/xml")

    def log_message(self, *_):
        pass


def run(tree, server, versions, **world):
    """What preflight prints, and whether it is content."""
    usual = {
        "sandbox": False,
        "paused": False,
        "verified": ["mail.portal.dev"],
        "concurrency": 1000,
        "credentials": True,
        "dkim": "SUCCESS",
        "table": False,
        "region": True,
        "stage": "dev",
    }
    server.world = usual | world
    tools = tree / "tools"
    shutil.rmtree(tools, ignore_errors=True)
    tools.mkdir()
    for name, says in versions.items():
        (tools / name).write_text(f"#!/bin/sh\necho '{says}'\n")
        (tools / name).chmod(0o755)
    environment = {
        "PATH": f"{tools}:/bin:/usr/bin",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_MAX_ATTEMPTS": "1",
        "HOME": os.devnull,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if not server.world["region"]:
        environment = {name: value for name, value in environment.items() if "REGION" not in name}
    command = [sys.executable, str(tree / "infra/preflight"), server.world["stage"]]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    problems = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Aws)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as where:
        tree = pathlib.Path(where)
        (tree / "infra").mkdir()
        shutil.copy(ROOT / "infra/preflight", tree / "infra/preflight")
        settings = (ROOT / "samconfig.toml").read_text()
        own = settings.replace("dev.example.com", "mail.portal.dev").replace("example.com", "portal.dev")
        old = {**VERSIONS, "sam": "SAM CLI, version 1.120.0"}
        without = {name: says for name, says in VERSIONS.items() if name != "cargo-lambda"}
        cases = [
            ("everything is there", 0, "nothing is missing", own, VERSIONS, {}),
            ("the example's domain", 1, "your own domain", settings, VERSIONS, {"verified": ["dev.example.com"]}),
            ("an old SAM", 1, "sam 1.156 or later, not 1.120", own, old, {}),
            ("no cargo-lambda", 1, "missing  cargo-lambda", own, without, {}),
            ("an old cargo", 1, "cargo 1.95 or later, not 1.80", own, {**VERSIONS, "cargo": "cargo 1.80.0"}, {}),
            ("no region", 1, "a region: set AWS_REGION", own, VERSIONS, {"region": False}),
            ("no such stage", 1, "a stage `test`", own, VERSIONS, {"stage": "test"}),
            ("no DKIM yet", 0, "has no DKIM (PENDING)", own, VERSIONS, {"dkim": "PENDING"}),
            ("a table that was kept", 0, "the table usher-dev is there", own, VERSIONS, {"table": True}),
            ("nobody for alarms", 0, "alarms reach nobody", own, VERSIONS, {}),
            (
                "an identity that the stack makes",
                0,
                "the stack makes the identity",
                own.replace("Stage=dev", "Stage=dev MailDomain=mail.portal.dev"),
                VERSIONS,
                {"verified": []},
            ),
            ("no credentials", 1, "credentials that AWS takes", own, VERSIONS, {"credentials": False}),
            ("no identity", 1, "an SES identity for", own, VERSIONS, {"verified": []}),
            ("a paused account", 1, "paused sending", own, VERSIONS, {"paused": True}),
            ("the sandbox", 0, "in its sandbox", own, VERSIONS, {"sandbox": True}),
            ("little concurrency", 0, "10 functions at once", own, VERSIONS, {"concurrency": 10}),
            (
                "a table that is not there",
                1,
                "ExistingTable names",
                own.replace("Stage=dev", "Stage=dev ExistingTable=gone"),
                VERSIONS,
                {},
            ),
        ]
        for what, status, says, config, versions, world in cases:
            (tree / "samconfig.toml").write_text(config)
            got, text = run(tree, server, versions, **world)
            if got != status or says not in text:
                problems.append(f"{what}: {got}, not {status}, or without `{says}`:\n{text}")
    print("\n".join(problems) or f"preflight names what is missing in {len(cases)} cases")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
