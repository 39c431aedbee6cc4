"""What changed between two texts, word by word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

_PARTS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of text: kept as it was, taken out, or put in."""

    kind: Literal["kept", "out", "in"]
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Give the newer text in pieces, with what was taken out where it stood; joined without them, it is `after`."""
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    pieces: list[Piece] = []
    for code, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if code == "equal":
            pieces.append(Piece("kept", "".join(new[c:d])))
            continue
        if a < b:
            pieces.append(Piece("out", "".join(old[a:b])))
        if c < d:
            pieces.append(Piece("in", "".join(new[c:d])))
    return pieces


def changed_sections(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Piece]]:
    """Give the pieces of each section (code: text) that is not the same in both; a section may be in one only."""
    codes = dict.fromkeys([*after, *before])
    pairs = {code: (str(before.get(code, "")), str(after.get(code, ""))) for code in codes}
    return {code: differences(*pair) for code, pair in pairs.items() if pair[0] != pair[1]}
