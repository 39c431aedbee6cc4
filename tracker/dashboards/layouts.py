"""How a list of partnerships is laid out, as its address says: columns, order, groups, and whether it is a board."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.domain.missions import MissionState
from tracker.domain.partnerships import Modality, PartnershipState
from tracker.domain.search import folded
from tracker.domain.signing import OPEN_FOR_SIGNATURE
from tracker.models.cities import City
from tracker.models.missions import AgreedTask, Mission
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.partnerships import Member, Partnership
from tracker.models.programmes import Programme
from tracker.models.stages import StageRun
from tracker.vocabulary import THEMES

COLUMNS = (
    *("programme", "cities", "countries", "theme", "stage", "days", "state", "phase", "modality", "goals"),
    *("period", "last_event", "next_mission", "waiting", "overdue", "promises"),
)
"""What a list can show of a partnership beside its title, in the order in which it does."""
USUAL_COLUMNS = ("programme", "stage", "days", "state", "waiting", "last_event")
USUAL_SORT = "title"
GROUPS = ("stage", "programme", "country", "theme", "state")
"""What the rows can be gathered by; the country is that of the first city."""
BOARD_GROUPS = ("stage", "programme", "state")
"""What the columns of a board can be."""
PLANNED = (MissionState.PROPOSED, MissionState.AUTHORISED, MissionState.UNDER_WAY)
Key = ColumnElement[Any] | InstrumentedAttribute[Any]


def open_slots(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """Count the signatures that a partnership waits for."""
    return (
        select(func.count())
        .select_from(Slot)
        .join(OfficialDocument, OfficialDocument.id == Slot.document_id)
        .where(
            OfficialDocument.partnership_id == Partnership.id,
            OfficialDocument.state.in_(sorted(OPEN_FOR_SIGNATURE)),
            Slot.closed_at.is_(None),
            *conditions,
        )
        .scalar_subquery()
    )


def next_day(today: date) -> ScalarSelect[date | None]:
    """Give the day on which the next mission of a partnership begins."""
    return (
        select(func.min(Mission.first_day))
        .where(Mission.partnership_id == Partnership.id, Mission.first_day >= today, Mission.state.in_(PLANNED))
        .scalar_subquery()
    )


def promises(today: date, counted: Key) -> ScalarSelect[int]:
    """Count agreed tasks of a partnership that are done or whose day has come."""
    return (
        select(func.count(counted))
        .select_from(AgreedTask)
        .join(Mission, Mission.id == AgreedTask.mission_id)
        .where(
            Mission.partnership_id == Partnership.id,
            Mission.state != MissionState.CANCELLED,
            AgreedTask.removed_at.is_(None),
            or_(AgreedTask.done_at.is_not(None), AgreedTask.due_on <= today),
        )
        .scalar_subquery()
    )


def present_run() -> ColumnElement[bool]:
    """Hold for the run of the stage at which a partnership is."""
    return and_(
        StageRun.partnership_id == Partnership.id,
        StageRun.cycle == Partnership.cycle,
        StageRun.number == Partnership.stage_number,
    )


def _ranked(column: Key, codes: Mapping[str, Any]) -> ColumnElement[int]:
    """Give the place of a code among words in the reader's language."""
    order = sorted(codes, key=lambda code: folded(str(codes[code])))
    return case({code: place for place, code in enumerate(order)}, value=column, else_=len(order))


def _in_order(column: Key, codes: list[Any]) -> ColumnElement[int]:
    return case({code: place for place, code in enumerate(codes)}, value=column)


def first_country() -> ScalarSelect[str]:
    """Give the country of a partnership's first city."""
    return (
        select(City.country)
        .join(Member, Member.city_id == City.id)
        .where(Member.partnership_id == Partnership.id, Member.position == 0)
        .scalar_subquery()
    )


