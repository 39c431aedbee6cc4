"""What a list of partnerships is narrowed to; read from an address, written into addresses, asked of the database."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Text, and_, or_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from tracker.domain.partnerships import LIVE_STATES, Modality, PartnershipState
from tracker.domain.people import Role
from tracker.domain.sdg import GOAL_NUMBERS
from tracker.domain.search import beginnings, words_of
from tracker.domain.stages import STAGES, Phase
from tracker.models.actors import PartnershipActor
from tracker.models.cities import City
from tracker.models.counts import NO_PROGRAMME_ID, PartnershipCount, SignOffCount
from tracker.models.mandates import Mandate
from tracker.models.partnerships import Member, Partnership, PostHolder
from tracker.models.programmes import Programme, ProgrammePartner
from tracker.models.sdg import PartnershipSdg
from tracker.permissions import Standing
from tracker.scopes import partnerships_seen, sees_whole_programmes

Code = TypeVar("Code", bound=StrEnum)
NO_PROGRAMME = "none"
"""Stands for a programme in an address: partnerships that are in no programme."""
LONGEST = 200
KEPT = 4096
"""How many addresses are remembered: a page writes a hundred of them, and the next one the same."""
HIGHEST_ID = 2**31 - 1
CURRENT_STATES = LIVE_STATES | {PartnershipState.AFTER_CARE}
"""What the portfolio shows unless a state is asked for."""
STATE_GROUPS = {"live": LIVE_STATES, "current": CURRENT_STATES}
"""Words for several states at once."""


@dataclass(frozen=True)
class Filters:
    """What was asked for; an empty text or None leaves a filter out. Field names are those of the address.

    `programme` and `city` are codes, `country` an ISO code, `state` a state's code or a word of `STATE_GROUPS`,
    `sdg` the number of a goal, `since` and `until` the days of a period, `person` the id of somebody who acts in it,
    `actor` the id of an actor of a programme.
    """

    q: str = ""
    programme: str = ""
    country: str = ""
    theme: str = ""
    stage: int | None = None
    phase: Phase | None = None
    state: str = ""
    modality: Modality | None = None
    city: str = ""
    sdg: int | None = None
    since: date | None = None
    until: date | None = None
    person: int | None = None
    actor: int | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Filters":
        """Read the filters from an address; what does not exist, such as a stage 7 or a 30 February, is left out."""
        state = asked.get("state", "").strip()
        return cls(
            q=asked.get("q", "").strip()[:LONGEST],
            programme=asked.get("programme", "").strip()[:LONGEST],
            country=asked.get("country", "").strip()[:LONGEST],
            theme=asked.get("theme", "").strip()[:LONGEST],
            stage=_number(asked.get("stage", ""), [one.number for one in STAGES]),
            phase=_member(Phase, asked.get("phase", "")),
            state=state if state in STATE_GROUPS or _member(PartnershipState, state) else "",
            modality=_member(Modality, asked.get("modality", "")),
            city=asked.get("city", "").strip()[:LONGEST],
            sdg=_number(asked.get("sdg", ""), GOAL_NUMBERS),
            since=_day(asked.get("since", "")),
            until=_day(asked.get("until", "")),
            person=_number(asked.get("person", ""), range(1, HIGHEST_ID)),
            actor=_number(asked.get("actor", ""), range(1, HIGHEST_ID)),
        )

    @classmethod
    def read_query(cls, written: str) -> "Filters":
        """Read the filters from the query of an address, as a row or a form keeps it."""
        return cls.read({name: value.replace("\x00", "") for name, value in parse_qsl(written)})

    @cached_property
    def query(self) -> Mapping[str, str]:
        """Give what is asked for as an address writes it, without what is left out."""
        named = {name: getattr(self, name) for name in ORDER}
        return {name: str(value) for name, value in named.items() if value not in ("", None)}

    def without(self, name: str) -> "Filters":
        """Give the same filters with one left out."""
        return replace(self, **{name: getattr(Filters(), name)})

    def address(self, path: str, **more: object) -> str:
        """Give the address of a page under these filters; `more` adds to them or takes their place, None removes."""
        return _address(self, path, tuple(more.items()))

    @property
    def states(self) -> frozenset[PartnershipState] | None:
        """Give the states that were asked for, None for any."""
        return states_of(self.state) if self.state else None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions on `Partnership`, each on columns of its own or on the ids of what it leads to."""
        found = [_matches(word) for word in words_of(self.q)]
        return found + [rule(getattr(self, name)) for name, rule in RULES.items() if getattr(self, name)]


