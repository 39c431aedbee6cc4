"""What the document's typefaces can draw, and what is printed in place of the rest."""

import re
import unicodedata
from pathlib import Path

LONGEST_WORD = 30
"""Characters of a word that surely fit the narrowest column, hyphenated or not."""

PIECE = 12
MARK = "[U+"
ZERO_WIDTH_SPACE = "\u200b"
LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
ADDRESS = re.compile(r"https?://")
ADDRESS_PART = re.compile(rf"[^/?&=#.-]{{{LONGEST_WORD + 1},}}")


def _missing_characters(table: Path) -> re.Pattern[str]:
    lines = table.read_text(encoding="ascii").splitlines()
    ranges = " ".join(line for line in lines if not line.startswith("#")).split()
    drawn = "".join("-".join(f"\\U{int(end, 16):08X}" for end in span.split("-")) for span in ranges)
    return re.compile(f"[^\n{drawn}]+")


MISSING = _missing_characters(Path(__file__).with_name("glyphs.txt"))


def printable(text: str) -> str:
    """Put a visible mark in place of each character that no typeface of the document has.

    The mark is the character's number in Unicode, `[U+4E2D]`, one pair of brackets for a run:
    nothing vanishes, and who needs the character can look it up. Control characters and the
    marks that make text read in another order than it is stored are shown in the same way, for
    a signed text must not look different from what it says. Tabs become spaces, and every kind
    of line end becomes a line feed.
    """
    lines = LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    return MISSING.sub(lambda run: _mark(run[0]), lines)


def plain(text: str) -> str:
    """Show as a mark everything outside simple Latin text, also where typefaces have each part.

    For a text whose combination of letters and accents no single typeface can draw.
    """
    return re.sub("[^\n\x20-\x7e\xa0-\u017f\u2010-\u2026]+", lambda run: _mark(run[0]), text)


def breakable(text: str) -> str:
    """Let words too long for a column break, by invisible spaces.

    A web address breaks at its slashes and dots anyway and can be copied whole; only a part of
    it that is too long by itself gets such spaces.
    """
    return WORD.sub(lambda word: _pieces_of_word(word[0]), text)


def _mark(run: str) -> str:
    return "[" + " ".join(f"U+{ord(character):04X}" for character in run) + "]"


def _pieces_of_word(word: str) -> str:
    if ADDRESS.match(word):
        return ADDRESS_PART.sub(lambda part: _pieces(part[0]), word)
    return _pieces(word)


def _pieces(word: str) -> str:
    pieces = [""]
    for character in word:
        if len(pieces[-1]) >= PIECE and not unicodedata.category(character).startswith("M"):
            pieces.append("")
        pieces[-1] += character
    return ZERO_WIDTH_SPACE.join(pieces)
