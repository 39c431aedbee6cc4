"""The fields that a kind of mission has of its own, and its sessions."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from wtforms import Field, FormField
from wtforms.validators import NumberRange, Optional, StopValidation, ValidationError

from tracker.domain.mission_kinds import IN_SESSIONS, FieldShape, OwnField, own_fields
from tracker.forms.base import Block, Day, EditForm, Line, Rows
from tracker.forms.mission_rows import Row
from tracker.forms.rooms import WholeNumber, refuse_to_come
from tracker.models.missions import Mission
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.mission_formats import SessionDraft, answers_of
from tracker.vocabulary import FORMAT_FIELDS

MOST_SESSIONS = 60
BLANKS = 3
LONGEST = 24 * 60


def _web_address(_form: object, field: Field) -> None:
    """Refuse what is no address of the web."""
    if field.data:
        parts = urlsplit(field.data)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValidationError(_("Write the whole address, such as https://example.org/page."))


def _count(_form: object, field: Field) -> None:
    """Refuse what is not a whole number of people or sessions."""
    if field.data and not re.fullmatch(r"[0-9]{1,6}", field.data):
        raise ValidationError(_("Write a whole number."))


def _question(of: OwnField) -> Any:
    label = FORMAT_FIELDS[of.code]
    if of.shape is FieldShape.TEXT:
        return Block(label)
    checks = {FieldShape.COUNT: [Optional(), _count], FieldShape.LINK: [Optional(), _web_address]}
    most = 500 if of.shape is FieldShape.LINK else 200
    return Line(label, checks.get(of.shape, ()), most=most)


def _with_its_day(row: Any, field: Field) -> None:
    if not any(field.raw_data or ()):
        field.errors = []
        if not row.is_blank():
            raise StopValidation(_("Write the day, or empty the whole line."))
        raise StopValidation


class SessionRow(Row):
    """One session."""

    held_on = Day(_l("Day"), [_with_its_day])
    minutes = WholeNumber(_l("Minutes"), [Optional(), NumberRange(1, LONGEST)])
    what = Line(_l("What was done"), most=400)

    def validate_held_on(self, field: Day) -> None:
        """Refuse a day that has come nowhere on earth yet."""
        refuse_to_come(field)


class FormatForm(EditForm):
    """What is asked of a mission by its kind; `over` adds the questions."""

    sessions = Rows(FormField(SessionRow), _l("Sessions held"), max_entries=MOST_SESSIONS)
    questions: Sequence[str] = ()

    @classmethod
    def over(cls, mission: Mission, *, as_stored: bool = False) -> "FormatForm":
        """Make the form as it was sent; as the mission is stored when nothing was sent, or when asked for."""
        fields = own_fields(mission.kind)
        asked: dict[str, Any] = {one.code: _question(one) for one in fields}
        asked["questions"] = tuple(one.code for one in fields)
        told: dict[str, Any] = {**answers_of(mission), "version": mission.version}
        told["sessions"] = [
            {"held_on": one.held_on, "minutes": one.minutes, "what": one.what} for one in mission.sessions
        ]
        kind = type(cls.__name__, (cls,), asked)
        form: FormatForm = kind(formdata=None, data=told) if as_stored else kind(data=told)
        if mission.kind not in IN_SESSIONS:
            del form.sessions
        return form

    def add_lines(self) -> None:
        """Add blank lines for sessions, where the kind has any."""
        if "sessions" in self:
            for _number in range(min(BLANKS, MOST_SESSIONS - len(self.sessions))):
                self.sessions.append_entry({})

    def answers(self) -> dict[str, str]:
        """Give the answers by the codes of the fields."""
        return {code: self[code].data for code in self.questions}

    def drafts(self) -> list[SessionDraft]:
        """Give the sessions that were filled in."""
        rows = [entry.form for entry in self.sessions] if "sessions" in self else []
        return [SessionDraft(row.held_on.data, row.minutes.data, row.what.data) for row in rows if row.held_on.data]
