"""What a list of partnerships is narrowed to; read from an address, written into addresses, asked of the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, or_, select

from tracker.domain.partnerships import LIVE_STATES, Modality, PartnershipState
from tracker.domain.search import words_of
from tracker.domain.stages import STAGES, Phase
from tracker.models.cities import City
from tracker.models.partnerships import Member, Partnership
from tracker.models.programmes import Programme
from tracker.permissions import Standing
from tracker.scopes import partnerships_seen

Code = TypeVar("Code", bound=StrEnum)
NO_PROGRAMME = "none"
"""Stands for a programme in an address: partnerships that are in no programme."""
LONGEST = 200
CURRENT_STATES = LIVE_STATES | {PartnershipState.AFTER_CARE}
"""What the portfolio shows unless a state is asked for."""
STATE_GROUPS = {"live": LIVE_STATES, "current": CURRENT_STATES}
"""Words for several states at once."""


@dataclass(frozen=True)
class Filters:
    """What was asked for; an empty text or None leaves a filter out. Field names are those of the address.

    `programme` and `city` are codes, `country` an ISO code, `state` a state's code or a word of `STATE_GROUPS`.
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

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Filters":
        """Read the filters from an address; a stage, phase, state or modality that does not exist is left out."""
        stage = asked.get("stage", "")
        state = asked.get("state", "").strip()
        return cls(
            q=asked.get("q", "").strip()[:LONGEST],
            programme=asked.get("programme", "").strip()[:LONGEST],
            country=asked.get("country", "").strip()[:LONGEST],
            theme=asked.get("theme", "").strip()[:LONGEST],
            stage=int(stage) if stage in {str(one.number) for one in STAGES} else None,
            phase=_member(Phase, asked.get("phase", "")),
            state=state if state in STATE_GROUPS or _member(PartnershipState, state) else "",
            modality=_member(Modality, asked.get("modality", "")),
            city=asked.get("city", "").strip()[:LONGEST],
        )

    @property
    def query(self) -> dict[str, str]:
        """Give what is asked for as an address writes it, without what is left out."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: str(value) for name, value in named.items() if value not in ("", None)}

    def without(self, name: str) -> "Filters":
        """Give the same filters with one left out."""
        return replace(self, **{name: getattr(Filters(), name)})

    def address(self, path: str, **more: object) -> str:
        """Give the address of a page under these filters; `more` adds to them or takes their place, None removes."""
        merged = {**self.query, **more}
        order = [one.name for one in fields(self)]
        names = sorted(merged, key=lambda name: order.index(name) if name in order else len(order))
        pairs = [(name, merged[name]) for name in names if merged[name] is not None]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    @property
    def states(self) -> frozenset[PartnershipState] | None:
        """Give the states that were asked for, None for any."""
        return states_of(self.state) if self.state else None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions on `Partnership`, each on columns of its own or on the ids of what it leads to."""
        found = [_matches(word) for word in words_of(self.q)]
        return found + [rule(getattr(self, name)) for name, rule in RULES.items() if getattr(self, name)]


@dataclass(frozen=True)
class Selection:
    """The partnerships that a person may see and asks for: every list and every count is made over the same ones."""

    standing: Standing
    filters: Filters = field(default_factory=Filters)

    @cached_property
    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions on `Partnership`; what is out of the person's scope is never counted."""
        return [partnerships_seen(self.standing), *self.filters.conditions()]


def _member(kind: type[Code], written: str) -> Code | None:
    return kind(written) if written in set(kind) else None


def _has_member(city: ColumnElement[bool]) -> ColumnElement[bool]:
    members = select(Member.partnership_id).join(City, City.id == Member.city_id).where(city)
    return Partnership.id.in_(members)


def _matches(word: str) -> ColumnElement[bool]:
    """Hold where the title, the reference or a member city's name holds a folded word."""
    return or_(
        Partnership.search_text.contains(word, autoescape=True),
        _has_member(City.search_text.contains(word, autoescape=True)),
    )


def _in_programme(code: str) -> ColumnElement[bool]:
    if code == NO_PROGRAMME:
        return Partnership.programme_id.is_(None)
    return Partnership.programme_id == select(Programme.id).where(Programme.code == code).scalar_subquery()


def _in_phase(phase: Phase) -> ColumnElement[bool]:
    return Partnership.stage_number.in_([one.number for one in STAGES if one.phase is phase])


def states_of(written: str) -> frozenset[PartnershipState]:
    """Give the states that a state's code or a word of `STATE_GROUPS` stands for."""
    return STATE_GROUPS.get(written) or frozenset({PartnershipState(written)})


RULES: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "programme": _in_programme,
    "country": lambda code: _has_member(City.country == code),
    "theme": lambda theme: Partnership.theme == theme,
    "stage": lambda number: Partnership.stage_number == number,
    "phase": _in_phase,
    "state": lambda written: Partnership.state.in_(sorted(states_of(written))),
    "modality": lambda kind: Partnership.modality == kind,
    "city": lambda code: _has_member(City.code == code),
}
"""What each filter asks of `Partnership`."""
