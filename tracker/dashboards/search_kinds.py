"""What the search over everything looks through: for each kind who sees what, and what is said of a thing found."""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, cast, literal, type_coerce

from tracker.domain.missions import MissionKind
from tracker.domain.people import Role
from tracker.domain.search import SearchKind
from tracker.domain.sharing import ShareKind
from tracker.domain.signing import DocumentKind
from tracker.i18n import country_name
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.models.notes import EvaluationNote
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.models.rooms import Need
from tracker.models.sharing import ShareActivity
from tracker.models.work import Instrument
from tracker.permissions import Permission, Standing, allows
from tracker.scopes import documents_read, notes_read, partnerships_entered, partnerships_seen, people_seen
from tracker.words import word

NOTHING = literal("")
LONGEST_TITLE = 120
"""Letters of a text that has no title of its own."""


@dataclass(frozen=True)
class Kind:
    """One kind of things: its table, who sees which rows of it, their order, and what is read of them.

    `rule` is asked with `Partnership` joined where `is_in_partnership`, and with the table itself where `asks_table`.
    `said` are the columns by the names of `COLUMNS`.
    """

    kind: SearchKind
    table: Any
    rule: Callable[[Standing], ColumnElement[bool] | None]
    order: tuple[Any, ...]
    said: dict[str, Any]
    is_in_partnership: bool = True
    asks_table: bool = False
    permission: Permission = Permission.SIGNED_IN

    def is_for(self, standing: Standing) -> bool:
        """Tell whether a person may see things of this kind at all."""
        return allows(standing, self.permission)

    def columns(self) -> list[ColumnElement[Any]]:
        """Give the columns to select, the same for every kind, so that all kinds make one statement."""
        of = {"partnership": Partnership.title, "partnership_ref": Partnership.ref} if self.is_in_partnership else {}
        return [type_coerce({**of, **self.said}.get(name, NOTHING), Text).label(name) for name in COLUMNS]


COLUMNS = ("key", "title", "code", "language", "mark", "partnership", "partnership_ref")
"""What is read of a thing found: what names it, its title, a code that stands for words, the language of the title,
"1" when it is a demonstration, and its partnership.
"""


def _mark(column: Any) -> ColumnElement[str]:
    return cast(cast(column, Integer), Text)


KINDS = (
    Kind(
        SearchKind.PARTNERSHIP,
        Partnership,
        partnerships_seen,
        (Partnership.search_text,),
        {"key": Partnership.ref, "title": Partnership.title, "mark": _mark(Partnership.has_demonstration)},
    ),
    Kind(
        SearchKind.CITY,
        City,
        lambda _standing: None,
        (City.search_text,),
        {"key": City.code, "title": City.name, "code": City.country},
        is_in_partnership=False,
    ),
    Kind(
        SearchKind.PERSON,
        Person,
        people_seen,
        (Person.name,),
        {
            "key": cast(Person.id, Text),
            "title": Person.name,
            "code": Person.role,
            "mark": _mark(Person.is_demonstration),
        },
        is_in_partnership=False,
        asks_table=True,
        permission=Permission.PEOPLE_VIEW,
    ),
    Kind(
        SearchKind.MISSION,
        Mission,
        partnerships_entered,
        (Mission.ref,),
        {"key": Mission.ref, "title": Mission.title, "code": Mission.kind, "mark": _mark(Mission.is_demonstration)},
    ),
    Kind(
        SearchKind.REPORT,
        OfficialDocument,
        documents_read,
        (OfficialDocument.ref,),
        {"key": OfficialDocument.ref, "code": OfficialDocument.kind, "mark": _mark(OfficialDocument.is_demonstration)},
        asks_table=True,
    ),
    Kind(
        SearchKind.PROGRAMME,
        Programme,
        lambda _standing: None,
        (Programme.name,),
        {"key": Programme.code, "title": Programme.name},
        is_in_partnership=False,
    ),
    Kind(
        SearchKind.NOTE,
        EvaluationNote,
        notes_read,
        (EvaluationNote.created_at.desc(),),
        {
            "title": EvaluationNote.text,
            "language": EvaluationNote.language,
            "mark": _mark(EvaluationNote.is_demonstration),
        },
        asks_table=True,
    ),
    *(
        Kind(
            kind,
            table,
            partnerships_entered,
            (table.title,),
            {"title": table.title, "mark": _mark(table.is_demonstration), **more},
        )
        for kind, table, more in (
            (SearchKind.INSTRUMENT, Instrument, {}),
            (SearchKind.SHARE_ACTIVITY, ShareActivity, {"code": ShareActivity.kind}),
            (SearchKind.NEED, Need, {}),
        )
    ),
)
"""Every kind, in the order in which the search answers."""
PLACES = {
    SearchKind.PARTNERSHIP: "/partnerships/{key}",
    SearchKind.CITY: "/cities/{key}",
    SearchKind.PERSON: "/people/{key}",
    SearchKind.MISSION: "/missions/{key}",
    SearchKind.REPORT: "/reports/{key}",
    SearchKind.PROGRAMME: "/programmes/{key}",
    SearchKind.NOTE: "/partnerships/{partnership_ref}/notes",
    SearchKind.INSTRUMENT: "/partnerships/{partnership_ref}/stages/5",
    SearchKind.SHARE_ACTIVITY: "/partnerships/{partnership_ref}/share",
    SearchKind.NEED: "/partnerships/{partnership_ref}/stages/1",
}
"""Where a thing found is read."""
REFERENCED = {SearchKind.PARTNERSHIP, SearchKind.MISSION, SearchKind.REPORT}
"""Kinds whose things have a reference, which is printed and may be typed."""
_WORDS: dict[SearchKind, Callable[[str], str]] = {
    SearchKind.CITY: country_name,
    SearchKind.PERSON: lambda code: word(Role(code)),
    SearchKind.MISSION: lambda code: word(MissionKind(code)),
    SearchKind.REPORT: lambda code: word(DocumentKind(code)),
    SearchKind.SHARE_ACTIVITY: lambda code: word(ShareKind(code)),
}
"""What the code of a thing says."""


def said_of(kind: SearchKind, row: Any) -> dict[str, Any]:
    """Give what the page says of a thing found, by the names of the fields of a hit."""
    said = _WORDS[kind](row.code) if row.code else ""
    reference = row.key if kind in REFERENCED else ""
    about = [reference, said if row.title else "", row.partnership if kind is not SearchKind.PARTNERSHIP else ""]
    return {
        "title": shorten(row.title, LONGEST_TITLE, placeholder=" …") or said,
        "about": [one for one in about if one],
        "href": PLACES[kind].format(key=row.key, partnership_ref=row.partnership_ref),
        "reference": reference,
        "language": row.language,
        "is_demonstration": row.mark == "1",
    }
