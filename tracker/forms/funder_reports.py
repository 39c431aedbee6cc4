"""What a funder report is to tell of, kept as a preset, and the buttons that have one made."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.dashboards.filters import NO_PROGRAMME, Filters
from tracker.dashboards.funder_reports.gathering import filters_of
from tracker.dashboards.options import ProgrammeOption, short_name
from tracker.domain.funder_reports import FunderPart, PeriodKind
from tracker.forms.base import (
    HIGHEST_ID,
    Choice,
    Day,
    EditForm,
    Field,
    Form,
    Hidden,
    KeyedForm,
    Line,
    Several,
    Tiles,
    required,
)
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services import funder_reports
from tracker.words import choices

LONGEST_QUERY = 2000


class MakeForm(KeyedForm):
    """One button: make this preset, or the filters of the screen in place of its own."""

    preset = Hidden(validators=[Optional(), Regexp(r"[0-9]{1,10}\Z")])
    filters = Hidden(validators=[Optional(), Length(max=LONGEST_QUERY)])

    @property
    def preset_id(self) -> int | None:
        """Give the id of the preset; None when there is none."""
        number = int(self.preset.data or 0)
        return number if 0 < number <= HIGHEST_ID else None


class AskForm(KeyedForm):
    """One button: have the list of an address made as a file."""


class PresetForm(Form):
    """What a funder report tells of."""

    name = Line(_l("Name of the preset"), required(), description=_l("Such as: European Union, this year."))
    programme = Choice(_l("Programme"), str, [], may_be_empty=True, words_for_none=_l("All that you may see"))
    period = Tiles(_l("Period"), PeriodKind, choices(PeriodKind), validators=[InputRequired(_l("Choose one."))])
    since = Day(_l("First day"), [Optional()], description=_l("For a period from one day to another."))
    until = Day(_l("Last day"), [Optional()])
    language = Tiles(_l("Language"), str, [], validators=[InputRequired(_l("Choose one."))])
    parts = Several(
        _l("Parts"),
        choices=choices(FunderPart),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    filters = Hidden(validators=[Optional(), Length(max=LONGEST_QUERY)])

    def offer(self, programmes: Iterable[ProgrammeOption], languages: list[tuple[str, str]]) -> None:
        """Say which programmes and languages can be chosen."""
        self.programme.choices = [
            *((one.code, short_name(one.name)) for one in programmes),
            (NO_PROGRAMME, _("Outside a programme")),
        ]
        self.language.choices = languages

    def show(self, choice: funder_reports.Choice) -> None:
        """Fill the form with a choice."""
        filters = filters_of(choice)
        self.programme.data = filters.programme or None
        self.filters.data = urlencode(filters.without("programme").query)
        for name in ("period", "since", "until", "language"):
            self[name].data = getattr(choice, name)
        self.parts.data = [part.value for part in choice.parts]

    def validate_period(self, field: Field) -> None:
        """Refuse the period of no programme, and one from one day to another without both days."""
        if field.data is PeriodKind.BETWEEN and None in (self.since.data, self.until.data):
            raise ValidationError(_("Write the first and the last day."))
        if field.data is PeriodKind.PROGRAMME and self.programme.data in (None, NO_PROGRAMME):
            raise ValidationError(_("Choose a programme too, or another period."))

    def validate_until(self, field: Field) -> None:
        """Refuse a period from one day to another that ends before it begins."""
        is_between = self.period.data is PeriodKind.BETWEEN
        if is_between and self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(_("The last day lies before the first."))

    def validate_parts(self, field: Field) -> None:
        """Refuse a funder report without any part."""
        if not field.data:
            raise ValidationError(_("Choose at least one part."))

    def choice(self) -> funder_reports.Choice:
        """Give what was chosen."""
        others = filters_of(funder_reports.Choice(self.filters.data or "", PeriodKind.THIS_YEAR, None, None, "", ()))
        asked: Filters = replace(others, programme=self.programme.data or "")
        return funder_reports.Choice(
            filters=urlencode(asked.query),
            period=self.period.data,
            since=self.since.data,
            until=self.until.data,
            language=self.language.data,
            parts=[FunderPart(part) for part in self.parts.data],
        )


class NewPresetForm(KeyedForm, PresetForm):
    """A new preset."""


class EditPresetForm(EditForm, PresetForm):
    """A preset that is there already."""
