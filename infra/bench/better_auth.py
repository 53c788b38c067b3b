"""The same work done by better-auth, in memory on one core: the CPU time of its process."""

import http.client
import json
import os
import shutil
import subprocess
import sys
from statistics import median

import starts
from builds import ROOT, TARGET

SERVER = ROOT / "infra/bench/better-auth"
# Until the engine has compiled what is called often.
WARM_UP, CALLS = 300, 100
PASSWORD = "correct horse battery staple"


def install():
    """A copy of the server with the packages that its lock file names."""
    folder = TARGET / "better-auth"
    folder.mkdir(parents=True, exist_ok=True)
    for file in SERVER.iterdir():
        shutil.copy(file, folder)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--loglevel=error"], cwd=folder, check=True, stdout=sys.stderr)
    return folder


class Client:
    """Calls the server as its administrator, or as another."""

    def __init__(self, port, organization):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.organization, self.cookie = organization, None

    def ask(self, path, body=None, cookie=None):
        headers = {"content-type": "application/json", "accept": "application/json"}
        if cookie := cookie or self.cookie:
            headers["cookie"] = cookie
        data = None if body is None else json.dumps(body).encode()
        self.connection.request("GET" if body is None else "POST", f"/api/auth{path}", data, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status == 200, (path, answer.status, text)
        return json.loads(text), (answer.headers.get("set-cookie") or "").split(";")[0]

    def sign_in(self, _=None):
        return self.ask("/sign-in/email", {"email": "ada@example.com", "password": PASSWORD})[1]

    def list(self, _):
        found, _ = self.ask(f"/organization/list-members?organizationId={self.organization}&limit=50")
        assert len(found["members"]) == 50

    def search(self, _):
        asked = "searchField=email&searchOperator=starts_with&searchValue=person-0"
        found, _ = self.ask(f"/admin/list-users?limit=20&sortBy=email&{asked}")
        assert len(found["users"]) == 20

    def invite(self, email):
        body = {"email": email, "role": "member", "organizationId": self.organization}
        return self.ask("/organization/invite-member", body)[0]["id"]

    def invitation(self, number):
        self.invite(f"one-{number}@example.com")

    def accept(self, invited):
        email, invitation = invited
        _, cookie = self.ask("/sign-up/email", {"email": email, "name": "Grace Hopper", "password": PASSWORD})
        self.ask("/organization/accept-invitation", {"invitationId": invitation}, cookie)

    def deactivate(self, number):
        self.ask("/admin/ban-user", {"userId": f"person-{number}"})


def samples(process, call, arguments):
    """The CPU time of each call, once the engine knows it."""
    taken = []
    for argument in arguments:
        before = starts.cpu(process)
        call(argument)
        taken.append(starts.cpu(process) - before)
    return taken[-CALLS:]


def measure():
    """CPU time in ms of each kind of call, in the median."""
    one_core = min(os.sched_getaffinity(0))
    command = ["taskset", "-c", str(one_core), "node", "server.mjs"]
    process = subprocess.Popen(command, cwd=install(), stdout=subprocess.PIPE, text=True)
    try:
        said = json.loads(process.stdout.readline())
        client = Client(said["port"], said["organizationId"])
        client.cookie = client.sign_in()
        numbers = range(WARM_UP + CALLS)
        calls = {name: (getattr(client, name), numbers) for name in ("list", "search", "invitation", "deactivate")}
        hashing = range(CALLS)
        guests = [(email := f"guest-{number}@example.com", client.invite(email)) for number in hashing]
        calls |= {"sign_in": (client.sign_in, hashing), "accept": (client.accept, guests)}
        return {name: median(samples(process.pid, *call)) for name, call in calls.items()}
    finally:
        process.terminate()
        process.wait()
