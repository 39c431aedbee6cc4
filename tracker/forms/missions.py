"""Planning, logging and changing a mission: six questions first, the rest when there is time."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from wtforms import BooleanField, Field, FormField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.dashboards.delegations import Known
from tracker.domain.dates import Precision
from tracker.domain.missions import CancelReason, MissionKind, needs_a_place, precision_of, trouble_with_dates
from tracker.faults import fault_sentence
from tracker.forms.base import Block, EditForm, Form, Hidden, KeyedForm, Line, PartialDateField, Rows, Several, Tiles
from tracker.forms.files import WithFiles
from tracker.forms.mission_rows import ELSEWHERE, DelegateRow, TaskRow, delegate_draft, task_draft
from tracker.forms.options import OneOf
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.mission_drafts import DelegateDraft, MissionDraft
from tracker.services.missions import TOOK_PLACE
from tracker.vocabulary import THEMES, theme_word
from tracker.words import choices

BLANKS = 2


class Answer(StrEnum):
    """Yes or no."""

    YES = "yes"
    NO = "no"


class MissionForm(Form):
    """What is asked about every mission."""

    city_choices: Sequence[tuple[int, str]] = ()
    known_people: Sequence[Known] = ()
    at: datetime

    kind = Tiles(
        _l("What kind of mission?"), MissionKind, choices(MissionKind), validators=[InputRequired(_l("Choose one."))]
    )
    has_taken_place = Tiles(
        _l("Has it taken place?"),
        Answer,
        [("yes", _l("Yes, I log it")), ("no", _l("No, I plan it"))],
        default=Answer.YES,
        validators=[InputRequired(_l("Choose one."))],
    )
    starts = PartialDateField(_l("From"))
    ends = PartialDateField(_l("Until"))
    is_range = BooleanField(_l("Somewhere in between, the exact days are not known"))
    host = Tiles(_l("Where?"), int, validators=[InputRequired(_l("Choose one."))])
    place = Line(_l("Place"), description=_l("Building, district, or the town when it is elsewhere."))
    known = Several(
        _l("Who took part?"), choices=[], option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    people = Rows(FormField(DelegateRow), _l("Delegation"))
    decisions = Block(
        _l("What was decided?"), description=_l("Two or three sentences. The full report can come later.")
    )
    tasks = Rows(FormField(TaskRow), _l("Agreed tasks"))
    title = Line(_l("Title"))
    purpose = Block(_l("Purpose"))
    theme = OneOf(_l("Theme"))
    agenda = Block(_l("Agenda"))
    findings = Block(_l("Findings"))
    participants = Block(
        _l("Others who took part"), description=_l("Groups and numbers, such as: 40 people from 14 cities.")
    )

    def offer(self, cities: Iterable[City], theme: str, known: Sequence[Known], at: datetime) -> None:
        """Set what can be chosen: the member cities, the themes (and the one in use), the people who are known."""
        self.at = at
        self.known_people = known
        self.city_choices = [(city.id, city.name) for city in cities]
        self.host.choices = [*self.city_choices, (ELSEWHERE, _("Elsewhere or on line"))]
        named = sorted({*THEMES, *([theme] if theme else [])}, key=theme_word)
        self.theme.choices = [("", _("No theme")), *((code, theme_word(code)) for code in named)]
        self.known.choices = [(one.key, one.name) for one in known]
        sides = {side for side, _name in self.sides}
        for row in self.people:
            if row.city.data not in sides:  # a city that is no member (any more): its people stay, among the others
                row.city.data, row.city.process_errors = ELSEWHERE, []

    @property
    def sides(self) -> list[tuple[int, str]]:
        """List the sides of a delegation: each city, and those who belong to none."""
        return [*self.city_choices, (ELSEWHERE, _("Others"))]

    def add_rows(self, to: str) -> None:
        """Add blank rows: `to` is `tasks`, or `people-` with a city's id; anything else adds nothing."""
        for city, _name in self.sides:
            if to == f"people-{city}":
                self._append(self.people, {"city": city})
        if to == "tasks":
            self._append(self.tasks, {})

    def add_all_rows(self) -> None:
        """Add blank rows everywhere."""
        for to in [*(f"people-{city}" for city, _name in self.sides), "tasks"]:
            self.add_rows(to)

    def _append(self, rows: Rows, data: dict[str, Any]) -> None:
        for _number in range(BLANKS):
            rows.append_entry(data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what only shows when they are seen together."""
        is_valid = bool(super().validate(extra_validators))
        for field, message in [*self._date_troubles(), *self._place_troubles()]:
            if not field.errors:
                field.errors = [message]
                is_valid = False
        return is_valid

    def _date_troubles(self) -> list[tuple[Field, str]]:
        trouble = trouble_with_dates(
            self.starts.data,
            self.ends.data,
            is_range=bool(self.is_range.data),
            has_taken_place=self.took_place,
            are_needed=self.are_dates_needed,
            at=self.at,
        )
        return [(self[trouble[0]], fault_sentence(trouble[1]))] if trouble else []

    @property
    def took_place(self) -> bool:
        """Tell whether the mission lies behind."""
        return self.has_taken_place.data is Answer.YES

    @property
    def are_dates_needed(self) -> bool:
        """Tell whether the form must say when it was."""
        return self.took_place

    def _place_troubles(self) -> list[tuple[Field, str]]:
        is_needed = needs_a_place(self.kind.data, is_elsewhere=self.host.data == ELSEWHERE)
        return [(self.place, fault_sentence("mission.no_place"))] if is_needed and not self.place.data else []

    @property
    def precision(self) -> Precision:
        """Tell how much the form says of the dates."""
        return precision_of(self.starts.data, self.ends.data, is_range=self.is_range.data)

    def draft(self) -> MissionDraft:
        """Give what a valid form says."""
        return MissionDraft(
            kind=self.kind.data,
            starts=self.starts.data,
            ends=self.ends.data,
            precision=self.precision,
            title=self.title.data,
            place=self.place.data,
            host_city_id=self.host.data or None,
            purpose=self.purpose.data,
            theme=self.theme.data or "",
            agenda=self.agenda.data,
            decisions=self.decisions.data,
            findings=self.findings.data,
            participants=self.participants.data,
            delegates=self._delegates(),
            tasks=tuple(task_draft(row.form) for row in self.tasks if row.form.what.data or row.form.id.data),
        )

    def _delegates(self) -> tuple[DelegateDraft, ...]:
        """Give the people, those of one city together, in the order of the sides; nobody twice."""
        ticked = set(self.known.data or [])
        named = [delegate_draft(row.form) for row in self.people if row.form.name.data]
        there = {Known(one.city_id, one.name, "", "").key for one in named}
        named += [
            DelegateDraft(one.city_id, one.name, one.organisation, one.function)
            for one in self.known_people
            if one.key in ticked - there
        ]
        order = {city: place for place, (city, _name) in enumerate(self.sides)}
        return tuple(sorted(named, key=lambda one: order[one.city_id or ELSEWHERE]))


class NewMissionForm(WithFiles, KeyedForm, MissionForm):
    """A mission that is not there yet; `overlaps_seen` marks the warning that stood on the page."""

    overlaps_seen = Hidden()


class EditMissionForm(EditForm, MissionForm):
    """A mission that is there already."""

    mission: Mission

    @property
    def took_place(self) -> bool:
        """Tell whether the mission lies behind."""
        return self.mission.state in TOOK_PLACE

    @property
    def are_dates_needed(self) -> bool:
        """Tell whether the form must say when it was; a source may not have told."""
        return self.took_place and self.mission.starts is not None

    @classmethod
    def over(
        cls, mission: Mission, known: Sequence[Known], at: datetime, *, as_stored: bool = False
    ) -> "EditMissionForm":
        """Make the form as it was sent; as the mission is stored when nothing was sent, or when asked for."""
        form = cls(formdata=None, data=_stored(mission)) if as_stored else cls(data=_stored(mission))
        del form.has_taken_place
        form.mission = mission
        form.offer(mission.partnership.cities, mission.theme, known, at)
        return form


def _stored(mission: Mission) -> dict[str, Any]:
    names = ("kind", "starts", "ends", "place", "decisions", "title", "purpose", "theme", "agenda", "findings")
    return {
        **{name: getattr(mission, name) for name in names},
        "participants": mission.participants,
        "version": mission.version,
        "host": mission.host_city_id or ELSEWHERE,
        "is_range": mission.date_precision is Precision.RANGE,
        "people": [
            {
                "city": one.city_id or ELSEWHERE,
                "name": one.name,
                "organisation": one.organisation,
                "function": one.function,
                "payer": one.payer,
            }
            for one in mission.delegates
        ],
        "tasks": [
            {
                "id": one.id,
                "what": one.what,
                "who": one.who,
                "city": one.city_id,
                "due_on": one.due_on,
                "amount": one.amount_cents,
                "currency": one.currency,
                "bearer": one.bearer,
            }
            for one in mission.tasks
            if one.removed_at is None
        ],
    }


class CancelForm(Form):
    """Why a mission does not take place."""

    reason = Tiles(_l("Why?"), CancelReason, choices(CancelReason), validators=[InputRequired(_l("Choose one."))])
    remarks = Block(_l("Remarks"), description=_l("What happened, and whether another date is looked for."), most=2000)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for words where the reason is not in the list."""
        is_valid = bool(super().validate(extra_validators))
        if self.reason.data is CancelReason.OTHER and not self.remarks.data:
            self.remarks.errors = [_("Write what the reason is.")]
            return False
        return is_valid
