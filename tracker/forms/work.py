"""The rooms of stages 4 to 6: activities with costs, instruments, ratings, results."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, FormField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracker.domain.evaluation import HIGHEST_RATING
from tracker.forms.base import (
    Block,
    Choice,
    Day,
    EditForm,
    Form,
    KeyedForm,
    Line,
    MoneyField,
    Rows,
    Tiles,
    currency,
    required,
    required_without,
)
from tracker.forms.mission_rows import Row
from tracker.forms.rooms import boxes, city_pairs, refuse_to_come
from tracker.models.cities import City
from tracker.models.work import Activity
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.activities import ActivityFields, CostLine
from tracker.services.instruments import InstrumentFields
from tracker.services.results import ResultFields

MOST_COSTS = 40
BLANKS = 2


def _with_the_rest(row: Any, field: Field) -> None:
    if not field.data and not field.errors and not row.is_blank():
        raise ValidationError(_("Write the amount and its currency, or empty the whole line."))


class CostRow(Row):
    """What something costs, and who bears it."""

    what = Line(_l("What for"))
    amount = MoneyField(_l("Amount"), [_with_the_rest])
    currency = Line(_l("Currency"), [_with_the_rest, currency], most=3)
    bearer = Line(_l("Who bears it"))
    spent = MoneyField(_l("Spent so far"), [Optional()])


class ActivityWords(Form):
    """A line of the work plan; `asking` adds a question for each city."""

    title = Line(_l("Activity"), required())
    starts_on = Day(_l("First day"), [Optional()])
    ends_on = Day(_l("Last day"), [Optional()])
    result = Block(_l("Expected result"))
    objective_id = Choice(
        _l("Which objective does it serve?"), int, may_be_empty=True, words_for_none=_l("None in the logframe")
    )
    before = boxes(_l("Which activities must end first?"))
    began_on = Day(_l("Begun on"), [Optional()], description=_l("As it came; leave it empty until then."))
    finished_on = Day(_l("Finished on"), [Optional()])
    costs = Rows(FormField(CostRow), _l("Costs"), max_entries=MOST_COSTS)

    @classmethod
    def asking(cls, cities: Sequence[City]) -> type[Any]:
        """Give this form with the question who answers for the activity in each city."""
        questions: dict[str, Any] = {f"city_{city.id}": Line(city.name) for city in cities}
        return type(cls.__name__, (cls,), questions)

    def validate_ends_on(self, field: Day) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("The last day lies before the first one. Correct one of the two."))

    def validate_finished_on(self, field: Day) -> None:
        """Refuse an end before the beginning, and a day that has come nowhere on earth yet."""
        if field.data and self.began_on.data and field.data < self.began_on.data:
            raise ValidationError(_("The last day lies before the first one. Correct one of the two."))
        refuse_to_come(field)

    def validate_began_on(self, field: Day) -> None:
        """Refuse a day that has come nowhere on earth yet."""
        refuse_to_come(field)

    def offer(self, activities: list[tuple[int, str]], objectives: list[tuple[int, str]]) -> None:
        """Set the activities that this one can wait for, and the objectives that it can serve."""
        self.before.choices = activities
        self.objective_id.choices = objectives

    def add_lines(self) -> None:
        """Add blank lines for costs, as far as there is room."""
        for _number in range(min(BLANKS, MOST_COSTS - len(self.costs))):
            self.costs.append_entry({})

    def values(self) -> ActivityFields:
        """Give what is said about the activity."""
        return ActivityFields(**{name: self[name].data for name in ActivityFields.__dataclass_fields__})

    def answering(self, cities: Sequence[City]) -> dict[int, str]:
        """Give who answers for it in each city."""
        return {city.id: self[f"city_{city.id}"].data for city in cities}

    def cost_lines(self) -> list[CostLine]:
        """Give the lines of costs that were filled in."""
        return [
            CostLine(row.what.data, row.amount.data, row.currency.data.upper(), row.bearer.data, row.spent.data)
            for row in (entry.form for entry in self.costs)
            if row.amount.data
        ]


class NewActivityForm(ActivityWords, KeyedForm):
    """A new activity."""


class ActivityForm(ActivityWords, EditForm):
    """An activity that is there already."""

    @classmethod
    def over(cls, activity: Activity, *, as_stored: bool = False) -> "ActivityForm":
        """Make the form as it was sent; as the activity is stored when nothing was sent, or when asked for."""
        told: dict[str, Any] = {f"city_{one.city_id}": one.name for one in activity.responsibles}
        told["before"] = [one.before_id for one in activity.waits]
        told |= {name: getattr(activity, name) for name in (*ActivityFields.__dataclass_fields__, "version")}
        told["costs"] = [
            {
                "what": cost.what,
                "amount": cost.amount_cents,
                "currency": cost.currency,
                "bearer": cost.bearer,
                "spent": cost.spent_cents,
            }
            for cost in activity.costs
        ]
        asked = cls.asking(activity.partnership.cities)
        form: ActivityForm = asked(formdata=None, data=told) if as_stored else asked(data=told)
        return form


class InstrumentWords(Form):
    """What passed from which city to which other one."""

    title = Line(_l("Instrument or practice"), required())
    from_city_id = Choice(_l("From"), int)
    to_city_id = Choice(_l("To"), int)
    edition = Line(_l("Edition or version"))
    legal_status = Line(_l("Legal status"), description=_l("Such as: draft, in force by decree 12/2025."))
    adaptation = Block(_l("How it was adapted"))
    piloted_in = Line(_l("Piloted in"), description=_l("The neighbourhood, office or service where it is tried first."))
    piloted_on = Day(_l("Piloted since"), [Optional()])
    mission_id = Choice(_l("Mission on which it passed"), int, may_be_empty=True, words_for_none=_l("No mission"))

    def offer(self, cities: Sequence[City], missions: list[tuple[int, str]]) -> None:
        """Set the cities and missions to choose from."""
        self.mission_id.choices = missions
        for field in (self.from_city_id, self.to_city_id):
            field.choices = city_pairs(cities)

    def validate_to_city_id(self, field: Choice) -> None:
        """Refuse an exchange of a city with itself."""
        if field.data == self.from_city_id.data:
            raise ValidationError(_("An instrument passes from one city to another. Choose two different cities."))

    def values(self) -> InstrumentFields:
        """Give what is said."""
        return InstrumentFields(
            title=self.title.data,
            from_city_id=self.from_city_id.data,
            to_city_id=self.to_city_id.data,
            edition=self.edition.data,
            legal_status=self.legal_status.data,
            adaptation=self.adaptation.data,
            piloted_in=self.piloted_in.data,
            piloted_on=self.piloted_on.data,
            mission_id=self.mission_id.data,
        )


class NewInstrumentForm(InstrumentWords, KeyedForm):
    """A new instrument."""


class InstrumentForm(InstrumentWords, EditForm):
    """An instrument that is there already."""


SCORES = {
    1: _l("1, not at all"),
    2: _l("2, little"),
    3: _l("3, partly"),
    4: _l("4, well"),
    HIGHEST_RATING: _l("5, fully"),
}


class RatingForm(EditForm):
    """How effective a city found an instrument; version 0 stands for no rating yet."""

    score = Tiles(_l("How effective was it?"), int, list(SCORES.items()), validators=[InputRequired(_l("Choose one."))])
    reason = Block(_l("Why?"), required(), description=_l("What worked or did not, and what it depended on."))


class ResultWords(Form):
    """What was expected, what was achieved, and how that is known."""

    expected = Block(
        _l("What was expected?"),
        required_without("activity_id"),
        description=_l("Left empty, it is what the plan expects of the activity below."),
    )
    activity_id = Choice(_l("Of which activity?"), int, may_be_empty=True, words_for_none=_l("Of no single activity"))
    achieved = Block(_l("What was achieved?"), description=_l("Also when it was little or nothing."))
    evidence = Block(_l("How is that known?"))

    def offer(self, activities: list[tuple[int, str]]) -> None:
        """Set the activities to choose from."""
        self.activity_id.choices = activities

    def values(self) -> ResultFields:
        """Give what is said."""
        return ResultFields(self.expected.data, self.achieved.data, self.evidence.data, self.activity_id.data)


class NewResultForm(ResultWords, KeyedForm):
    """A new result."""


class ResultForm(ResultWords, EditForm):
    """A result that is there already."""
