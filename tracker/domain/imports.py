"""Existing records as rows of a table: what is wrong with them, and how a cell is read. Knows no file and no database.

A cell is text, as a person wrote it into a spreadsheet: codes or their words, dates with any of the usual signs.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import TypeVar

from tracker.domain.dates import PartialDate, hyphenated
from tracker.domain.search import folded
from tracker.domain.texts import BLOCK, LINE, clean, one_line

MOST_FAULTS = 200
"""So many faults of a file are kept, the others are only counted."""
FORMULA = "\0formula"
"""Stands in a cell that holds a formula; no text can be this."""
SEPARATOR = ";"
YES, NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"", "no", "n", "false", "0"})
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row (the number of its line, 0: the whole file) and column, as the code of a sentence."""

    code: str
    row: int = 0
    column: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


class Faulty(Exception):
    """A file is not imported; `faults` are the first ones of `count`."""

    def __init__(self, faults: Sequence[Fault], count: int = 1) -> None:
        super().__init__()
        self.faults = faults
        self.count = count


@dataclass
class Faults:
    """The faults of a file: the first ones, and how many there are."""

    first: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, fault: Fault) -> None:
        """Keep a fault, or count it when there are many already."""
        self.count += 1
        if len(self.first) < MOST_FAULTS:
            self.first.append(fault)

    def refuse(self) -> None:
        """Return when there is none; raises Faulty otherwise."""
        if self.count:
            raise Faulty(self.first, self.count)


class Meanings(dict[str, Thing]):
    """What the words of a cell mean: codes and their words in one language, whatever their accents and case."""

    def __init__(self, words: Mapping[Thing, str]) -> None:
        super().__init__()
        self.offered = ", ".join(_code(one) for one in words)
        for one, said in words.items():
            self[plain(said)] = one
        for one in words:
            self[plain(_code(one))] = one


def _code(thing: object) -> str:
    return str(thing.value if isinstance(thing, Enum) else thing)


@lru_cache(4096)
def plain(text: str) -> str:
    """Give a word as it is compared: folded, with spaces for all that parts it."""
    return folded(text.replace("_", " ")).replace("-", " ")


@lru_cache(8192)
def _date(written: str) -> PartialDate | None:
    try:
        return PartialDate.parse(hyphenated(written))
    except ValueError:
        return None


class Row:
    """One row of a table by the names of its columns; reading a cell that is not as it must be adds a fault."""

    __slots__ = ("cells", "count", "faults", "number")

    def __init__(self, number: int, cells: Mapping[str, str], faults: Faults) -> None:
        self.number = number
        self.cells = cells
        self.faults = faults
        self.count = faults.count

    @property
    def is_sound(self) -> bool:
        """Tell whether no fault was found in it until now."""
        return self.faults.count == self.count

    def fault(self, column: str, code: str, **details: object) -> None:
        """Note what is wrong in a column."""
        self.faults.add(Fault(code, self.number, column, details))

    def line(self, column: str, most: int = LINE) -> str:
        """Read one line of text."""
        return self._text(column, one_line, most)

    def block(self, column: str, most: int = BLOCK) -> str:
        """Read a text of several lines."""
        return self._text(column, clean, most)

    def _text(self, column: str, cleaned: Callable[[str], str], most: int) -> str:
        written = self.cells.get(column, "")
        if not written:
            return ""
        if written == FORMULA:
            self.fault(column, "cell.formula")
            return ""
        text = cleaned(written)
        if len(text) > most:
            self.fault(column, "cell.long", most=most, length=len(text))
        return text

    def needed(self, column: str) -> str:
        """Read one line that must not be empty."""
        text = self.line(column)
        if not text and self.cells.get(column) != FORMULA:
            self.fault(column, "cell.missing")
        return text

    def date(self, column: str) -> PartialDate | None:
        """Read a day, month or year."""
        text = self.line(column)
        if not text:
            return None
        found = _date(text)
        if found is None:
            self.fault(column, "cell.date", value=text)
        return found

    def choice(self, column: str, meanings: Meanings[Thing]) -> Thing | None:
        """Read a code or its word."""
        text = self.line(column)
        if not text:
            return None
        found = meanings.get(plain(text))
        if found is None:
            self.fault(column, "cell.choice", value=text, offered=meanings.offered)
        return found

    def is_yes(self, column: str) -> bool:
        """Read yes or no; an empty cell means no."""
        text = self.line(column).lower()
        if text not in YES | NO:
            self.fault(column, "cell.yes_no", value=text)
        return text in YES

    def several(self, column: str) -> list[str]:
        """Read texts with semicolons between them."""
        return [part for text in self.line(column).split(SEPARATOR) if (part := text.strip())]


def heads_of(written: Iterable[str], known: Sequence[str], needed: Collection[str], faults: Faults) -> list[str]:
    """Read the names of columns; every one that is unknown, missing or there twice is a fault.

    A column without a name is left out, and gives an empty text.
    """
    heads = [plain(one_line(text)).replace(" ", "_") for text in written]
    for place, head in enumerate(heads):
        if head and head not in known:
            faults.add(Fault("heading.unknown", 1, one_line(list(written)[place]), {"known": ", ".join(known)}))
        elif head and head in heads[:place]:
            faults.add(Fault("heading.twice", 1, head))
    for name in known:
        if name in needed and name not in heads:
            faults.add(Fault("heading.missing", 1, name))
    return heads


Line = tuple[int, Sequence[str]]
"""The number of a line in its file, and its cells."""


def rows_of(lines: Iterable[Line], heads: Sequence[str], faults: Faults) -> Iterator[Row]:
    """Give the rows of a table without the blank ones; a cell beyond the last column is a fault."""
    columns = len(heads)
    for number, cells in lines:
        if not any(cells) or not any(cell.strip() for cell in cells):
            continue
        row = Row(number, dict(zip(heads, cells, strict=False)), faults)
        if len(cells) > columns and any(cells[columns:]):
            row.fault("", "row.long", columns=columns)
        yield row
