"""Evaluation notes as pages list them."""

from datetime import timedelta

from flask import Flask

from tests import factories as make
from tests.databases import statements
from tests.factories import AT
from tracker.dashboards.notes import notes_of, removed_notes_of
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.permissions import standing_of


def test_notes_are_listed_by_what_they_are_on_the_newest_first(app: Flask) -> None:
    partnership = make.partnership(cycle=2)
    author = make.technician(partnership.cities[0])
    mission = make.mission(partnership)
    whole = make.note(partnership, author)
    staged = make.note(partnership, author, stage_number=3, kind=NoteKind.FAILED, created_at=AT + timedelta(hours=1))
    visited = make.note(partnership, author, mission=mission, created_at=AT - timedelta(hours=1))
    earlier = make.note(partnership, author, cycle=1, created_at=AT - timedelta(days=1))
    make.note(make.partnership(), author)
    standing = standing_of(author, AT)
    assert partnership.members
    with app.test_request_context():
        with statements() as seen:
            everything = notes_of(partnership, standing)
        assert len(seen) == 1
        assert [row.id for row in everything] == [staged.id, whole.id, visited.id, earlier.id]
        assert [row.about for row in everything[:3]] == [
            "Stage 3: Priorities and transferable knowledge",
            "",
            f"Mission {mission.ref}",
        ]
        assert everything[0].about_href == f"/partnerships/{partnership.ref}/stages/3"
        assert everything[2].about_href == f"/missions/{mission.ref}"

        def ids(**narrowed: object) -> list[int]:
            return [row.id for row in notes_of(partnership, standing, **narrowed)]  # type: ignore[arg-type]

        assert ids(stage=3) == [staged.id]
        assert ids(mission=mission) == [visited.id]
        assert ids(kind=NoteKind.FAILED) == [staged.id]
        assert ids(cycle=1) == [earlier.id]
        assert ids(limit=1) == [staged.id]


def test_a_private_note_is_its_authors_alone(app: Flask) -> None:
    partnership = make.partnership()
    author = make.technician(partnership.cities[0])
    make.note(partnership, author, visibility=Visibility.PRIVATE)
    shared = make.note(partnership, author)
    with app.test_request_context():
        mine = notes_of(partnership, standing_of(author, AT))
        theirs = notes_of(partnership, standing_of(make.coordinator(), AT))
        nobodys = notes_of(partnership, standing_of(make.technician(make.city()), AT))
    assert [(row.is_mine, bool(row.edit_href)) for row in mine] == [(True, True)] * 2
    assert [(row.id, row.is_mine, row.edit_href) for row in theirs] == [(shared.id, False, "")]
    assert nobodys == []


def test_what_was_taken_away_is_listed_for_its_author_only(app: Flask) -> None:
    partnership = make.partnership()
    author, other = make.technician(partnership.cities[0]), make.technician(partnership.cities[1])
    gone = make.note(partnership, author, removed_at=AT)
    make.note(partnership, author)
    with app.test_request_context():
        assert len(notes_of(partnership, standing_of(author, AT))) == 1
    assert removed_notes_of(partnership, author) == [gone]
    assert removed_notes_of(partnership, other) == []
