"""Inviting many people in one call, on the local system as `cargo dev` runs it."""

import contextlib
import json
import subprocess
import time
import urllib.request

from builds import ROOT, TARGET, cargo

COUNTS = (100, 1000)
LONGEST = 300
OVERLAP = 50
PASSWORD = "correct horse battery staple"


def ask(url, body=None, token=None):
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=LONGEST) as answer:
        return json.load(answer)


@contextlib.contextmanager
def local_system():
    """One of one's own: the addresses of the API and the mailbox, and the operator's token."""
    command = [TARGET / "debug/usher-local", "--port", "0", "--mailbox-port", "0", "--log", "error"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        ready = dict(word.split("=", 1) for word in process.stdout.readline().split()[1:])
        yield ready["api"], ready["mailbox"], ready["operator_token"]
    finally:
        process.terminate()
        process.wait()


def messages(mailbox, after=None):
    return ask(f"{mailbox}/api/messages" + (f"?after={after}" if after else ""))


def administrator(api, mailbox, operator):
    """A new account, and the session of its administrator."""
    email = "ada@example.com"
    who = {"email": email, "given_name": "Ada", "family_name": "Lovelace"}
    created = ask(f"{api}/v1/accounts", {"name": "Northwind", "preset": "invoicing", "administrator": who}, operator)
    while not (mails := messages(mailbox)):
        time.sleep(0.05)
    link = mails[0]["links"][0].split("#token=")[1]
    ask(f"{api}/v1/invitations/accept", {"token": link, "password": PASSWORD})
    session = ask(f"{api}/v1/sessions", {"email": email, "password": PASSWORD})["token"]
    return created["account"]["id"], session, messages(mailbox)[-1]["id"]


def invite(count):
    """Seconds until the answer to a call with so many rows, and until the last email."""
    row = {"given_name": "Grace", "family_name": "Hopper", "grants": [{"role": "read", "units": "all"}]}
    rows = [row | {"email": f"guest-{number}@example.com"} for number in range(count)]
    with local_system() as (api, mailbox, operator):
        account, session, last = administrator(api, mailbox, operator)
        began = time.monotonic()
        answer = ask(f"{api}/v1/accounts/{account}/invitations", {"invitations": rows}, session)
        answered = time.monotonic() - began
        assert all(result["verdict"] == "invited" for result in answer["results"])
        seen = [last]
        while len(set(seen)) <= count:
            # An email can appear in front of others that were sent at the same time.
            seen += [message["id"] for message in messages(mailbox, seen[-min(len(seen), OVERLAP)])]
            if time.monotonic() - began > LONGEST:
                raise TimeoutError(f"{len(set(seen)) - 1} of {count} emails were sent within {LONGEST} s")
            time.sleep(0.02)
        return answered, time.monotonic() - began


def measure(turns):
    """The seconds for each count, each time on a new system."""
    cargo("build", "--workspace", "--locked", "--bin", "usher-local")
    seconds = {str(count): {"answer": [], "last": []} for count in COUNTS}
    for _ in range(turns):
        for count in COUNTS:
            answer, last = invite(count)
            seconds[str(count)]["answer"].append(answer)
            seconds[str(count)]["last"].append(last)
    return seconds