ORDER = {one.name: place for place, one in enumerate(fields(Filters))}
"""Where a filter stands in an address."""
COUNTED = frozenset({"programme", "state", "stage", "phase"})
"""Filters that ask for nothing but what the tables of counts are sorted by."""


@dataclass(frozen=True, eq=False)
class Further:
    """Conditions beside the filters; one is like no other, so statements kept for one are never taken for another's."""

    conditions: tuple[ColumnElement[bool], ...] = ()


NOTHING_FURTHER = Further()


@dataclass(frozen=True)
class Selection:
    """The partnerships that a person may see and asks for: every list and every count is made over the same ones.

    `beside` are conditions on `Partnership` that no filter tells, such as those of a list behind a number.
    """

    standing: Standing
    filters: Filters = field(default_factory=Filters)
    beside: Further = NOTHING_FURTHER

    @cached_property
    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions on `Partnership`; what is out of the person's scope is never counted."""
        return [partnerships_seen(self.standing), *self.filters.conditions(), *self.beside.conditions]

    @property
    def shown(self) -> list[ColumnElement[bool]]:
        """Give the same conditions for partnerships in the states that the portfolio shows, or that are asked for."""
        return [self._state, *self.conditions]

    def those(self, condition: ColumnElement[bool]) -> "Selection":
        """Give those of the partnerships that the portfolio shows for which a condition holds."""
        return self._further(self._state, condition)

    def picked(self, ids: Collection[int]) -> "Selection":
        """Give those of the partnerships that were picked by hand (their ids); all when none was."""
        return self._further(Partnership.id.in_(sorted(ids))) if ids else self

    def _further(self, *conditions: ColumnElement[bool]) -> "Selection":
        return replace(self, beside=Further((*self.beside.conditions, *conditions)))

    @property
    def _state(self) -> ColumnElement[bool]:
        return Partnership.state.in_(sorted(self.filters.states or CURRENT_STATES))

    @property
    def is_counted(self) -> bool:
        """Tell whether the tables of counts say how many there are; else the partnerships are counted one by one."""
        is_plain = self.beside is NOTHING_FURTHER and self.filters.query.keys() <= COUNTED
        return is_plain and sees_whole_programmes(self.standing)

    def counted(self, kind: type[PartnershipCount] | type[SignOffCount]) -> list[ColumnElement[bool]]:
        """Give the same conditions on a table of counts; only when `is_counted`."""
        rules = {
            "programme": lambda code: kind.programme_id == _programme_of_counts(code),
            "state": lambda written: kind.state.in_(sorted(states_of(written))),
            "stage": lambda number: kind.stage_number == number,
            "phase": lambda phase: kind.stage_number.in_([one.number for one in STAGES if one.phase is phase]),
        }
        asked = [rule(getattr(self.filters, name)) for name, rule in rules.items() if getattr(self.filters, name)]
        if self.standing.role is Role.ADMINISTRATOR:
            return asked
        return [kind.programme_id.in_([NO_PROGRAMME_ID, *sorted(self.standing.programmes)]), *asked]


@lru_cache(KEPT)
def _address(filters: Filters, path: str, more: tuple[tuple[str, object], ...]) -> str:
    merged = {**filters.query, **dict(more)}
    names = sorted(merged, key=lambda name: ORDER.get(name, len(ORDER)))
    pairs = [(name, merged[name]) for name in names if merged[name] is not None]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _member(kind: type[Code], written: str) -> Code | None:
    return kind(written) if written in set(kind) else None


def _number(written: str, among: Sequence[int]) -> int | None:
    is_number = written.isascii() and written.isdigit() and len(written) <= len(str(HIGHEST_ID))
    return int(written) if is_number and int(written) in among and written == str(int(written)) else None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if len(written) == len("2026-01-31") else None
    except ValueError:
        return None


