"""Files of the package and of the operator that say what the tracker asks for: read once, at the start."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar


class Numbered(Protocol):
    """What a file holds: something with a code, in a version."""

    @property
    def code(self) -> str:
        """Give its code."""

    @property
    def version(self) -> int:
        """Give its version."""


Thing = TypeVar("Thing", bound=Numbered)


@dataclass(frozen=True)
class DataFile(Generic[Thing]):
    """What one file holds; `content` is its JSON in one spelling, so that equal content is equal text."""

    path: Path
    thing: Thing
    content: str


def read_files(folders: Sequence[Path], read: Callable[[Any], Thing]) -> dict[tuple[str, int], DataFile[Thing]]:
    """Read all files (`*.json`) of folders, by code and version in order; a folder that is missing holds none.

    Raises ValueError that names the file, what is wrong and what to do: for one that cannot be read, and for two that
    hold the same version with other words.
    """
    found: dict[tuple[str, int], DataFile[Thing]] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.json"))):
        file = _read(path, read)
        key = (file.thing.code, file.thing.version)
        other = found.setdefault(key, file)
        if other.content != file.content:
            raise ValueError(
                f"{path} holds version {key[1]} of {key[0]}, which {other.path} holds with other content. "
                "Give one of them the next version or another code."
            )
    return dict(sorted(found.items()))


def _read(path: Path, read: Callable[[Any], Thing]) -> DataFile[Thing]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        thing = read(data)
    except (OSError, ValueError, RecursionError) as error:
        raise ValueError(
            f"{path} cannot be used: {error}. Correct the file, or take it out of the folder, then start again."
        ) from error
    return DataFile(path, thing, json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
