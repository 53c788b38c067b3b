"""The start of a function: from its process to the first event that it asks for."""

import pathlib
import subprocess
import sys
import tempfile
import threading
import time

from servers import Dynamo, Silent, certificate, serve

LONGEST = 20
SETTINGS = {
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "USHER_TABLE": "usher",
    "USHER_PAGES_URL": "https://portal.example",
    "USHER_MAIL_FROM": "usher@portal.example",
}


def cpu(process):
    """How many ms of CPU time all threads have taken, those that have ended as well: Linux's CPUCLOCK_SCHED."""
    return time.clock_gettime_ns(~process << 3 | 2) / 1e6


def resident(process):
    """How many MiB of memory a process has."""
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def start(command, environment, longest=LONGEST):
    """CPU time and memory of a function that has just asked for its first event, and the ended process."""
    started, ready, seen = threading.Event(), threading.Event(), {}

    class Runtime(Silent):
        def do_GET(self):
            started.wait(longest)
            seen["cpu"], seen["resident"] = cpu(process.pid), resident(process.pid)
            ready.set()
            self.close_connection = True

        def do_POST(self):
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.close_connection = True

    runtime = serve(Runtime)
    of_lambda = {
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{runtime.server_port}",
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_LOG_GROUP_NAME": "bench",
        "AWS_LAMBDA_LOG_STREAM_NAME": "bench",
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=environment | of_lambda, **quiet)
    started.set()
    asked = ready.wait(longest)
    process.terminate()
    process.wait()
    runtime.shutdown()
    runtime.server_close()
    if not asked:
        sys.exit(f"{command} did not ask for an event within {longest} s")
    return seen


def environments(folder):
    """What a function is told that reads over TLS, and one that reads over plain HTTP."""
    context, cert = certificate(folder)
    return {
        "tls": SETTINGS
        | {
            "AWS_ENDPOINT_URL": f"https://localhost:{serve(Dynamo, context).server_port}",
            "AWS_CA_BUNDLE": str(cert),
        },
        "plain": SETTINGS | {"AWS_ENDPOINT_URL": f"http://localhost:{serve(Dynamo).server_port}"},
    }


def measure(binaries, turns):
    """Samples of each binary's start, with TLS and without; the binaries take turns."""
    samples = {name: {"tls": [], "plain": [], "resident": []} for name in binaries}
    with tempfile.TemporaryDirectory() as folder:
        ways = environments(pathlib.Path(folder))
        for _ in range(turns):
            for name, binary in binaries.items():
                # Brings the file into memory, which Linux may have taken for others meanwhile; it is no sample.
                start([binary], ways["tls"])
                for way, environment in ways.items():
                    seen = start([binary], environment)
                    samples[name][way].append(seen["cpu"])
                    if way == "tls":
                        samples[name]["resident"].append(seen["resident"])
    return samples
