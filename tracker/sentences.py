"""Sentences in the reader's language, from the catalogues.

The same three functions as the translation library's, with fewer steps on the way to the catalogue: a page asks for
hundreds of sentences, and the library looks up request, domain and language anew for each of them.
"""

from typing import Any, NamedTuple

from babel import Locale
from flask.globals import _cv_app
from flask_babel import Domain
from flask_babel.speaklater import LazyString


class Spoken(NamedTuple):
    """A language with its catalogue."""

    locale: Locale
    language: str
    catalogue: Any


class Sentences(Domain):
    """The catalogues, each kept with the language that the present request or task writes in."""

    def get_translations(self) -> Any:
        """Give the catalogue of the language that sentences are in now."""
        held = _cv_app.get(None)
        written: Any = held.g.__dict__.get("_flask_babel") if held is not None else None
        locale = getattr(written, "babel_locale", None)
        if locale is None:
            return super().get_translations()
        known = getattr(written, "spoken", None)
        if known is None or known.locale is not locale:
            written.spoken = known = Spoken(locale, str(locale), super().get_translations())
        return known.catalogue

    def language(self) -> str:
        """Give the code of the language that sentences are in now; an empty text outside any application."""
        self.get_translations()
        held = _cv_app.get(None)
        known = getattr(held.g.__dict__.get("_flask_babel"), "spoken", None) if held is not None else None
        return known.language if known is not None else ""


sentences = Sentences()


def gettext(sentence: str, **values: Any) -> str:
    """Give a sentence in the reader's language; `values` replace the names in it."""
    found: str = sentences.get_translations().ugettext(sentence)
    return found % values if values else found


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """Give the form of a sentence that goes with a number in the reader's language; `num` may stand in it too."""
    values.setdefault("num", num)
    found: str = sentences.get_translations().ungettext(singular, plural, num)
    return found % values


def lazy_gettext(sentence: str, **values: Any) -> LazyString:
    """Give a sentence that is looked up each time that it is written, for what is defined before any reader comes."""
    return LazyString(gettext, sentence, **values)
