"""Choosing which actors of its programme take part in a partnership."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField
from wtforms.validators import Optional

from tracker.domain.actors import TakingPart
from tracker.forms.base import EditForm, Line
from tracker.models.programmes import ProgrammePartner
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l

MOST_WORDS = 500


class ActorsForm(EditForm):
    """A mark for each actor that takes part, and what it contributes."""

    @classmethod
    def over(cls, actors: Sequence[ProgrammePartner], chosen: TakingPart, *, as_stored: bool = False) -> "ActorsForm":
        """Make the form as it was sent; as it is stored when nothing was sent, or when asked for."""
        told: dict[str, Any] = {"version": chosen.version}
        fields: dict[str, Any] = {}
        for one in actors:
            fields[f"part_{one.id}"] = BooleanField(one.name)
            fields[f"gives_{one.id}"] = Line(_l("What does it contribute here?"), [Optional()], most=MOST_WORDS)
            told[f"part_{one.id}"] = one.id in chosen.contributions
            told[f"gives_{one.id}"] = chosen.contributions.get(one.id, "")
        asked = type(cls.__name__, (cls,), fields)
        form: ActorsForm = asked(formdata=None, data=told) if as_stored else asked(data=told)
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse words for an actor that is not marked and was not marked before: they would be lost."""
        is_right = super().validate(extra_validators)
        for name, field in self._fields.items():
            mark = self._fields.get(f"part_{name.removeprefix('gives_')}")
            if name.startswith("gives_") and field.data and mark and not (mark.data or mark.object_data):
                field.errors = [*field.errors, _("Mark this actor, or take the words out.")]
                is_right = False
        return is_right

    def contributions(self, actors: Sequence[ProgrammePartner]) -> dict[int, str]:
        """Give what each actor that is marked contributes, by its id."""
        return {one.id: self[f"gives_{one.id}"].data or "" for one in actors if self[f"part_{one.id}"].data}
