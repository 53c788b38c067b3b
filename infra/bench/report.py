"""What was measured, for people and for programs."""

import json
import os
import platform
import subprocess
from statistics import median

from bars import BARS, CALLS, HASHING, call, times_empty
from builds import ROOT

NONE = "–"


def number(value):
    if value is None:
        return NONE
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def machine():
    """What was measured, and where."""
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return f"{revision.stdout.strip() or 'this tree'} on {platform.machine()} with {os.cpu_count()} cores"


def bars(figures):
    """A row for each bar: what, now, goal, met."""
    rows = []
    for bar in BARS:
        now = bar.of(figures)
        met = NONE if now is None or bar.goal is None else "yes" if bar.is_met(now) else "no"
        unit = "" if now is None else f" {bar.unit}"
        rows.append([bar.what, number(now) + unit, NONE if bar.goal is None else f"{bar.goal:g}", met])
    return ["what", "now", "goal", "met"], rows


def functions(figures):
    """A row for each function: how large it is, and what its start takes."""
    rows = []
    after = figures.get("calls", {}).get("resident", {})
    for name in ["empty", *figures["functions"]]:
        row = [f"`{name}`" if name != "empty" else "an empty one", f"{figures['sizes'][name]:.2f} MB"]
        if "starts" in figures:
            starts = figures["starts"][name]
            for way in ("tls", "plain"):
                row += [f"{median(starts[way]):.2f} ms", f"{times_empty(figures, name, way):.2f}"]
            row.append(f"{median(starts['resident']):.1f}")
        else:
            row += [NONE] * 5
        row += [number(after.get(f"{name} after {what}")) for what in ("hashing", "many")]
        rows.append(row)
    columns = ["function", "size", "start", "× empty", "without TLS", "× empty", "MiB", "after hashing", "after 1,000"]
    return columns, rows


def calls(figures):
    """A row for each call: the CPU time that it takes of a function in use, and of one that has just started."""
    cpu, beside = figures["calls"]["cpu"], figures["calls"]["beside"]
    first = figures.get("first", {"cpu": {}, "waited": {}})
    rows = []
    for name, what in (CALLS | OTHERS).items():
        times = f"{number(call(name)(figures))} × {'hash' if name in HASHING else 'empty'}" if name in beside else NONE
        row = [what, f"{median(cpu[name]):.2f} ms", times]
        for kind in ("cpu", "waited"):
            samples = first[kind].get(name)
            row.append(f"{sum(samples) / len(samples):.2f} ms" if samples else NONE)
        rows.append(row)
    return ["call", "CPU time", "times", "CPU time of the first", "the first, with the share of 128 MB"], rows


OTHERS = {
    "deactivate": "deactivating a user",
    "invitations": "1,000 invitations",
    "sign_in": "a sign-in",
    "accept": "accepting with a new password",
    "proof": "a proof with a password",
}


def tables(figures):
    """The tables that can be filled."""
    yield bars(figures)
    if "sizes" in figures:
        yield functions(figures)
    if "calls" in figures:
        yield calls(figures)


def text(figures):
    """Everything, for a terminal."""
    lines = [f"{machine()}; medians of turns"]
    for columns, rows in tables(figures):
        widths = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]
        lines.append("")
        for row in [columns, *rows]:
            cells = [
                cell.ljust(width) if at == 0 else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            lines.append("  ".join(cells).rstrip())
    if "first" in figures and not figures["first"]["waited"]:
        lines += ["", "No cgroup can be made here: first calls with the share of a small function were not measured."]
    return "\n".join(lines)


def markdown(columns, rows):
    """A table of a document; a figure that misses its goal is bold."""
    is_missed = columns[-1] == "met"
    lines = ["| " + " | ".join(columns) + " |", "|---" + "|--:" * (len(columns) - 1) + "|"]
    for what, now, *others in rows:
        shown = f"**{now}**" if is_missed and others[-1] == "no" else now
        lines.append("| " + " | ".join([what, shown, *others]) + " |")
    return "\n".join(lines)


def for_programs(figures):
    rows = [
        {
            "key": bar.key,
            "what": bar.what,
            "unit": bar.unit,
            "now": bar.of(figures),
            "goal": bar.goal,
            "limit": bar.limit,
        }
        for bar in BARS
    ]
    return json.dumps({"machine": machine(), "bars": rows, "figures": figures}, indent=2)
