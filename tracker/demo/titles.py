"""What the head of a city's government is called, and in which language the city writes, by country."""

import re
from functools import cache

from tracker.demo import files

ELSEWHERE = "Mayor"
"""The title where no source was at hand."""
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)\s*")


@cache
def countries() -> dict[str, dict[str, str]]:
    """Give what is known of local government by country code: its names, its head and its council."""
    return {row["country_iso2"]: row for row in files.read("office_titles")}


def office_of(country: str) -> str:
    """Give the title of the head of a city's government, such as Maire or Alcalde/alcaldesa, as one short text."""
    row = countries().get(country)
    if row is None:
        return ELSEWHERE
    title = _IN_BRACKETS.sub(" ", row["head_of_executive"]).strip()
    title = re.split(r";| / | or ", title)[0]
    forms = [form.strip() for form in title.split(",")]
    return _capital("/".join(forms) if len(forms) == 2 else forms[0])


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def language_of(country: str) -> str:
    """Give the language that the country's cities write in, as written there; English where the files do not say."""
    row = countries().get(country)
    language = row["language"] if row else "en"
    return "pt-BR" if (language, country) == ("pt", "BR") else language


def short(name: str) -> str:
    """Give a city's name without what stands in brackets."""
    return _IN_BRACKETS.sub(" ", name).strip()
