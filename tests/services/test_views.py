"""Views of lists: kept, renamed, replaced, taken away and put back, and what a list opens with."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.views import LONGEST_QUERY, MOST_VIEWS, ViewPage
from tracker.models.journal import JournalEntry
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.models.views import SavedView, ViewDefault
from tracker.services import views

NOW = make.AT
LIST = ViewPage.PARTNERSHIPS


@pytest.fixture
def frame(app: Flask) -> Programme:
    """Make a programme."""
    return make.programme("Lusophone cities")


@pytest.fixture
def coordinator(frame: Programme) -> Person:
    """Make its coordinator."""
    return make.coordinator(frame)


def verbs() -> list[str]:
    """Give what the journal says of views."""
    query = select(JournalEntry.verb).where(JournalEntry.verb.startswith("view.")).order_by(JournalEntry.id)
    return list(db.session.scalars(query))


def test_the_life_of_a_view_is_journalled_without_its_words(coordinator: Person, frame: Programme) -> None:
    with transaction():
        view = views.save_view(LIST, "Mine alone", "country=MZ", frame, actor=coordinator, at=NOW)
    with transaction():
        views.rename_view(view, "Another", None, actor=coordinator, at=NOW)
        views.replace_view(view, "country=BR", actor=coordinator, at=NOW)
        views.remove_view(view, actor=coordinator, at=NOW)
    with transaction():
        views.restore_view(view, actor=coordinator, at=NOW)
        views.open_with(LIST, view, actor=coordinator, at=NOW)
        views.open_with(LIST, None, actor=coordinator, at=NOW)
    assert (view.name, view.query, view.programme, view.removed_at) == ("Another", "country=BR", None, None)
    told = ["saved", "renamed", "replaced", "removed", "restored", "opens_list", "opens_list"]
    assert verbs() == [f"view.{verb}" for verb in told]
    details = db.session.scalars(select(JournalEntry.details).where(JournalEntry.verb.startswith("view.")))
    assert not [one for one in details if "Mine" in one or "country" in one]


def test_a_list_opens_with_one_view_only(coordinator: Person) -> None:
    first, second = make.saved_view(coordinator), make.saved_view(coordinator, "Second")
    for view in (first, second, second):
        with transaction():
            views.open_with(LIST, view, actor=coordinator, at=NOW)
    assert db.session.scalars(select(ViewDefault.view_id)).all() == [second.id]
    with transaction():
        views.open_with(ViewPage.PORTFOLIO, None, actor=coordinator, at=NOW)
    assert db.session.scalars(select(ViewDefault.view_id)).all() == [second.id]
    with transaction():
        views.open_with(LIST, None, actor=coordinator, at=NOW)
    assert db.session.scalars(select(ViewDefault.view_id)).all() == []


def test_an_offer_is_for_programmes_that_its_owner_steers(coordinator: Person, frame: Programme) -> None:
    other = make.programme("Nordic cities")
    view = make.saved_view(coordinator, programme=frame)
    for act in (
        lambda: views.save_view(LIST, "X", "", other, actor=coordinator, at=NOW),
        lambda: views.rename_view(view, "X", other, actor=coordinator, at=NOW),
        lambda: views.save_view(LIST, "X", "", frame, actor=make.administrator(), at=NOW),
    ):
        with pytest.raises(RuleBroken, match="view.not_steered"):
            act()
        db.session.rollback()


def test_what_is_refused(coordinator: Person) -> None:
    view = make.saved_view(coordinator)
    with pytest.raises(RuleBroken, match="view.too_long"):
        views.replace_view(view, "x" * (LONGEST_QUERY + 1), actor=coordinator, at=NOW)
    with pytest.raises(RuleBroken, match="edit.stale"):
        views.restore_view(view, actor=coordinator, at=NOW)
    view.removed_at = NOW
    for act in (views.remove_view, lambda one, **by: views.open_with(LIST, one, **by)):
        with pytest.raises(RuleBroken, match="edit.stale"):
            act(view, actor=coordinator, at=NOW)
    with pytest.raises(RuleBroken, match="edit.stale"):
        views.replace_view(view, "", actor=coordinator, at=NOW)
    told = {"person": coordinator, "page": LIST, "query": "", "created_at": NOW}
    db.session.add_all(SavedView(name=f"{number}", **told) for number in range(MOST_VIEWS))
    db.session.commit()
    with pytest.raises(RuleBroken, match="view.too_many"):
        views.save_view(LIST, "One more", "", None, actor=coordinator, at=NOW)
