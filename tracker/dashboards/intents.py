"""The sentence of intent: what somebody says by signing, in the reader's language."""

from tracker.domain.signing import DocumentKind
from tracker.models.cities import City
from tracker.models.official_documents import OfficialDocument
from tracker.sentences import gettext as _
from tracker.sentences import ngettext
from tracker.services import contents


def intent(document: OfficialDocument, city: City, office: str) -> str:
    """Give the sentence that stands beside the button and is kept with the signature."""
    words = {"office": office, "city": city.name, "ref": document.ref}
    if document.kind is DocumentKind.SCOPE:
        return _("As %(office)s of %(city)s I endorse the theme and scope in %(ref)s.", **words)
    if document.kind is DocumentKind.RENEWAL:
        return _("As %(office)s of %(city)s I renew the commitment of the city, as written in %(ref)s.", **words)
    tasks = len(contents.stored_content(document)["tasks"])
    if document.kind is DocumentKind.WORK_PLAN:
        return ngettext(
            "As %(office)s of %(city)s I confirm the work plan %(ref)s with its %(num)d activity.",
            "As %(office)s of %(city)s I confirm the work plan %(ref)s with its %(num)d activities.",
            tasks,
            **words,
        )
    return ngettext(
        "As %(office)s of %(city)s I sign the mission report %(ref)s and confirm its %(num)d task.",
        "As %(office)s of %(city)s I sign the mission report %(ref)s and confirm its %(num)d tasks.",
        tasks,
        **words,
    )
