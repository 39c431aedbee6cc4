"""The file store: bytes kept under their own SHA-256, in a local folder or an S3 bucket (FILES_URL).

A file is made once and never changed; its row in the database is written after it, so that a row always has its file.
What is kept for a time alone (`keep_under`) lies in a folder of its own, and no other row can name the same bytes.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from urllib.parse import unquote, urlsplit

from flask import current_app

PIECE = 64 * 1024
IN_MEMORY = 1024 * 1024
"""Bytes of a file that are held in memory while it is checked; what is larger goes to a temporary file."""


class FileDamaged(Exception):
    """A file of the store is missing or no longer what was put in; the text names its path."""


class Store(Protocol):
    """Where the bytes lie."""

    def put(self, path: str, content: bytes) -> None:
        """Keep content under a path that is made from its hash; it survives a power cut when this returns."""

    def pieces(self, path: str) -> Iterator[bytes]:
        """Read a file piece by piece; raises FileNotFoundError."""

    def drop(self, path: str) -> None:
        """Take a file away; one that is not there is no error."""

    def listed(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """List the files in a folder and its folders, each with the moment since when it is there."""


class Folder:
    """A store in a local folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, content: bytes) -> None:
        """Write beside, sync, link into place, sync the folder: a name in the store never has half a file."""
        final = self.root / path
        new = [folder for folder in final.parents if folder.is_relative_to(self.root) and not folder.exists()]
        final.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", dir=final.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if not _holds(final, content):
                beside.replace(final)
        finally:
            beside.unlink(missing_ok=True)
        for folder in {final.parent, *(made.parent for made in new)}:
            _sync_folder(folder)

    def pieces(self, path: str) -> Iterator[bytes]:
        """Read a file piece by piece; raises FileNotFoundError."""
        with (self.root / path).open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def drop(self, path: str) -> None:
        """Take a file away; one that is not there is no error."""
        (self.root / path).unlink(missing_ok=True)

    def listed(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """List the files in a folder and its folders, each with the moment since when it is there."""
        for file in (self.root / folder).rglob("*"):
            with suppress(FileNotFoundError):
                if file.is_file():
                    yield file.relative_to(self.root).as_posix(), datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _holds(path: Path, content: bytes) -> bool:
    """Tell whether a file is there already, whole."""
    with suppress(FileNotFoundError):
        return path.read_bytes() == content
    return False


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@lru_cache(maxsize=8)
def store_at(url: str) -> Store:
    """Give the store at an address: `file:///folder`, or what the object storage library takes (`s3://bucket/prefix`)."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Folder(Path(unquote(parts.path)))
    store: Store = import_module("tracker.bucket").bucket_at(url)
    return store


def keep(content: bytes) -> str:
    """Store content for good under its own hash and give its path; the same content twice is one file."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"{sha256[:2]}/{sha256}"
    store_at(current_app.config["FILES_URL"]).put(path, content)
    return path


def keep_under(folder: str, content: bytes) -> str:
    """Store content for a time and give its path, which is made from its hash in a folder of its own."""
    path = f"{folder}/{hashlib.sha256(content).hexdigest()}"
    store_at(current_app.config["FILES_URL"]).put(path, content)
    return path


def forget(path: str) -> None:
    """Take away what `keep_under` stored; one that is gone already is no error."""
    store_at(current_app.config["FILES_URL"]).drop(path)


def left_under(folder: str, before: datetime) -> list[str]:
    """List what lies in a folder of `keep_under` since before a moment; a maker that was killed leaves such files."""
    return [path for path, since in store_at(current_app.config["FILES_URL"]).listed(folder) if since < before]


def read(path: str, sha256: str) -> bytes:
    """Give the content of a file that is whole; raises FileDamaged otherwise."""
    with open_whole(path, sha256) as file:
        return file.read()


def open_whole(path: str, sha256: str) -> BinaryIO:
    """Open a file that has been read to its end and found whole; raises FileDamaged otherwise."""
    whole = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (who asked for it closes it)
    seen = hashlib.sha256()
    try:
        for piece in store_at(current_app.config["FILES_URL"]).pieces(path):
            seen.update(piece)
            whole.write(piece)
    except FileNotFoundError as error:
        whole.close()
        raise FileDamaged(path) from error
    if seen.hexdigest() != sha256:
        whole.close()
        raise FileDamaged(path)
    whole.seek(0)
    return cast(BinaryIO, whole)
