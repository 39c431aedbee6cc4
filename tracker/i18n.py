"""Languages, dates, numbers and money as the reader writes them.

Language (the catalogue) and region (the formats) are two things: Portuguese is written with Mozambican or Brazilian
dates and numbers according to the reader's country. Dates always carry the name of the month.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, force_locale, get_babel, get_locale
from flask_login import current_user
from markupsafe import Markup, escape

from tracker.domain.dates import PartialDate, Precision
from tracker.sentences import gettext as _
from tracker.sentences import ngettext, sentences

babel = Babel()


def install(app: Flask) -> None:
    """Let an application write in the reader's language."""
    babel.init_app(app, locale_selector=_chosen_catalogue, timezone_selector=reader_zone)
    with app.app_context():
        get_babel().instance.domain_instance = sentences
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda one: sentences.get_translations().ugettext(one),
        ngettext=lambda one, many, count: sentences.get_translations().ungettext(one, many, count),
        newstyle=True,
    )


COOKIE = "language"
OWN_NAMES = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "pt": "Português",
    "pt-BR": "Português do Brasil",
}
REGION = {"en": "GB", "es": "ES", "fr": "FR", "pt": "MZ", "pt-BR": "BR"}
"""Whose dates and numbers a language is written with for readers of no known country."""
NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
KEPT = 4096
"""How many written dates and numbers are remembered: a page repeats the same few, and writing one is slow."""


@dataclass(frozen=True)
class Reader:
    """For whom something is written: a language, a country (empty: the language's usual one) and a time zone."""

    language: str
    country: str = ""
    timezone: str = "UTC"


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def written_for(reader: Reader) -> Iterator[None]:
    """Write for somebody else than whoever sent this request: a mail's receiver, the readers of a document."""
    token = _reader.set(reader)
    try:
        with force_locale(catalogue_of(reader.language)):
            yield
    finally:
        _reader.reset(token)


def _present_reader() -> Reader | None:
    """Give for whom is written now: a named reader, else the signed-in person; None for the public."""
    named = _reader.get()
    if named is not None or not has_request_context():
        return named
    known: Reader | None = g.get("reader")
    if known is None and current_user and current_user.is_authenticated:
        person = current_user.login_session.person
        country = person.city.country if person.city else ""
        known = g.reader = Reader(person.language, country, person.timezone or "UTC")
    return known


def catalogue_of(of_language: str) -> str:
    """Give the name of a language's catalogue (`pt_BR`) by the code (`pt-BR`) that pages and people know it by."""
    return of_language.replace("-", "_")


def _chosen_catalogue() -> str:
    return catalogue_of(choose_language())


def choose_language() -> str:
    """Give the language of this request: the person's own, else the cookie's, else the browser's, else the first."""
    languages: list[str] = current_app.config["LANGUAGES"]
    if not has_request_context():
        return languages[0]
    if current_user and current_user.is_authenticated:
        chosen = current_user.login_session.person.language
    else:
        chosen = request.cookies.get(COOKIE, "")
    if chosen in languages:
        return str(chosen)
    return request.accept_languages.best_match(languages) or languages[0]


def language() -> str:
    """Give the code of the language that sentences are in now."""
    return (sentences.language() or str(get_locale() or current_app.config["LANGUAGES"][0])).replace("_", "-")


def language_name(code: str, reader: str = "") -> str:
    """Give the name of a language (`pt-BR`) as a reader of another says it, by default of the present one."""
    spoken = (reader or language()).replace("-", "_")
    return Locale.parse(code.replace("-", "_")).get_display_name(spoken) or code


def own_name(code: str) -> str:
    """Give the name of a language (`pt-BR`) as its own speakers write it at the beginning of a line."""
    return began(language_name(code, code))


def began(words: str) -> str:
    """Give words as they stand at the beginning of a line: the first letter large, all others as they are."""
    return words[:1].upper() + words[1:]


def region() -> Locale:
    """Give the locale of dates and numbers: the language with the reader's country where such a locale is known."""
    reader = _present_reader()
    return locale_for(language(), reader.country if reader and reader.country else REGION[language()])


@cache
def locale_for(of_language: str, country: str) -> Locale:
    """Give the locale of a language in a country; the language's usual country where they do not go together."""
    spoken = of_language.partition("-")[0]
    try:
        return Locale.parse(f"{spoken}_{country}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(f"{spoken}_{REGION[of_language]}")


def first_weekday() -> int:
    """Give the day on which the reader's region begins a week, whatever their language: 0 is Monday, 6 is Sunday."""
    reader = _present_reader()
    return _first_weekday_in(reader.country if reader and reader.country else REGION[language()])


@cache
def _first_weekday_in(country: str) -> int:
    try:
        return int(Locale.parse(f"und_{country}").first_week_day)
    except (UnknownLocaleError, ValueError):
        return 0


def weekday(value: date) -> str:
    """Write the day of the week, in full."""
    return _in_words(value, "EEEE")


def weekday_briefly(value: date) -> str:
    """Write the day of the week briefly, for narrow places such as the head of a calendar."""
    return _in_words(value, "EEE")


def month_and_year(value: date) -> str:
    """Write a month with its year."""
    return _in_words(value, "MMMM y")


def reader_zone() -> str:
    """Give the time zone of the reader: the person's own, UTC for the public."""
    reader = _present_reader()
    return reader.timezone if reader else "UTC"


def day(value: date | datetime | PartialDate | None) -> str:
    """Write a day, month or year with the month's name; an empty text for an unknown one."""
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        patterns = {Precision.DAY: "d MMMM y", Precision.MONTH: "MMMM y", Precision.YEAR: "y"}
        return _in_words(value.first_day, patterns[value.precision])
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(reader_zone())).date()
    return _in_words(value, "d MMMM y")


