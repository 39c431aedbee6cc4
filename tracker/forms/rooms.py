"""The rooms of stages 1 to 3: needs, comparisons, priorities."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.errors import StaleEdit
from tracker.domain.evaluation import Part, Severity, Verdict
from tracker.forms.base import (
    Block,
    Choice,
    Day,
    EditForm,
    Form,
    Hidden,
    KeyedForm,
    Line,
    Several,
    Tiles,
    required,
    required_without,
)
from tracker.forms.options import OneOf
from tracker.models.cities import City
from tracker.models.rooms import Comparison, Need, Priority
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.comparisons import ComparisonFields
from tracker.services.needs import NeedFields
from tracker.services.priorities import PriorityFields, Roles
from tracker.settings import setting
from tracker.vocabulary import THEMES, theme_word
from tracker.words import choices


class WholeNumber(IntegerField):
    """A whole number."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; what is none is an error that says what to write."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Write a whole number.")) from error


def refuse_to_come(field: Day) -> None:
    """Return when the day of a field has come somewhere on earth; raises ValidationError otherwise."""
    if field.data is not None and field.data > setting("CLOCK")().date() + timedelta(days=1):
        raise ValidationError(_("This day has not come yet."))


def boxes(label: Any) -> Several:
    """Make a question to which several things, or none, can be the answer."""
    box = CheckboxInput()
    return Several(label, [], int, choices=[], option_widget=box, widget=ListWidget(prefix_label=False))


def city_pairs(cities: Iterable[City]) -> list[tuple[int, str]]:
    """Give cities as the choices of a list."""
    return [(city.id, city.name) for city in cities]


class NeedWords(Form):
    """What is said about a need."""

    title = Line(_l("What is needed?"), required())
    sector = OneOf(_l("Sector"), [InputRequired(_l("Choose one."))])
    severity = Tiles(_l("How badly?"), Severity, choices(Severity), validators=[InputRequired(_l("Choose one."))])
    affected = Line(_l("Who is affected?"))
    evidence = Block(_l("How is that known?"), description=_l("A survey, a count, minutes of a meeting, ..."))
    baseline_value = Line(_l("Baseline"), description=_l("Where things stand today."))
    baseline_unit = Line(_l("Unit"))
    baseline_year = WholeNumber(_l("Year"), [Optional(), NumberRange(1900, 2100, _l("Write a year such as 2026."))])
    baseline_source = Line(_l("Source of the baseline"))

    def offer(self, sector: str = "") -> None:
        """Set the sectors to choose from: the themes, and the one in use."""
        named = sorted({*THEMES, *([sector] if sector else [])}, key=theme_word)
        self.sector.choices = [("", _("Choose a sector")), *((code, theme_word(code)) for code in named)]

    def values(self) -> NeedFields:
        """Give what the form says."""
        return NeedFields(
            title=self.title.data,
            sector=self.sector.data,
            severity=self.severity.data,
            affected=self.affected.data,
            evidence=self.evidence.data,
            baseline_value=self.baseline_value.data,
            baseline_unit=self.baseline_unit.data,
            baseline_year=self.baseline_year.data,
            baseline_source=self.baseline_source.data,
        )


class NewNeedForm(NeedWords, KeyedForm):
    """A new need of one of the cities that its writer writes for."""

    city_id = Choice(_l("City"), int)


class NeedForm(NeedWords, EditForm):
    """A need that is there already, and may have been met."""

    met_on = Day(
        _l("Met on"),
        [Optional()],
        description=_l("Leave it empty while the need is open: an open need is carried over."),
    )
    met_how = Line(_l("How was it met?"))

    @classmethod
    def over(cls, need: Need, *, as_stored: bool = False) -> "NeedForm":
        """Make the form as it was sent; as the need is stored when nothing was sent, or when asked for."""
        form = cls(formdata=None, obj=need) if as_stored else cls(obj=need)
        form.offer(need.sector)
        return form

    def validate_met_on(self, field: Day) -> None:
        """Refuse a day that has come nowhere on earth yet."""
        refuse_to_come(field)

    def values(self) -> NeedFields:
        """Give what the form says."""
        return replace(super().values(), met_on=self.met_on.data, met_how=self.met_how.data)


class ComparisonWords(Form):
    """What the cities say together about a dimension; `describing` adds a question for each city."""

    dimension = Line(
        _l("Dimension"), required(), description=_l("What is compared, such as: legal frame, land register.")
    )
    verdict = Tiles(
        _l("How do the cities compare?"),
        Verdict,
        choices(Verdict),
        may_be_empty=True,
        words_for_none=_l("Not said yet"),
    )
    requires = Block(_l("What would a transfer require?"))
    transfer = Block(_l("What does it mean for the transfer?"))

    @classmethod
    def describing(cls, cities: Sequence[City]) -> type[Any]:
        """Give this form with a question for each of these cities."""
        questions: dict[str, Any] = {
            f"city_{city.id}": Block(_("How is it in %(city)s?", city=city.name)) for city in cities
        }
        questions |= {f"seen_{city.id}": Hidden(default="0") for city in cities}
        return type(cls.__name__, (cls,), questions)

    def values(self) -> ComparisonFields:
        """Give what is said together."""
        return ComparisonFields(self.dimension.data, self.verdict.data, self.requires.data, self.transfer.data)

    def descriptions(self, cities: Sequence[City]) -> dict[int, str]:
        """Give what is said of each of the cities that the form asked about."""
        return {city.id: self[f"city_{city.id}"].data for city in cities}


