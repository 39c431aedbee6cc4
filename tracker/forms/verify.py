"""Asking for a document by its code, and which of its files one holds."""

import hashlib

from werkzeug.datastructures import FileStorage
from wtforms import FileField
from wtforms.validators import Regexp, ValidationError

from tracker.forms.base import Form, Line, required
from tracker.media import MOST_BYTES
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l

PIECE = 64 * 1024


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


class CheckFileForm(Form):
    """A file to compare with those of a document; it is read once and never kept. `sha256` is of its bytes."""

    sha256 = ""

    file = FileField(_l("PDF of this document"), description=_l("At most 10 MB. It is compared and not kept."))

    def validate_file(self, field: FileField) -> None:
        """Read the file to its end, piece by piece; refuse none at all and one that is too large."""
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError(_("Choose the file first."))
        seen, size = hashlib.sha256(), 0
        while piece := field.data.stream.read(PIECE):
            seen.update(piece)
            size += len(piece)
        field.data.close()
        if size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 10 MB, so it is none of ours."))
        self.sha256 = seen.hexdigest()
