"""Views of lists that people keep under a name, offer to colleagues, and let a list open with."""

from datetime import datetime

from sqlalchemy import delete, func, select

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.views import LONGEST_QUERY, MOST_VIEWS, ViewPage
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.models.views import SavedView, ViewDefault
from tracker.permissions import standing_of
from tracker.services.journal import record


def save_view(
    page: ViewPage, name: str, query: str, programme: Programme | None, *, actor: Person, at: datetime
) -> SavedView:
    """Keep the question of a list under a name, and offer it to the coordinators of a programme if one is given.

    Raises RuleBroken("view.too_many"), ("view.too_long") or ("view.not_steered").
    """
    mine = (SavedView.person_id == actor.id, SavedView.page == page, SavedView.removed_at.is_(None))
    if (db.session.scalar(select(func.count()).select_from(SavedView).where(*mine)) or 0) >= MOST_VIEWS:
        raise RuleBroken("view.too_many")
    _check(query, programme, actor, at)
    view = SavedView(person=actor, page=page, name=name, query=query, programme=programme, created_at=at)
    db.session.add(view)
    db.session.flush()
    _record("view.saved", view, actor, at)
    return view


def rename_view(view: SavedView, name: str, programme: Programme | None, *, actor: Person, at: datetime) -> None:
    """Give a view another name, and offer it to these coordinators or to nobody; raises RuleBroken("view.not_steered").

    An offer that stands may stay although its owner steers the programme no more.
    """
    if programme is not view.programme:
        _check(view.query, programme, actor, at)
    view.name, view.programme = name, programme
    db.session.flush()
    _record("view.renamed", view, actor, at)


def replace_view(view: SavedView, query: str, *, actor: Person, at: datetime) -> None:
    """Let a view ask another question; raises RuleBroken("view.too_long"), ("edit.stale") when it is removed."""
    if view.removed_at is not None:
        raise RuleBroken("edit.stale")
    _check(query, None, actor, at)
    view.query = query
    db.session.flush()
    _record("view.replaced", view, actor, at)


def remove_view(view: SavedView, *, actor: Person, at: datetime) -> None:
    """Take a view away from everybody; raises RuleBroken("edit.stale") when it is gone already."""
    if view.removed_at is not None:
        raise RuleBroken("edit.stale")
    view.removed_at = at
    db.session.flush()
    _record("view.removed", view, actor, at)


def restore_view(view: SavedView, *, actor: Person, at: datetime) -> None:
    """Put a view back; who opened a list with it does so again. Raises RuleBroken("edit.stale") when it is there."""
    if view.removed_at is None:
        raise RuleBroken("edit.stale")
    view.removed_at = None
    db.session.flush()
    _record("view.restored", view, actor, at)


def open_with(page: ViewPage, view: SavedView | None, *, actor: Person, at: datetime) -> None:
    """Let a list open with a view for a person, or with everything; raises RuleBroken("edit.stale") when it is gone."""
    if view is not None and view.removed_at is not None:
        raise RuleBroken("edit.stale")
    mine = (ViewDefault.person_id == actor.id, ViewDefault.page == page)
    db.session.execute(delete(ViewDefault).where(*mine))
    if view is not None:
        db.session.add(ViewDefault(person_id=actor.id, page=page, view_id=view.id))
    db.session.flush()
    subject = f"view-{view.id}" if view is not None else ""
    record("view.opens_list", actor=actor, at=at, subject=subject, details={"page": page.value})


def _check(query: str, programme: Programme | None, actor: Person, at: datetime) -> None:
    if len(query) > LONGEST_QUERY:
        raise RuleBroken("view.too_long")
    if programme is not None and programme.id not in standing_of(actor, at).programmes:
        raise RuleBroken("view.not_steered")


def _record(verb: str, view: SavedView, actor: Person, at: datetime) -> None:
    """Journal an act; the name and the question are the owner's own words and stay out of the journal."""
    details = {"page": view.page.value, "programme": view.programme_id}
    record(verb, actor=actor, at=at, subject=f"view-{view.id}", details=details)
