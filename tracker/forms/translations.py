"""Writing the translation of an official document, one field for each section of the original."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Self

from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.dashboards.translations import SheetSection
from tracker.forms.base import Block, EditForm, Hidden, Several
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l


class TranslationForm(EditForm):
    """The sections of a document in another language; `shown` is the fingerprint of the originals beside them."""

    shown = Hidden(validators=[InputRequired(), Length(64, 64)])
    tasks = Block(_l("Agreed tasks"), most=20_000)
    purpose = Block(_l("Purpose"))
    summary = Block(_l("Summary"))
    findings = Block(_l("Findings"))
    decisions = Block(_l("Decisions"))
    fits = Several(_l("Still right"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))

    SECTIONS = ("tasks", "purpose", "summary", "findings", "decisions")

    @classmethod
    def over(cls, version: int, sections: Sequence[SheetSection], *, as_stored: bool = False) -> Self:
        """Make the form for these sections; `as_stored` leaves out what was sent."""
        more: dict[str, Any] = {"formdata": None} if as_stored else {}
        texts = {section.code: section.text for section in sections}
        form = cls(**more, version=version, shown=fingerprint(sections), **texts)
        form.fits.choices = [
            (section.code, _("Still right: %(section)s", section=section.title))
            for section in sections
            if section.is_outdated
        ]
        for section in sections:
            form[section.code].label.text = section.title
        for code in set(cls.SECTIONS) - set(texts):
            delattr(form, code)
        return form

    def is_beside(self, sections: Sequence[SheetSection]) -> bool:
        """Tell whether the originals are still those that were shown; if not, say so and take up the present ones."""
        if self.shown.data == fingerprint(sections):
            return True
        self.shown.data = fingerprint(sections)
        self.form_errors.append(_("The original was changed meanwhile. Compare it with your text, then save again."))
        return False

    def texts(self) -> dict[str, str]:
        """Give what was written, by section."""
        return {code: self[code].data or "" for code in self.SECTIONS if code in self}


def fingerprint(sections: Sequence[SheetSection]) -> str:
    """Give the SHA-256 of the originals of some sections."""
    originals = [[section.code, section.original] for section in sections]
    return hashlib.sha256(json.dumps(originals).encode()).hexdigest()
