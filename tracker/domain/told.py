"""What a file written by hand says, read key by key, so that whoever wrote it learns what is wrong with it."""

import re
from collections.abc import Mapping
from typing import Any

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


class Told:
    """The keys of one object of a file; every reading raises ValueError that says what is missing or of a wrong kind.

    `name` is what the object is called in that sentence: a framework.
    """

    def __init__(self, data: Any, name: str) -> None:
        if not isinstance(data, Mapping):
            raise ValueError(f"{name} is an object in braces, not {_shown(data)}")
        self._data, self._name = data, name

    def has(self, key: str) -> bool:
        """Tell whether a key is there and says something."""
        return self._data.get(key) is not None

    def line(self, key: str) -> str:
        """Give a text that is not empty."""
        return str(self._read(key, "words in quotes", lambda value: isinstance(value, str) and bool(value.strip())))

    def code(self, key: str) -> str:
        """Give a code: small letters, digits and _ after a letter, with points between its parts."""
        what = "small letters, digits and _, with points between parts"
        return str(self._read(key, what, lambda value: isinstance(value, str) and _CODE.fullmatch(value)))

    def number(self, key: str) -> int:
        """Give a whole number."""
        return int(self._read(key, "a whole number", lambda value: type(value) is int))

    def decimal(self, key: str) -> float | None:
        """Give a number; None where the key is missing."""
        if not self.has(key):
            return None
        return float(self._read(key, "a number", lambda value: type(value) in {int, float}))

    def yes(self, key: str, otherwise: bool | None = None) -> bool:
        """Give true or false; `otherwise` where the key is missing."""
        if otherwise is not None and not self.has(key):
            return otherwise
        return bool(self._read(key, "true or false", lambda value: isinstance(value, bool)))

    def text(self, key: str) -> Mapping[str, str]:
        """Give words by language."""
        found: Mapping[str, str] = self._read(key, 'words by language, such as {"en": "Yes"}', _is_text)
        return found

    def lines(self, key: str) -> list[str]:
        """Give a list of texts."""
        found: list[str] = self._read(key, "a list of words in quotes", _is_lines)
        return found

    def each(self, key: str, name: str) -> list["Told"]:
        """Give a list of objects, each called `name`."""
        found = self._read(key, "a list in brackets", lambda value: isinstance(value, list))
        return [Told(one, name) for one in found]

    def _read(self, key: str, what: str, is_good: Any) -> Any:
        if key not in self._data:
            raise ValueError(f"{self._name} needs {key!r}")
        value = self._data[key]
        if not is_good(value):
            raise ValueError(f"{key!r} of {self._name} must be {what}, not {_shown(value)}")
        return value


def _is_text(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(one, str) for pair in value.items() for one in pair)


def _is_lines(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _shown(value: object) -> str:
    written = repr(value)
    return written if len(written) <= 40 else f"{written[:40]}…"
