"""Texts as people type them: cleaned of what nobody sees, and how long they may be."""

import unicodedata

LINE = 200
BLOCK = 10_000
"""Characters that one line, and a text of several, may have."""


def clean(text: str | None) -> str:
    """Give text with composed characters, plain line ends, and no space or control character around or in it."""
    if text is not None and text.isascii() and text.isprintable():
        return text.strip()
    normal = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(letter for letter in normal if letter in "\n\t" or unicodedata.category(letter) != "Cc").strip()


def one_line(text: str | None) -> str:
    """Give clean text with every run of white space as one space."""
    return " ".join(clean(text).split())
