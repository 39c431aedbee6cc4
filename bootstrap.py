"""Build the project's own Python environment, `.venv`, from `uv.lock`.

Needs Python 3.11 and its standard library, nothing else: no pip, no ensurepip, no compiler. The lock names the one `uv`
that may be used and the hash it must have; that `uv` then installs what the lock names, each file checked by its hash.

    python3 bootstrap.py                  what the application runs on
    python3 bootstrap.py --dev            with what its tests and checks need
    python3 bootstrap.py --postgres       with what PostgreSQL and the production server need

Parts that were asked for once stay installed. When nothing changed it ends at once.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

try:
    import tomllib
except ModuleNotFoundError:
    sys.exit(f"Python 3.11 or newer is needed, and this is {platform.python_version()}. Try: make PYTHON=python3.11")

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "uv.lock"
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "bootstrap.json"
TOOLS = ROOT / ".tools"
PARTS = {"dev": ("--group", "dev"), "postgres": ("--extra", "postgres")}
MACHINES = {"amd64": "x86_64", "arm64": "aarch64", "armv8l": "armv7l"}
DOWNLOAD_TIMEOUT_SECONDS = 60


class BootstrapError(Exception):
    """The environment could not be made; the text says why and what to do."""


def main(arguments: list[str]) -> int:
    """Bring `.venv` in line with the lock; return the exit status for the shell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for part in PARTS:
        parser.add_argument(f"--{part}", action="store_true")
    asked = vars(parser.parse_args(arguments))
    try:
        build({part for part in PARTS if asked[part]})
    except BootstrapError as error:
        print(f"bootstrap: {error}", file=sys.stderr)
        return 1
    return 0


def build(asked: set[str]) -> None:
    """Install what the lock names for the asked parts, beside those asked for earlier."""
    lock = LOCK.read_bytes()
    before = read_stamp()
    parts = sorted(asked | set(before.get("parts", [])))
    now = {"lock": hashlib.sha256(lock).hexdigest(), "parts": parts}
    if now == before and (ENVIRONMENT / "bin" / "python").exists():
        return
    sync(uv_of(tomllib.loads(lock.decode())), parts)
    STAMP.write_text(json.dumps(now))


def read_stamp() -> dict[str, Any]:
    """Tell what `.venv` was built from; empty when that is not known."""
    try:
        stamp: dict[str, Any] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def sync(uv: Path, parts: list[str]) -> None:
    """Let `uv` make `.venv` hold the runtime and the given parts, exactly as locked."""
    settings = {
        "UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT),
        "UV_PYTHON": sys.executable or shutil.which("python3") or "python3",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_SYSTEM_CERTS": "1",
        "UV_COMPILE_BYTECODE": "1",
    }
    inherited = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    options = [word for part in parts for word in PARTS[part]]
    done = subprocess.run([uv, "sync", "--frozen", *options], cwd=ROOT, env=inherited | settings)
    if done.returncode:
        raise BootstrapError(
            "the packages could not be installed; the reason stands above. What is already there is kept: "
            "put it right (network, proxy, disk space) and run the same command again."
        )


def uv_of(lock: dict[str, Any]) -> Path:
    """Return the program `uv` that the lock names, fetched into `.tools` unless it is there."""
    package = next(package for package in lock["package"] if package["name"] == "uv")
    program = TOOLS / f"uv-{package['version']}" / "uv"
    if not program.exists():
        wheel = fitting(package["wheels"])
        print(f"Fetching uv {package['version']} ({wheel['size'] / 1e6:.0f} MB)", flush=True)
        unpack(fetch(wheel["url"], wheel["hash"]), program)
    return program


def fitting(wheels: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the wheel made for this machine. Raises BootstrapError when the lock has none."""
    for wheel in wheels:
        tags = wheel["url"].rpartition("/")[2].removesuffix(".whl").split("-")[-1]
        if any(runs_here(tag) for tag in tags.split(".")):
            return wheel
    raise BootstrapError(
        f"the lock has no uv for {platform.system()} on {platform.machine()}. "
        "Linux and macOS are supported; on Windows use its Linux subsystem (WSL)."
    )


def runs_here(tag: str) -> bool:
    """Tell whether a wheel with this platform tag (PEP 600, 656) runs on this machine."""
    machine = MACHINES.get(platform.machine().lower(), platform.machine().lower())
    if platform.system() == "Darwin":
        return tag.startswith("macosx_") and tag.endswith("_arm64" if machine == "aarch64" else f"_{machine}")
    if platform.system() != "Linux" or not tag.endswith(f"_{machine}"):
        return False
    kind, *version = tag.removesuffix(f"_{machine}").split("_")
    glibc = glibc_version()
    if kind == "manylinux":
        return glibc >= tuple(int(number) for number in version)
    return kind == "linux" or (kind == "musllinux" and not glibc)


def glibc_version() -> tuple[int, ...]:
    """Return the version of the C library, such as (2, 36); empty where it is musl."""
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (OSError, ValueError):
        return ()
    return tuple(int(number) for number in version.split(".")[:2]) if name == "glibc" else ()


def fetch(url: str, wanted: str) -> bytes:
    """Return what lies at `url` once its hash is the wanted one (`sha256:…`)."""
    try:
        with urllib.request.urlopen(url, timeout=DOWNLOAD_TIMEOUT_SECONDS) as answer:
            content: bytes = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise BootstrapError(
            f"{url} could not be fetched: {error}. The first run needs the internet. Behind a proxy set HTTPS_PROXY; "
            "where the network has its own certificates set SSL_CERT_FILE. Then run the same command again."
        ) from error
    found = f"sha256:{hashlib.sha256(content).hexdigest()}"
    if found != wanted:
        raise BootstrapError(
            f"{url} is not the file that uv.lock names: expected {wanted}, got {found}. Nothing was installed. "
            "Run it again; if it stays so, something between here and there changes files, or uv.lock was altered: "
            "compare it with the project's (git diff uv.lock)."
        )
    return content


def unpack(wheel: bytes, program: Path) -> None:
    """Write the program `uv` out of its wheel; it is there whole or not at all."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        member = next(name for name in archive.namelist() if name.endswith(".data/scripts/uv"))
        content = archive.read(member)
    program.parent.mkdir(parents=True, exist_ok=True)
    beside = program.with_suffix(f".{os.getpid()}")
    beside.write_bytes(content)
    beside.chmod(0o755)
    beside.replace(program)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