def _has_member(city: ColumnElement[bool]) -> ColumnElement[bool]:
    members = select(Member.partnership_id).join(City, City.id == Member.city_id).where(city)
    return Partnership.id.in_(members)


def _has_member_in(country: str) -> ColumnElement[bool]:
    """Hold where a member city is in a country; asked row by row, for most lists end after a few rows."""
    members = select(Member.city_id).join(City, City.id == Member.city_id)
    return (
        members.where(Member.partnership_id == Partnership.id, City.country == country).correlate(Partnership).exists()
    )


def _matches(word: str) -> ColumnElement[bool]:
    """Hold where the title, the reference or a member city's name holds a folded word, which may be cut off."""
    return or_(
        holds_word(Partnership.search_text, word),
        _has_member(holds_word(City.search_text, word)),
    )


def holds_word(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Hold where a folded text holds a folded word, which may be cut off."""
    return or_(*(column.contains(way, autoescape=True) for way in beginnings(word)))


def _in_programme(code: str) -> ColumnElement[bool]:
    if code == NO_PROGRAMME:
        return Partnership.programme_id.is_(None)
    return Partnership.programme_id == select(Programme.id).where(Programme.code == code).scalar_subquery()


def _programme_of_counts(code: str) -> Any:
    if code == NO_PROGRAMME:
        return NO_PROGRAMME_ID
    return select(Programme.id).where(Programme.code == code).scalar_subquery()


def _in_phase(phase: Phase) -> ColumnElement[bool]:
    return Partnership.stage_number.in_([one.number for one in STAGES if one.phase is phase])


def _is_under_way_since(day: date) -> ColumnElement[bool]:
    """Hold for what had not ended before a day; an end that is known to the month or year counts to its last day."""
    return or_(Partnership.ends.is_(None), type_coerce(Partnership.ends, Text) + "-99" >= day.isoformat())


def _is_under_way_until(day: date) -> ColumnElement[bool]:
    return or_(Partnership.starts.is_(None), type_coerce(Partnership.starts, Text) <= day.isoformat())


def _acts(person: int) -> ColumnElement[bool]:
    """Hold where a person has a post, or holds or held the office of a member city."""
    posts = select(PostHolder.partnership_id).where(PostHolder.person_id == person)
    offices = select(Mandate.city_id).where(Mandate.person_id == person)
    return or_(Partnership.id.in_(posts), _has_member(City.id.in_(offices)))


def _serves(goal: int) -> ColumnElement[bool]:
    return Partnership.id.in_(select(PartnershipSdg.partnership_id).where(PartnershipSdg.code == str(goal)))


def _has_actor(number: int) -> ColumnElement[bool]:
    """Hold where an actor takes part whose programme the partnership is in."""
    part = select(PartnershipActor.partnership_id).where(
        PartnershipActor.programme_partner_id == number, PartnershipActor.removed_at.is_(None)
    )
    home = select(ProgrammePartner.programme_id).where(
        ProgrammePartner.id == number, ProgrammePartner.removed_at.is_(None)
    )
    return and_(Partnership.id.in_(part), Partnership.programme_id == home.scalar_subquery())


def states_of(written: str) -> frozenset[PartnershipState]:
    """Give the states that a state's code or a word of `STATE_GROUPS` stands for."""
    return STATE_GROUPS.get(written) or frozenset({PartnershipState(written)})


RULES: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "programme": _in_programme,
    "country": _has_member_in,
    "theme": lambda theme: Partnership.theme == theme,
    "stage": lambda number: Partnership.stage_number == number,
    "phase": _in_phase,
    "state": lambda written: Partnership.state.in_(sorted(states_of(written))),
    "modality": lambda kind: Partnership.modality == kind,
    "city": lambda code: _has_member(City.code == code),
    "sdg": _serves,
    "since": _is_under_way_since,
    "until": _is_under_way_until,
    "person": _acts,
    "actor": _has_actor,
}
"""What each filter asks of `Partnership`."""
