"""The logframe's forms: objectives, indicators with their milestones, measurements."""

import math
import re
from typing import Any

from wtforms import Field, FormField
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError
from wtforms.widgets import TextInput

from tracker.domain.logframe import HIGHER, Aggregate, ObjectiveLevel, Point
from tracker.forms.base import Block, Choice, Day, EditForm, Form, KeyedForm, Line, Rows, Tiles, required
from tracker.forms.mission_rows import Row
from tracker.forms.rooms import refuse_to_come
from tracker.models.logframe import Indicator
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.logframe import IndicatorFields, ObjectiveFields
from tracker.words import choices

MOST_MILESTONES = 24
BLANKS = 3
HIGHEST = 1e15


class Figure(Field):
    """A number with a comma or a point before its decimals, and spaces between thousands."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.15g}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; 1,234 is refused, which is two numbers in two languages."""
        written = re.sub(r"[ \u00a0\u202f]", "", valuelist[0] if valuelist else "")
        self.data = None
        if not written:
            return
        is_ambiguous = re.fullmatch(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}", written)
        if is_ambiguous or not re.fullmatch(r"[+-]?[0-9]{1,15}([.,][0-9]{1,9})?", written):
            raise ValueError(_("Write a number such as 1500 or 12.5, without separators between thousands."))
        number = float(written.replace(",", "."))
        if not math.isfinite(number) or abs(number) > HIGHEST:
            raise ValueError(_("This number is too large."))
        self.data = number


class ObjectiveWords(Form):
    """What is to be brought about, and on which level."""

    level = Tiles(_l("Level"), ObjectiveLevel, choices(ObjectiveLevel), validators=[InputRequired(_l("Choose one."))])
    title = Line(_l("Objective"), required(), description=_l("What will be different, in one sentence."), most=400)
    serves_id = Choice(_l("Which higher objective does it serve?"), int, may_be_empty=True, words_for_none=_l("None"))
    assumptions = Block(_l("Assumptions"), description=_l("What must hold that the partnership cannot bring about."))

    def offer(self, objectives: list[tuple[int, str]], levels: dict[int, ObjectiveLevel]) -> None:
        """Set the objectives that this one can serve; `levels` holds the level of each by its id."""
        self.serves_id.choices = objectives
        self.levels = levels

    def validate_serves_id(self, field: Choice) -> None:
        """Refuse an objective that is not on a higher level."""
        if field.data is not None and self.levels.get(field.data) not in HIGHER.get(self.level.data, ()):
            raise ValidationError(_("Choose one of a higher level: an output serves an outcome, an outcome an impact."))

    def values(self) -> ObjectiveFields:
        """Give what is said."""
        return ObjectiveFields(self.level.data, self.title.data, self.assumptions.data, self.serves_id.data)


class NewObjectiveForm(ObjectiveWords, KeyedForm):
    """A new objective."""


class ObjectiveForm(ObjectiveWords, EditForm):
    """An objective that is there already."""


def _with_the_rest(row: Any, field: Field) -> None:
    if field.data is None and not field.errors and (row.due_on.data is not None or row.value.data is not None):
        raise ValidationError(_("Write the day and the value, or empty the whole line."))


def _with_its_value(row: Any, field: Field) -> None:
    """Let the day be empty only where the value is."""
    if not any(field.raw_data or ()):
        field.errors = []
        if row.value.raw_data and row.value.raw_data[0].strip():
            raise StopValidation(_("Write the day and the value, or empty the whole line."))
        raise StopValidation


class MilestoneRow(Row):
    """Which value is to be reached on which day."""

    due_on = Day(_l("Day"), [_with_its_value])
    value = Figure(_l("Value"), [_with_the_rest])


class IndicatorWords(Form):
    """How an objective is measured."""

    objective_id = Choice(_l("What does it measure?"), int)
    title = Line(_l("Indicator"), required(), description=_l("Such as: share of plots that are on a map."), most=400)
    unit = Line(_l("Unit"), description=_l("Such as: %, plots, days."))
    baseline = Figure(_l("Baseline"), [Optional()])
    baseline_on = Day(_l("Baseline of"), [Optional()])
    target = Figure(_l("Target"), [Optional()])
    target_on = Day(_l("To be reached by"), [Optional()])
    milestones = Rows(FormField(MilestoneRow), _l("Milestones"), max_entries=MOST_MILESTONES)
    source = Line(_l("Means of verification"), description=_l("Where the number comes from."), most=400)
    aggregate = Tiles(_l("How do the values of several partnerships make one?"), Aggregate, choices(Aggregate))
    remarks = Block(_l("Remarks"))

    def offer(self, objectives: list[tuple[int, str]]) -> None:
        """Set the objectives to choose from."""
        self.objective_id.choices = objectives

    def validate_target_on(self, field: Day) -> None:
        """Refuse a target before its baseline."""
        if field.data and self.baseline_on.data and field.data <= self.baseline_on.data:
            raise ValidationError(_("The target lies before the baseline. Correct one of the two days."))

    def add_lines(self) -> None:
        """Add blank lines for milestones, as far as there is room."""
        for _number in range(min(BLANKS, MOST_MILESTONES - len(self.milestones))):
            self.milestones.append_entry({})

    def values(self) -> IndicatorFields:
        """Give what is said about the indicator."""
        names = IndicatorFields.__dataclass_fields__
        return IndicatorFields(**{name: self[name].data for name in names})

    def points(self) -> list[Point]:
        """Give the milestones that were filled in, the earliest first."""
        rows = (entry.form for entry in self.milestones)
        found = [Point(row.due_on.data, row.value.data) for row in rows if row.due_on.data is not None]
        return sorted(found, key=lambda point: point.day)


class NewIndicatorForm(IndicatorWords, KeyedForm):
    """A new indicator."""


class IndicatorForm(IndicatorWords, EditForm):
    """An indicator that is there already."""

    @classmethod
    def over(cls, indicator: Indicator, *, as_stored: bool = False) -> "IndicatorForm":
        """Make the form as it was sent; as the indicator is stored when nothing was sent, or when asked for."""
        told: dict[str, Any] = {name: getattr(indicator, name) for name in IndicatorFields.__dataclass_fields__}
        told["version"] = indicator.version
        told["milestones"] = [{"due_on": one.due_on, "value": one.value} for one in indicator.milestones]
        return cls(formdata=None, data=told) if as_stored else cls(data=told)


class MeasurementForm(KeyedForm):
    """What an indicator was on a day."""

    measured_on = Day(_l("Measured on"), required())
    value = Figure(_l("Value"), [InputRequired(_l("This is needed."))])
    evidence = Line(_l("How is that known?"), description=_l("The count, survey or register that it comes from."))

    def validate_measured_on(self, field: Day) -> None:
        """Refuse a day that has come nowhere on earth yet."""
        refuse_to_come(field)

    def point(self) -> Point:
        """Give what was measured."""
        return Point(self.measured_on.data, self.value.data)