class NewComparisonForm(ComparisonWords, KeyedForm):
    """A new dimension."""


class ComparisonForm(ComparisonWords, EditForm):
    """A dimension that is there already; each city's description has a version of its own."""

    @classmethod
    def over(cls, comparison: Comparison, cities: Sequence[City], *, as_stored: bool = False) -> "ComparisonForm":
        """Make the form as it was sent; as the dimension is stored when nothing was sent, or when asked for."""
        cells = {cell.city_id: cell for cell in comparison.cells}
        told: dict[str, Any] = {f"city_{city.id}": cells[city.id].description for city in cities if city.id in cells}
        told |= {f"seen_{city.id}": str(cells[city.id].version) for city in cities if city.id in cells}
        asked = cls.describing(cities)
        form: ComparisonForm = (
            asked(formdata=None, obj=comparison, **told) if as_stored else asked(obj=comparison, **told)
        )
        return form

    def refuse_lost_update(self, thing: Any, shown: EditForm) -> None:
        """Return when neither the dimension nor a description of this form was changed meanwhile; raises StaleEdit."""
        super().refuse_lost_update(thing, shown)
        seen = [name for name in self._fields if name.startswith("seen_")]
        if any(self[name].data != shown[name].data for name in seen):
            raise StaleEdit(self.differences(shown))


class PriorityWords(Form):
    """What is said about a priority; `ranking` adds the rank that each of these cities gives to it."""

    rank = WholeNumber(
        _l("Agreed rank"),
        [InputRequired(_l("This is needed.")), NumberRange(1, 99, _l("Write a number from 1 to 99; 1 comes first."))],
        description=_l("1 comes first."),
    )
    title = Line(
        _l("What comes first?"),
        required_without("need_id"),
        description=_l("Left empty, it is called as the need below."),
    )
    need_id = Choice(_l("Need behind it"), int, may_be_empty=True, words_for_none=_l("None of the recorded needs"))
    instrument = Line(_l("Knowledge or instrument that serves it"))
    teaches = boxes(_l("Who can teach?"))
    learns = boxes(_l("Who will learn?"))

    def offer(self, cities: Sequence[City], needs: list[tuple[int, str]]) -> None:
        """Set the cities and needs to choose from."""
        self.need_id.choices = needs
        for field in (self.teaches, self.learns):
            field.choices = city_pairs(cities)

    @classmethod
    def ranking(cls, cities: Sequence[City]) -> type[Any]:
        """Give this form with a question for each of these cities, which rank it gives itself."""
        questions: dict[str, Any] = {f"rank_{city.id}": _own_rank(city) for city in cities}
        return type(cls.__name__, (cls,), questions)

    def rankings(self, cities: Sequence[City]) -> dict[int, int | None]:
        """Give the rank of each of the cities that the form asked about."""
        return {city.id: self[f"rank_{city.id}"].data for city in cities}

    def validate_learns(self, field: Several) -> None:
        """Refuse a city that could only teach itself."""
        if len(field.data or ()) == 1 and field.data == self.teaches.data:
            raise ValidationError(_("The only city that learns is the only one that teaches. Choose another one."))

    def values(self) -> PriorityFields:
        """Give what is said."""
        return PriorityFields(self.rank.data, self.title.data, self.instrument.data, self.need_id.data)

    def roles(self) -> Roles:
        """Give who teaches and who learns."""
        return {Part.TEACHES: self.teaches.data, Part.LEARNS: self.learns.data}


def _own_rank(city: City) -> WholeNumber:
    within = NumberRange(1, 99, _l("Write a number from 1 to 99; 1 comes first."))
    return WholeNumber(_("Rank that %(city)s gives", city=city.name), [Optional(), within])


class NewPriorityForm(PriorityWords, KeyedForm):
    """A new priority."""


class PriorityForm(PriorityWords, EditForm):
    """A priority that is there already."""

    @classmethod
    def over(
        cls, priority: Priority, needs: list[tuple[int, str]], cities: Sequence[City], *, as_stored: bool = False
    ) -> "PriorityForm":
        """Make the form as it was sent; as the priority is stored when nothing was sent, or when asked for."""
        told: dict[str, Any] = {
            part.value: [one.city_id for one in priority.parts if one.part is part] for part in Part
        }
        told |= {f"rank_{one.city_id}": one.rank for one in priority.rankings}
        asked = cls.ranking(cities)
        form: PriorityForm = asked(formdata=None, obj=priority, **told) if as_stored else asked(obj=priority, **told)
        form.offer(priority.partnership.cities, needs)
        return form
