"""The file store: the same content is one file, a name never has half a file, and damage is told."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from obstore.store import MemoryStore

from tracker import files
from tracker.bucket import Bucket

pytestmark = pytest.mark.once
CONTENT = b"The plan of the first ward." * 20_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def folder(app: Flask) -> Path:
    """Give the folder of the test's store."""
    return Path(app.config["FILES_URL"].removeprefix("file://"))


def test_what_is_kept_can_be_read(app: Flask) -> None:
    path = files.keep(CONTENT)
    assert path == f"{SHA256[:2]}/{SHA256}"
    assert files.read(path, SHA256) == CONTENT
    with files.open_whole(path, SHA256) as file:
        assert file.read(9) == b"The plan "


def test_the_same_content_is_one_file_and_is_not_written_again(app: Flask) -> None:
    path = files.keep(CONTENT)
    before = (folder(app) / path).stat()
    assert files.keep(CONTENT) == path
    after = (folder(app) / path).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert [one.name for one in (folder(app) / path).parent.iterdir()] == [SHA256]


@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied", "deleted", "longer"])
def test_a_damaged_file_is_never_given(app: Flask, damage: str) -> None:
    path = files.keep(CONTENT)
    file = folder(app) / path
    changed = {"flipped": b"X" + CONTENT[1:], "cut": CONTENT[:-1], "emptied": b"", "longer": CONTENT + b"\n"}
    if damage == "deleted":
        file.unlink()
    else:
        file.write_bytes(changed[damage])
    with pytest.raises(files.FileDamaged, match=SHA256):
        files.read(path, SHA256)


def test_keeping_a_damaged_file_again_mends_it(app: Flask) -> None:
    path = files.keep(CONTENT)
    (folder(app) / path).write_bytes(CONTENT[:100])
    files.keep(CONTENT)
    assert files.read(path, SHA256) == CONTENT


def test_bytes_are_on_the_disk_before_their_name_and_the_name_before_the_answer(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every step is in its order: content synced, then linked into place, then each new folder's parent synced."""
    steps: list[str] = []
    sync, replace = os.fsync, Path.replace

    def note_sync(handle: int) -> None:
        steps.append(f"sync {'folder' if Path(f'/proc/self/fd/{handle}').resolve().is_dir() else 'file'}")
        sync(handle)

    def note_replace(source: Path, target: Path) -> Path:
        steps.append("name")
        return replace(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "replace", note_replace)
    files.keep(CONTENT)
    assert steps[:2] == ["sync file", "name"]
    assert steps[2:] == ["sync folder"] * len(steps[2:])
    assert len(steps[2:]) >= 2


def test_a_failed_write_leaves_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.keep(CONTENT)
    assert [one for one in folder(app).rglob("*") if one.is_file()] == []


@pytest.mark.settings(FILES_URL="memory:///")
def test_an_object_storage_serves_as_well(app: Flask) -> None:
    path = files.keep(CONTENT)
    assert files.keep(CONTENT) == path
    assert files.read(path, SHA256) == CONTENT
    with pytest.raises(files.FileDamaged):
        files.read("aa/absent", SHA256)
    with pytest.raises(files.FileDamaged):
        files.read(path, "0" * 64)


def test_what_was_kept_for_a_time_is_listed_by_its_age(app: Flask) -> None:
    files.keep(CONTENT)
    path = files.keep_under("exports/one", CONTENT)
    now = datetime.now(UTC)
    assert files.left_under("exports", now - timedelta(minutes=1)) == []
    assert files.left_under("exports", now + timedelta(minutes=1)) == [path]
    assert files.left_under("nothing", now) == []


def test_a_bucket_lists_like_a_folder() -> None:
    bucket = Bucket(MemoryStore())
    bucket.put("exports/one/a", CONTENT)
    bucket.put("ab/cd", CONTENT)
    ((path, since),) = bucket.listed("exports")
    assert path == "exports/one/a"
    assert since <= datetime.now(UTC)
