"""Searching without minding accents, case or punctuation: both what is stored and what is asked are folded alike."""

import unicodedata

_BASE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
"""Letters that have no accent to take off but are typed without one."""
MOST_WORDS = 8
"""A question of more words is cut here."""


def folded(text: str) -> str:
    """Give a text in small letters without accents; hyphens stay, every other run of signs becomes one space."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_BASE))
    letters = (letter for letter in apart if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() or letter == "-" else " " for letter in letters).split())


def words_of(question: str) -> list[str]:
    """Give the folded words of a question, each of which a match must hold; no word twice, at most `MOST_WORDS`."""
    words = (word.strip("-") for word in folded(question).split())
    return list(dict.fromkeys(word for word in words if word))[:MOST_WORDS]
