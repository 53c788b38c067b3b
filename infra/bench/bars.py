"""The goals: the one table of what is measured, what it should be, and what CI holds it to.

CI builds the functions with the release profile, but without link-time optimisation, which takes a minute for each of
them. A limit is what such a build had reached when the limit was set, and a margin: a tenth for sizes, and as much
again for starts, which were two thirds longer on a slow machine. Lower it with each improvement.
"""

from dataclasses import dataclass
from statistics import median

# The calls that portals make most, by their names in tests/e2e/deployment/speed/stage.rs.
CALLS = {
    "session": "the current session",
    "check": "an access check",
    "user": "one user",
    "list": "a list of 50",
    "search": "a search of 20",
    "invitation": "one invitation",
}


# Calls that hash a password.
HASHING = ("sign_in", "accept", "proof")

# What better-auth does as well, and how many times less CPU time Usher is to take.
BETTER_AUTH = {
    "list": ("a list of 50", 6),
    "search": ("a search of 20", 5),
    "sign_in": ("a sign-in", 5),
    "accept": ("accepting an invitation", 4),
    "invitation": ("one invitation", 3),
    "deactivate": ("deactivating a user", 4),
}


@dataclass(frozen=True)
class Bar:
    """What is measured: `key` names it for programs, and `part` is the part of the benchmark that measures it."""

    key: str
    part: str
    what: str
    unit: str
    now: object
    goal: float | None = None
    limit: float | None = None
    # Whether the goal is the least that the figure may be.
    is_least: bool = False

    def is_met(self, now):
        return now >= self.goal if self.is_least else now <= self.goal

    def of(self, figures):
        """The figure; nothing if it was not measured."""
        try:
            return self.now(figures)
        except (KeyError, ValueError):
            return None


def ratio(samples, others):
    """How many times as much, turn by turn."""
    return median(one / other for one, other in zip(samples, others, strict=True))


def times_empty(figures, name, way):
    """The start of a function in multiples of the empty one's, which reads nothing in either way."""
    starts = figures["starts"]
    return ratio(starts[name][way], starts["empty"][way])


def readers(figures):
    """The functions that read before their first event: those with routes."""
    return [name for name in figures["routed"] if name in figures["starts"]]


def largest(figures):
    return max(figures["sizes"][name] for name in figures["functions"])


def slowest_start(way):
    return lambda figures: max(times_empty(figures, name, way) for name in readers(figures))


def most_resident(figures):
    return max(median(figures["starts"][name]["resident"]) for name in figures["functions"])


def most_after(what):
    return lambda figures: max(
        size for name, size in figures["calls"]["resident"].items() if name.endswith(f" after {what}")
    )


def call(name):
    """What a call takes: in multiples of a hash, or of a call of the empty function. Of the latter's calls, those count
    that had their turns with the shortest call: longer ones leave less in the caches."""
    other = name if name in HASHING else "session"
    return lambda figures: ratio(figures["calls"]["cpu"][name], figures["calls"]["beside"][other])


def many_rows(figures):
    cpu = figures["calls"]["cpu"]
    return median(cpu["invitations"]) / median(cpu["invitation"])


def first_list(kind):
    return lambda figures: sum(figures["first"][kind]["list"]) / sum(figures["first"][kind]["session"])


def many(what):
    return lambda figures: median(figures["inviting"]["1000"][what]) / median(figures["inviting"]["100"][what])


def better_auth(name):
    return lambda figures: figures["better-auth"][name] / median(figures["calls"]["cpu"][name])


EMPTY, HASH = "× an empty function", "× a hash of argon2 alone"

BARS = [
    Bar("size.largest", "sizes", "the largest function", "MB", largest, 6, limit=13),
    Bar("size.check", "sizes", "the function of access checks", "MB", lambda f: f["sizes"][f["checks"]],
        4, limit=8.1),
    Bar("start.plain.check", "starts", "start of the function of access checks, without TLS", EMPTY,
        lambda f: times_empty(f, f["checks"], "plain"), 1.5, limit=4.7),
    Bar("start.plain.users", "starts", "start of `users`, without TLS", EMPTY,
        lambda f: times_empty(f, "users", "plain"), 1.5, limit=4.6),
    Bar("start.plain.accept", "starts", "start of `accept`, without TLS", EMPTY,
        lambda f: times_empty(f, "accept", "plain"), 1.5, limit=5.2),
    Bar("start.tls", "starts", "the slowest start, with TLS and one read", EMPTY, slowest_start("tls"),
        2.2, limit=6.6),
    Bar("resident.start", "starts", "memory at the start", "MiB", most_resident, 8),
    Bar("resident.hashing", "calls", "memory after hashing", "MiB", most_after("hashing"), 28),
    Bar("resident.many", "calls", "memory after 1,000 invitations in one call", "MiB", most_after("many"), 12),
    *(
        Bar(f"call.{name}", "calls", f"CPU time of {what}", EMPTY, call(name), goal)
        for (name, what), goal in zip(CALLS.items(), (2.5, 3.5, 3.5, 9, 10, 10), strict=True)
    ),
    Bar("call.invitations", "calls", "CPU time of 1,000 invitations in one call", "× one invitation", many_rows),
    Bar("call.sign_in", "calls", "CPU time of a sign-in", HASH, call("sign_in"), 1.15),
    Bar("call.accept", "calls", "CPU time of accepting an invitation with a new password", HASH,
        call("accept")),
    Bar("first.share", "first", "first call with the share of 128 MB: a list of 50", "× the current session",
        first_list("waited"), 1.5),
    Bar("first.cpu", "first", "CPU time of the first call: a list of 50", "× the current session", first_list("cpu")),
    Bar("inviting.answer", "inviting", "1,000 invitations on the local system, until the answer", "× 100 invitations",
        many("answer"), 11),
    Bar("inviting.last", "inviting", "1,000 invitations on the local system, until the last email", "× 100 invitations",
        many("last"), 11),
    *(
        Bar(f"better-auth.{name}", "better-auth", f"CPU time of better-auth: {what}", "× Usher's", better_auth(name),
            goal, is_least=True)
        for name, (what, goal) in BETTER_AUTH.items()
    ),
]  # fmt: skip
