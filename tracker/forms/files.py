"""Uploads: checked and stored as they arrive, and carried along while the rest of a form is put right."""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.errors import RuleBroken
from tracker.domain.texts import one_line
from tracker.forms.base import Form, KeyedForm
from tracker.i18n import file_size
from tracker.media import MOST_BYTES
from tracker.refusals import sentence
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.attachments import Received, receive

LONGEST_SHOWN = 80


class WithFiles(Form):
    """A form that takes files; `kept` are those that arrived with an earlier sending of the same form, ticked.

    A form with refused files is not valid, and what was taken of the others is carried along.
    """

    refused: Sequence[str] = ()

    files = MultipleFileField(
        _l("Photos and documents"),
        description=_l(
            "JPEG, PNG, PDF, Office or text; at most 10 MB each, 30 MB together. Place and device are removed."
        ),
    )
    kept = SelectMultipleField(
        _l("Files received"),
        choices=[],
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def take(self, person_id: int) -> list[Received]:
        """Store what arrived and give it with what was kept; what was refused becomes an error, by its name."""
        received = _opened(self.kept.data or [], person_id)
        troubles = []
        for upload in self.files.data or []:
            if isinstance(upload, FileStorage) and upload.filename:
                try:
                    received.append(receive(upload.filename, upload.stream.read(MOST_BYTES + 1)))
                except RuleBroken as refusal:
                    name = one_line(upload.filename)[:LONGEST_SHOWN]
                    troubles.append(_("%(name)s: %(why)s", name=name, why=sentence(refusal)))
        received = list({one.sha256: one for one in received}.values())
        self.refused = self.files.errors = troubles
        tokens = _sealed(received, person_id)
        self.kept.choices = [
            (token, f"{one.name}, {file_size(one.size)}") for token, one in zip(tokens, received, strict=True)
        ]
        self.kept.data = tokens
        return received

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that no file was refused."""
        is_valid = bool(super().validate(extra_validators))
        self.files.errors = list(self.refused)
        return is_valid and not self.refused


class AttachForm(WithFiles, KeyedForm):
    """Files for a mission that is there already."""


def _sealer(person_id: int) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=f"received-file-{person_id}")


def _sealed(received: Sequence[Received], person_id: int) -> list[str]:
    sealer = _sealer(person_id)
    return [str(sealer.dumps(astuple(one))) for one in received]


def _opened(tokens: Sequence[str], person_id: int) -> list[Received]:
    """Read what this person's earlier sendings received; anything forged or somebody else's is left out."""
    sealer = _sealer(person_id)
    found = []
    for token in tokens:
        try:
            found.append(Received(*sealer.loads(token)))
        except BadSignature:
            continue
    return found
