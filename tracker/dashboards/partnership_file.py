"""A list of partnerships as a file: the heads and cells of its columns, in words and plain values."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from tracker.dashboards.exports import Sheet, csv_file, sheet_name, xlsx_file
from tracker.dashboards.filters import Selection
from tracker.dashboards.layouts import Layout
from tracker.dashboards.partnership_facts import Facts
from tracker.dashboards.partnership_list import listed
from tracker.domain.exports import FileFormat
from tracker.i18n import country_name, language
from tracker.sentences import gettext as _
from tracker.vocabulary import theme_word
from tracker.words import STAGE_NAMES, word

Cells = Sequence[object]
HEADS: dict[str, Callable[[], Sequence[str]]] = {
    "programme": lambda: (_("Programme"),),
    "cities": lambda: (_("Cities"),),
    "countries": lambda: (_("Countries"),),
    "theme": lambda: (_("Theme"),),
    "stage": lambda: (_("Stage number"), _("Stage")),
    "days": lambda: (_("Days in stage"), _("Planned days")),
    "state": lambda: (_("State"),),
    "phase": lambda: (_("Phase"),),
    "modality": lambda: (_("Kind of cooperation"),),
    "goals": lambda: (_("Goals"),),
    "period": lambda: (_("Begins"), _("Ends")),
    "last_event": lambda: (_("Last event"),),
    "next_mission": lambda: (_("Next mission"), _("Day of the next mission")),
    "waiting": lambda: (_("Waiting sign-offs"),),
    "overdue": lambda: (_("Overdue sign-offs"),),
    "promises": lambda: (_("Promises kept"), _("Promises due")),
}
CELLS: dict[str, Callable[[Facts], Cells]] = {
    "programme": lambda one: (one.programme,),
    "cities": lambda one: ("; ".join(city.name for city in one.cities),),
    "countries": lambda one: ("; ".join(map(country_name, one.countries)),),
    "theme": lambda one: (theme_word(one.theme),),
    "stage": lambda one: (one.stage_number, str(STAGE_NAMES[one.stage_number])),
    "days": lambda one: (one.days, one.planned_days),
    "state": lambda one: (word(one.state),),
    "phase": lambda one: (word(one.phase),),
    "modality": lambda one: (word(one.modality),),
    "goals": lambda one: ("; ".join(map(str, one.goals)),),
    "period": lambda one: (str(one.starts or ""), str(one.ends or "")),
    "last_event": lambda one: (one.last_event_at.date(),),
    "next_mission": lambda one: one.next_mission or ("", ""),
    "waiting": lambda one: (one.waiting,),
    "overdue": lambda one: (one.overdue,),
    "promises": lambda one: (one.kept, one.due),
}
"""What each column holds in a file; days are ISO days there."""


def head(columns: Sequence[str]) -> list[str]:
    """Give the heads of a file, in the reader's language."""
    return [_("Reference"), _("Title"), *(text for code in columns for text in HEADS[code]())]


def cells(rows: Sequence[Facts], columns: Sequence[str]) -> Iterator[list[object]]:
    """Give the rows of a file."""
    for one in rows:
        yield [one.ref, one.title, *(cell for code in columns for cell in CELLS[code](one))]


def list_file(selection: Selection, layout: Layout, at: datetime, file_format: FileFormat = FileFormat.CSV) -> bytes:
    """Write the whole selection as CSV or as a workbook, in the reader's language, with the columns of a layout."""
    rows = list(cells(listed(selection, layout, at.date()), layout.columns))
    if file_format is FileFormat.CSV:
        return csv_file(head(layout.columns), rows)
    title = _("Partnerships")
    sheet = Sheet(sheet_name(title), [head(layout.columns), *rows], heads=frozenset({0}))
    return xlsx_file([sheet], title, language(), at)
