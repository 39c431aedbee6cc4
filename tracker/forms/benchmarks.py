"""Indicators on which cities agree in an evaluation."""

from tracker.forms.base import EditForm, Form, KeyedForm, Line, required
from tracker.sentences import lazy_gettext as _l


class IndicatorWords(Form):
    """What is compared, and in which unit."""

    title = Line(_l("Indicator"), required(), description=_l("Such as: share of plots that are on a map."), most=400)
    unit = Line(_l("Unit"), required(), description=_l("The same for all cities, such as: %, plots, days."), most=60)


class NewBenchmarkForm(IndicatorWords, KeyedForm):
    """A new indicator."""


class BenchmarkForm(IndicatorWords, EditForm):
    """An indicator that is there already."""
