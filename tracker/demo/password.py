"""The one password of all demonstration accounts: given by DEMO_PASSWORD, or made and kept by the instance."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without those that are easily taken for others."""


def new_password() -> str:
    """Make a password that can be read out: four groups of four letters, 80 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _place in range(4)) for _group in range(4))


def kept(file: Path, make: Callable[[], str]) -> str:
    """Give the secret that a file keeps; it is made first, readable by its owner only, when there is no such file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(make() + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    return file.read_text(encoding="utf-8").strip()


def replace(file: Path, secret: str) -> None:
    """Let the file keep another secret."""
    file.unlink(missing_ok=True)
    kept(file, lambda: secret)
