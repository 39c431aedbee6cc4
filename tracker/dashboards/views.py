"""Saved views: the row of tabs above a list, and the page on which one's own are kept in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Row, and_, select

from tracker.db import db
from tracker.domain.views import ViewPage
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.models.views import SavedView, ViewDefault
from tracker.permissions import Standing
from tracker.scopes import views_seen
from tracker.sentences import gettext as _

EVERYTHING = "all"
"""Stands for a view in an address: no view, also where a list opens with one."""


@dataclass(frozen=True)
class View:
    """A view as its reader has it; `by` names its owner when that is somebody else."""

    id: int
    page: ViewPage
    name: str
    query: str
    by: str
    programme: str
    is_own: bool
    is_opening: bool
    removed_at: datetime | None

    @property
    def href(self) -> str:
        """Give the address of the view; it says the whole question, so it is the same for whoever gets it."""
        return address(self.page, dict(parse_qsl(self.query)), str(self.id))


@dataclass(frozen=True)
class Tab:
    """One view in the row of tabs, as the component `tabs` takes it."""

    text: str
    href: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True)
class ViewBar:
    """The row of tabs above a list: all views, the one that is shown, and whether it was changed since it was kept."""

    page: ViewPage
    views: list[View]
    query: str
    current: View | None
    tabs: list[Tab]

    @property
    def is_changed(self) -> bool:
        """Tell whether the list shows something else than the view that it was opened from."""
        return self.current is not None and self.current.query != self.query

    @property
    def shown(self) -> str:
        """Name what is shown: the view that it was opened from, everything, or neither."""
        return next((tab.text for tab in self.tabs if tab.is_current), _("not saved"))

    @property
    def opening(self) -> View | None:
        """Give the view with which the list opens."""
        return next((view for view in self.views if view.is_opening), None)

    @property
    def kept(self) -> dict[str, str]:
        """Give what links within the list have to keep."""
        if self.current is not None:
            return {"view": str(self.current.id)}
        return {"view": EVERYTHING} if self.opening is not None else {}


def address(page: ViewPage, query: Mapping[str, str], view: str = "") -> str:
    """Give the address of a list under a question."""
    pairs = {**query, **({"view": view} if view else {})}
    return f"{page.path}?{urlencode(pairs)}" if pairs else page.path


def view_bar(page: ViewPage, query: Mapping[str, str], asked: str, standing: Standing) -> ViewBar:
    """Gather the views of a list for who sees `query` now, opened from the view `asked` (an id); one statement."""
    views = [view for view in views_of(standing, page) if view.removed_at is None]
    written = urlencode(dict(query))
    same = [view for view in views if view.query == written]
    current = next((view for view in views if str(view.id) == asked), None if asked else next(iter(same), None))
    opening = any(view.is_opening for view in views)
    everything = Tab(_("Everything"), address(page, {}, EVERYTHING if opening else ""), not query and current is None)
    tabs = [Tab(view.name, view.href, view == current) for view in views]
    return ViewBar(page, views, written, current, [everything, *tabs])


def views_of(standing: Standing, page: ViewPage | None = None) -> list[View]:
    """List the views that a person may use, their own first; removed ones only their own; one statement."""
    is_mine = SavedView.person_id == standing.person_id
    opens = and_(ViewDefault.view_id == SavedView.id, ViewDefault.person_id == standing.person_id)
    query = (
        select(SavedView, Person.name, Programme.name, ViewDefault.view_id)
        .join(Person, Person.id == SavedView.person_id)
        .outerjoin(Programme, Programme.id == SavedView.programme_id)
        .outerjoin(ViewDefault, opens)
        .where(views_seen(standing), is_mine | SavedView.removed_at.is_(None))
        .order_by(is_mine.desc(), SavedView.name, SavedView.id)
    )
    if page is not None:
        query = query.where(SavedView.page == page)
    return [_view(row, standing) for row in db.session.execute(query)]


def _view(row: Row[SavedView, str, str, int], standing: Standing) -> View:
    view, owner, programme, opening = row
    is_own = view.person_id == standing.person_id
    return View(
        view.id,
        view.page,
        view.name,
        view.query,
        "" if is_own else owner,
        programme or "",
        is_own,
        opening is not None,
        view.removed_at,
    )
