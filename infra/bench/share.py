"""The share of a core that a small function has."""

import contextlib
import os
import pathlib

# Lambda gives a whole core at 1,769 MB.
SHARE = 128 / 1769
# In microseconds. The share of 20 ms is more than the least that Linux takes, 1 ms.
PERIOD = 20_000
QUOTA = round(PERIOD * SHARE)
GROUPS = pathlib.Path("/sys/fs/cgroup")


@contextlib.contextmanager
def of_a_small_function():
    """A cgroup with that share, by its list of processes; nothing if this machine lets nobody make one."""
    name = f"usher-bench-{os.getpid()}"
    for group, settings in (
        (GROUPS / "cpu" / name, {"cpu.cfs_period_us": PERIOD, "cpu.cfs_quota_us": QUOTA}),
        (GROUPS / name, {"cpu.max": f"{QUOTA} {PERIOD}"}),
    ):
        try:
            if (group.parent / "cgroup.subtree_control").exists():
                (group.parent / "cgroup.subtree_control").write_text("+cpu")
            group.mkdir()
        except OSError:
            continue
        try:
            for setting, value in settings.items():
                (group / setting).write_text(str(value))
        except OSError:
            group.rmdir()
            continue
        try:
            yield group / "cgroup.procs"
        finally:
            group.rmdir()
        return
    yield None
