"""Searching without minding accents, case, punctuation or the older Portuguese spelling.

Both what is stored and what is asked are folded alike. The older spelling is the one before the Orthographic Agreement
of 1990: its base IV drops mute consonants (acção, óptimo), its base XVI joins prefixes (infra-estrutura).
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

_BASE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
"""Letters that have no accent to take off but are typed without one."""
_MUTE_BEFORE_CEDILLA = re.compile("[cp]ç")
_MUTE = re.compile("(?<=[aeiou])[cp](?=t[aeiour]|c[ei])")
"""A consonant that the older spelling writes and the newer one does not; where it is heard only a letter is lost."""
_PREFIXES = (
    "agro|anti|arqui|auto|bio|co|contra|extra|geo|hidro|infra|inter|intra|macro|mega|micro|mini|mono|multi|neo|pluri|re"
    "|semi|sobre|socio|supra|tele|ultra"
)
_JOINED = re.compile(rf"(?<![^ ])({_PREFIXES})-(?=[aeiou])")
_DOUBLED = re.compile(rf"(?<![^ ])({_PREFIXES})-([rs])(?=[aeiou])")
MOST_WORDS = 8
"""A question of more words is cut here."""
SHORTEST_WORD = 3
"""Letters from which on a word is looked for in everything."""
LONGEST_WORD = 60
"""Letters of a word that are kept for searching."""


class SearchKind(StrEnum):
    """What the search over everything looks through, in the order in which it answers."""

    PARTNERSHIP = "partnership"
    CITY = "city"
    PERSON = "person"
    MISSION = "mission"
    REPORT = "report"
    PROGRAMME = "programme"
    NOTE = "note"
    INSTRUMENT = "instrument"
    SHARE_ACTIVITY = "share_activity"
    NEED = "need"


def folded(text: str) -> str:
    """Give a text in small letters without accents or mute consonants; every run of signs becomes one space.

    Hyphens stay, but for those after a prefix that the newer spelling joins to its word.
    """
    small = unicodedata.normalize("NFC", text).casefold().translate(_BASE)
    apart = unicodedata.normalize("NFKD", _MUTE_BEFORE_CEDILLA.sub("ç", small))
    letters = (letter for letter in apart if not unicodedata.combining(letter))
    plain = " ".join("".join(letter if letter.isalnum() or letter == "-" else " " for letter in letters).split())
    return _MUTE.sub("", _DOUBLED.sub(r"\1\2\2", _JOINED.sub(r"\1", plain)))


def words_of(question: str) -> list[str]:
    """Give the folded words of a question, each of which a match must hold; no word twice, at most `MOST_WORDS`."""
    words = (word.strip("-") for word in folded(question).split())
    return list(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def beginnings(word: str) -> list[str]:
    """Give the ways in which a folded word that may be cut off can stand in a folded text; itself first.

    A word cut off after its mute consonant keeps it when it is folded: projec, project and proje all begin projeto.
    """
    longer = [folded(word + tail)[: -len(tail)] for tail in ("a", "e")]
    further = [folded(word + tail)[:-1] for tail in ("ta", "ce")]
    return list(dict.fromkeys([word, *(one for one in [*longer, *further] if one and not one.startswith(word))]))


def kept_words(*texts: str) -> set[str]:
    """Give the words by which a thing is found that says these texts, each as it is folded and cut.

    A word with hyphens is found by what follows one as well, unless it holds digits and so is a reference.
    """
    return {
        word[:LONGEST_WORD]
        for whole in folded(" ".join(texts)).split()
        for word in _parts(whole.strip("-"))
        if len(word) >= SHORTEST_WORD
    }


def _parts(word: str) -> Iterator[str]:
    yield word
    if not any(letter.isdigit() for letter in word):
        pieces = word.split("-")
        yield from ("-".join(pieces[place:]) for place in range(1, len(pieces)))
