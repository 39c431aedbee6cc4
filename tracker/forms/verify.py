"""Asking for a document by its code."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Regexp

from tracker.forms.base import Form, Line, required


class CodeForm(Form):
    """The 32 digits that are printed on a document, in groups or not."""

    code = Line(
        _l("Code of the document"),
        [
            *required(),
            Regexp(r"(?i)([\s-]*[0-9a-f]){32}[\s-]*\Z", message=_l("The code has 32 digits, 0 to 9 and a to f.")),
        ],
        description=_l("It stands beside the square code on the last page."),
    )
