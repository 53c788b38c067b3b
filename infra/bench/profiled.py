"""What a start or a call is made of: instructions by function, counted by callgrind in a build that keeps its names."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

import builds
import calls
import starts

# So many that the start does not show.
CALLS = 100
LONGEST_START = 120
LINES = 60
WIDTH = 160


def run(asked, others):
    """Prints where the instructions go of the start of a function, or with `function:call` of a call that it answers.
    `others` gives the functions that are needed beside it."""
    valgrind = shutil.which("valgrind")
    if not valgrind:
        sys.exit("install valgrind (Debian's package has this name) to see what a start or a call is made of")
    function, _, call = asked.partition(":")
    if function not in builds.names():
        sys.exit(f"there is no function `{function}`: {', '.join(builds.names())}")
    binary = builds.with_names(function)
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        counts = folder / "counts"
        command = [valgrind, "-q", "--tool=callgrind", f"--callgrind-out-file={counts}", str(binary)]
        if call:
            script = folder / function
            script.write_text(f"#!/bin/sh\nexec {' '.join(command)}\n")
            script.chmod(0o755)
            calls.run(calls.IN_USE, others() | builds.beside() | {function: script}, turns=1, calls=CALLS, only=[call])
        else:
            starts.start(command, starts.environments(folder)["tls"], LONGEST_START)
        annotated = subprocess.run(["callgrind_annotate", counts], check=True, capture_output=True, text=True)
    print("\n".join(line[:WIDTH] for line in annotated.stdout.splitlines()[:LINES]))
    return 0