SORTS: dict[str, Callable[[date], Key]] = {
    "title": lambda _today: Partnership.search_text,
    "programme": lambda _today: Programme.name,
    "theme": lambda _today: _ranked(Partnership.theme, THEMES),
    "stage": lambda _today: Partnership.stage_number,
    "days": lambda _today: StageRun.started_on,
    "state": lambda _today: _in_order(Partnership.state, list(PartnershipState)),
    "phase": lambda _today: Partnership.stage_number,
    "modality": lambda _today: _in_order(Partnership.modality, list(Modality)),
    "period": lambda _today: Partnership.starts,
    "last_event": lambda _today: Partnership.last_event_at,
    "next_mission": next_day,
    "waiting": lambda _today: open_slots(),
    "overdue": lambda today: open_slots(Slot.due_on < today),
    "promises": lambda today: (
        promises(today, AgreedTask.done_at) * 1.0 / func.nullif(promises(today, AgreedTask.id), 0)
    ),
}
"""What each order looks at; title and id decide what is equal."""
LARGEST_FIRST = {"days", "last_event", "waiting", "overdue"}
"""Orders that begin with what is largest or newest; the others begin with what is smallest."""
GROWS_BACKWARDS = {"days"}
"""Orders that look at a beginning, which is the later the fewer days have passed since."""
GROUP_KEYS: dict[str, Callable[[], Key]] = {
    "stage": lambda: Partnership.stage_number,
    "programme": lambda: Programme.code,
    "country": first_country,
    "theme": lambda: Partnership.theme,
    "state": lambda: Partnership.state,
}
GROUP_ORDERS: dict[str, Callable[[date], Key]] = {**SORTS, "country": lambda _today: first_country()}


@dataclass(frozen=True)
class Layout:
    """What a list shows and how; field names are those of the address, where what is usual is left out."""

    columns: tuple[str, ...] = USUAL_COLUMNS
    sort: str = USUAL_SORT
    group: str = ""
    layout: str = field(default="")

    @classmethod
    def read(cls, asked: Mapping[str, str], columns: list[str]) -> "Layout":
        """Read it from an address, in which `columns` may come several times; what does not exist is left out."""
        wanted = {code for one in columns for code in one.split(",")}
        sort, layout = asked.get("sort", ""), "board" if asked.get("layout") == "board" else ""
        groups = BOARD_GROUPS if layout else GROUPS
        return cls(
            columns=tuple(code for code in COLUMNS if code in wanted) or USUAL_COLUMNS,
            sort=sort if sort.removeprefix("-") in SORTS else USUAL_SORT,
            group=asked.get("group", "") if asked.get("group") in groups else "",
            layout=layout,
        )

    @property
    def query(self) -> dict[str, str]:
        """Give what is not as usual, as an address writes it."""
        written = {"columns": ",".join(self.columns), "sort": self.sort, "group": self.group, "layout": self.layout}
        usual = {"columns": ",".join(USUAL_COLUMNS), "sort": USUAL_SORT, "group": "", "layout": ""}
        return {name: value for name, value in written.items() if value != usual[name]}

    @property
    def is_board(self) -> bool:
        """Tell whether partnerships stand as cards in columns."""
        return self.layout == "board"

    @property
    def grouping(self) -> str:
        """Name what rows or cards are gathered by; a board always has columns."""
        return self.group or ("stage" if self.is_board else "")

    def direction(self, code: str) -> str:
        """Tell how a column is sorted, as `aria-sort` says it: ascending, descending, or none."""
        if self.sort.removeprefix("-") != code:
            return "none"
        return "descending" if self.sort.startswith("-") != (code in LARGEST_FIRST) else "ascending"

    def turned(self, code: str) -> str:
        """Give the order that the head of a column leads to: by it, or the other way round when it is so already."""
        return f"-{code}" if self.sort == code else code

    def order(self, today: date) -> list[Any]:
        """Give the order of the rows: by groups first, by the title and the id last; nothing comes after something."""
        code = self.sort.removeprefix("-")
        by = SORTS[code](today)
        falls = (self.direction(code) == "descending") != (code in GROWS_BACKWARDS)
        groups = [GROUP_ORDERS[self.grouping](today), GROUP_KEYS[self.grouping]()] if self.grouping else []
        gathered = [key.asc().nulls_last() for key in groups]
        return [*gathered, (by.desc() if falls else by.asc()).nulls_last(), Partnership.search_text, Partnership.id]
