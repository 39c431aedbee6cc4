"""Keeping a view of a list."""

from wtforms import BooleanField
from wtforms.validators import Length

from tracker.domain.views import LONGEST_QUERY, ViewPage
from tracker.forms.base import Choice, EditForm, Form, Hidden, KeyedForm, Line, required
from tracker.forms.options import OneOf
from tracker.sentences import lazy_gettext as _l

PAGES = [(ViewPage.PORTFOLIO.value, _l("Portfolio")), (ViewPage.PARTNERSHIPS.value, _l("Partnerships"))]


class ViewForm(Form):
    """What a view is called, and to whom it is offered."""

    name = Line(_l("Name of the view"), [*required(), Length(max=60)])
    programme_id = OneOf(_l("Offer it to the coordinators of"), coerce=int)

    def offer(self, programmes: list[tuple[int, str]]) -> None:
        """Set the programmes to choose from."""
        self.programme_id.choices = [(0, _l("Nobody else")), *programmes]


class NewViewForm(KeyedForm, ViewForm):
    """A new view of what is shown; it may be what the list opens with."""

    page = Choice(_l("List"), ViewPage, PAGES)
    query = Hidden(validators=[Length(max=LONGEST_QUERY)])
    opens = BooleanField(_l("Open the list with it"))


class EditViewForm(EditForm, ViewForm):
    """A view that is kept already."""


class ReplaceViewForm(Form):
    """The question that takes the place of the one before."""

    query = Hidden(validators=[Length(max=LONGEST_QUERY)])
