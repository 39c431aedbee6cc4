"""What changed since the version that a reader saw last."""

import pytest

from tests import factories as make
from tests.factories import AT
from tracker.dashboards.changes import Changes, changes_for
from tracker.db import transaction
from tracker.models.official_documents import OfficialDocument
from tracker.models.people import Person
from tracker.services import evidence, official_documents, signing

pytestmark = pytest.mark.usefixtures("app")


def second_version(first: OfficialDocument, summary: str) -> OfficialDocument:
    newer = make.draft_report(first.of_mission, author=first.author)
    with transaction():
        newer.summary = summary
        wanted = {slot.city_id for slot in first.slots}
        official_documents.submit(newer, cities=wanted, actor=first.author, at=AT)
    return newer


def changes(document: OfficialDocument, reader: Person) -> Changes:
    found = changes_for(document, reader)
    assert found is not None
    return found


def words(found: Changes, kind: str) -> list[str]:
    return [piece.text for section in found.sections for piece in section.pieces if piece.kind == kind]


def test_a_first_version_has_nothing_to_compare_with() -> None:
    document = make.submitted_report()
    assert changes_for(document, document.author) is None


def test_changed_words_are_shown_by_section() -> None:
    first = make.returned_report()
    second = second_version(first, first.summary.replace("two cadastres", "three cadastres"))
    found = changes(second, make.holder_of(first.slots[0].city))
    assert (found.since, found.was_read) == (1, True)
    assert [section.title for section in found.sections] == ["Summary"]
    assert (words(found, "out"), words(found, "in")) == (["two"], ["three"])


def test_each_reader_compares_with_the_version_that_they_saw() -> None:
    first = make.returned_report()
    second = second_version(first, "Second summary.")
    mayors = [make.holder_of(slot.city) for slot in second.slots]
    with transaction():
        remarks = evidence.Remarks("Again, please.")
        signing.return_document(second, make.proof(second), remarks, actor=mayors[1], at=AT)
    third = second_version(second, "Third summary.")
    assert changes(third, mayors[0]).since == 1
    assert changes(third, mayors[1]).since == 2
    stranger = changes(third, make.coordinator())
    assert (stranger.since, stranger.was_read) == (2, False)


def test_tasks_that_moved_are_shown_too() -> None:
    first = make.returned_report()
    task = first.of_mission.tasks[0]
    task.what = "Scan all maps"
    second = second_version(first, first.summary)
    found = changes(second, first.author)
    assert [section.title for section in found.sections] == ["Agreed tasks"]
