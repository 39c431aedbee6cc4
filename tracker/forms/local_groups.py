"""What is said about a local group of stakeholders."""

from wtforms.validators import InputRequired, NumberRange, Optional

from tracker.domain.local_groups import StakeholderKind
from tracker.forms.base import Block, Choice, EditForm, Form, KeyedForm, Line, PartialDateField, Tiles, required
from tracker.forms.rooms import WholeNumber
from tracker.sentences import lazy_gettext as _l
from tracker.services.local_groups import GroupFields
from tracker.words import choices

MOST_PEOPLE = 1_000_000


class GroupWords(Form):
    """What is said about a group."""

    name = Line(_l("Name of the group"), required())
    kind = Tiles(
        _l("Whom does it stand for?"),
        StakeholderKind,
        choices(StakeholderKind),
        validators=[InputRequired(_l("Choose one."))],
    )
    people = WholeNumber(
        _l("How many people are in it?"),
        [Optional(), NumberRange(1, MOST_PEOPLE, _l("Write a number of people, at least 1."))],
    )
    participation = Block(
        _l("How do they take part?"),
        most=2000,
        description=_l("What they are asked, what they decide, how often they meet, whether they travel along."),
    )
    contact = Line(_l("Whom to ask there"), description=_l("An office or a function rather than a person."))
    since = PartialDateField(_l("Since"), [Optional()], description=_l("As 2026-03-14, 2026-03 or 2026."))

    def values(self) -> GroupFields:
        """Give what is said."""
        return GroupFields(
            kind=self.kind.data,
            name=self.name.data,
            people=self.people.data,
            participation=self.participation.data,
            contact=self.contact.data,
            since=self.since.data,
        )


class NewGroupForm(GroupWords, KeyedForm):
    """A new group in one of the cities that its writer writes for."""

    city_id = Choice(_l("City"), int)


class GroupForm(GroupWords, EditForm):
    """A group that is there already."""