def month(value: date) -> str:
    """Write a month briefly, for narrow places such as an axis."""
    return _in_words(value, "MMM yy")


def iso_day(written: str | None) -> str:
    """Write a day that is kept as ISO text (2026-03-14) with the month's name; an empty text for none."""
    return day(PartialDate.parse(written)) if written else ""


def _in_words(value: date, pattern: str) -> str:
    return _day_in(region(), value, pattern)


@lru_cache(KEPT)
def _day_in(locale: Locale, value: date, pattern: str) -> str:
    if locale.language in {"pt", "es"}:
        pattern = pattern.replace(" MMMM", " 'de' MMMM").replace("MMMM y", "MMMM 'de' y")
    return format_date(value, pattern, locale=locale)


def period(starts: PartialDate | None, ends: PartialDate | None, precision: Precision) -> str:
    """Write a mission's dates, as precisely as they are known."""
    if starts is None or ends is None:
        return _("date not known")
    if precision is Precision.RANGE:
        return _("between %(start)s and %(end)s", start=day(starts), end=day(ends))
    if starts == ends:
        return day(starts)
    if starts.day and ends.day and (starts.year, starts.month) == (ends.year, ends.month):
        return _("%(start)s to %(end)s", start=starts.day, end=day(ends))
    if starts.day and ends.day and starts.year == ends.year:
        return _("%(start)s to %(end)s", start=_in_words(starts.first_day, "d MMMM"), end=day(ends))
    return _("%(start)s to %(end)s", start=day(starts), end=day(ends))


def clock_time(value: datetime, zone: str = "") -> str:
    """Write a moment as day and time in a zone (the reader's own unless given)."""
    local = value.astimezone(ZoneInfo(zone or reader_zone()))
    return _("%(day)s, %(time)s", day=_in_words(local.date(), "d MMMM y"), time=format_datetime(local, "HH:mm"))


def moment(value: datetime | None, zone: str = "") -> Markup:
    """Mark up a moment for a page: words in the reader's zone, the exact UTC moment for machines."""
    if value is None:
        return Markup("")
    exact = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Markup('<time datetime="{}">{}</time>').format(exact, clock_time(value, zone))


def money(cents: int | None, currency: str) -> str:
    """Write an amount with its currency's code; `cents` are hundredths of the currency."""
    if cents is None:
        return ""
    return f"{format_decimal(cents / 100, '#,##0.00' if cents % 100 else '#,##0', locale=region())} {currency}"


def number(value: float) -> str:
    """Write a number as the reader's region does."""
    return _number_in(region(), value)


@lru_cache(KEPT)
def _number_in(locale: Locale, value: float) -> str:
    return str(format_decimal(value, locale=locale))


def tenths(value: float) -> str:
    """Write a number with one decimal, as the reader's region does."""
    return str(format_decimal(value, format="#,##0.0", locale=region()))


def signed_tenths(value: float) -> str:
    """Write a change with its sign and one decimal."""
    return str(format_decimal(value, format="+#,##0.0;-#,##0.0", locale=region()))


def signed_number(value: float) -> str:
    """Write a change with its sign, as the reader's region does."""
    return str(format_decimal(value, format="+#,##0.###;-#,##0.###", locale=region()))


def file_size(size: int) -> str:
    """Write the size of a file (in bytes) in kB or MB."""
    if size < 999_500:
        return _("%(number)s kB", number=number(max(1, round(size / 1000))))
    return _("%(number)s MB", number=number(round(size / 1_000_000, 1)))


def days(count: int) -> str:
    """Write a duration in days, in words."""
    return str(ngettext("%(days)s day", "%(days)s days", count, days=number(count)))


def lines(text: str | None) -> Markup:
    """Mark up plain text that a person wrote: paragraphs at empty lines, line breaks kept, everything escaped."""
    blocks = [block for block in (text or "").replace("\r\n", "\n").split("\n\n") if block.strip()]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.strip().split("\n")))
        for block in blocks
    )


def country_name(code: str) -> str:
    """Give the name of a country by its ISO code, as the reader's language says it; the code itself when unknown."""
    return str(region().territories.get(code, code))


@cache
def country_codes() -> tuple[str, ...]:
    """List the ISO codes of all countries, without unions, regions and what only stands for the unknown."""
    known = (str(code) for code in locale_for("en", "GB").territories)
    return tuple(sorted(code for code in known if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRIES))


def initials(name: str) -> str:
    """Give the first letters of a name's first and last word."""
    words = [word for word in name.split() if word[0].isalpha()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


FILTERS = (
    day,
    month,
    month_and_year,
    weekday,
    weekday_briefly,
    iso_day,
    moment,
    clock_time,
    money,
    number,
    tenths,
    signed_tenths,
    signed_number,
    file_size,
    days,
    lines,
    country_name,
    language_name,
    initials,
)
