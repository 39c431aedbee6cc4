"""Servers in processes of their own: started, waited for, and ended by their own number."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket
from time import perf_counter, sleep

from bench.browser import Unexpected
from bench.stores import ROOT, Store
from serve_demo import LISTEN

LONGEST_START_SECONDS = 60
PAUSE_SECONDS = 0.005


@contextmanager
def measured_server(store: Store) -> Iterator[int]:
    """Run the server that is measured; gives its port."""
    with _running(store, "bench.server", stdout=subprocess.PIPE) as process:
        line = process.stdout.readline() if process.stdout else b""
        if not line:
            raise Unexpected("the server did not start; the reason stands above")
        yield int(line)


@contextmanager
def first_look(store: Store) -> Iterator[tuple[int, int, float]]:
    """Run what `make run` starts; gives its port, its process number, and the seconds until it first answered."""
    port = _free_port()
    began = perf_counter()
    with _running(store, "serve_demo", "--port", str(port), stdout=subprocess.DEVNULL) as process:
        while not _answers(port):
            if process.poll() is not None or perf_counter() - began > LONGEST_START_SECONDS:
                raise Unexpected("serve_demo did not start; the reason stands above")
            sleep(PAUSE_SECONDS)
        yield port, process.pid, perf_counter() - began


@contextmanager
def _running(store: Store, module: str, *words: str, stdout: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", module, *words]
    with subprocess.Popen(command, cwd=ROOT, env=store.environment, stdout=stdout) as process:
        try:
            yield process
        finally:
            process.terminate()


def _free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as probe:
        probe.bind((LISTEN, 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    """Tell whether the sign-in page comes."""
    connection = HTTPConnection(LISTEN, port, timeout=10)
    try:
        connection.request("GET", "/sign-in")
        return bool(connection.getresponse().read())
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def memory_mb(process: int) -> float:
    """Tell how much memory a process holds now (resident set), in MB; needs Linux."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    resident = next(line for line in lines if line.startswith("VmRSS:"))
    return int(resident.split()[1]) * 1024 / 1_000_000
