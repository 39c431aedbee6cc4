"""Views of lists: keeping what is shown under a name, and keeping one's own in order."""

from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_standing, needs, now, once
from tracker.dashboards import views as dashboard
from tracker.dashboards.filters import Filters
from tracker.dashboards.layouts import Layout
from tracker.db import db, transaction
from tracker.domain.views import ViewPage
from tracker.forms.accounts import EmptyForm
from tracker.forms.views import EditViewForm, NewViewForm, ReplaceViewForm, ViewForm
from tracker.models.programmes import Programme
from tracker.models.views import SavedView
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import views

bp = Blueprint("views", __name__)
Answer = str | Response | tuple[str, int]
Offering = TypeVar("Offering", bound=ViewForm)


@bp.get("/views")
@needs(Permission.SIGNED_IN)
def index() -> str:
    """List the views that the reader may use, and those that they took away."""
    found = dashboard.views_of(my_standing())
    return render_template(
        "views/index.html",
        views=[view for view in found if view.removed_at is None],
        removed=[view for view in found if view.removed_at is not None],
    )


@bp.route("/views/new", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def new() -> Answer:
    """Keep what a list shows under a name."""
    asked = request.args.get("page", "")
    page = ViewPage(asked) if asked in set(ViewPage) else ViewPage.PARTNERSHIPS
    form = _offered(NewViewForm(page=page, query=_question(page, request.args.get("query", ""))))
    if not form.validate_on_submit():
        return render_template("views/new.html", form=form, page=page), 422 if form.errors else 200
    with transaction():
        target = once(form, lambda: _save(form))
    flash(_("The view is kept."), "done")
    return redirect(target, 303)


def _save(form: NewViewForm) -> str:
    page = form.page.data
    question = _question(page, form.query.data or "")
    view = views.save_view(page, form.name.data, question, _programme(form), actor=me(), at=now())
    if form.opens.data:
        views.open_with(page, view, actor=me(), at=now())
    return dashboard.address(page, dict(parse_qsl(question)), str(view.id))


def _question(page: ViewPage, written: str) -> str:
    """Give a question as the list itself would write it; what the list does not know is left out."""
    asked = MultiDict(parse_qsl(written))
    layout = Layout.read(asked, asked.getlist("columns")).query if page is ViewPage.PARTNERSHIPS else {}
    return urlencode({**Filters.read(asked).query, **layout})


def _programme(form: ViewForm) -> Programme | None:
    return db.session.get(Programme, form.programme_id.data) if form.programme_id.data else None


def _offered(form: Offering, present: Programme | None = None) -> Offering:
    """Offer the programmes that the person steers, and the one that is chosen already."""
    wanted = my_standing().programmes | ({present.id} if present else set())
    query = select(Programme.id, Programme.name).where(Programme.id.in_(wanted)).order_by(Programme.name, Programme.id)
    form.offer([(row.id, row.name) for row in db.session.execute(query)])
    return form


@bp.route("/views/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.VIEW_EDIT, SavedView)
def edit(view: SavedView) -> Answer:
    """Give one's own view another name, or offer it to others."""
    if view.removed_at is not None:
        abort(404)
    stored = {"name": view.name, "programme_id": view.programme_id or 0, "version": view.version}
    form = _offered(EditViewForm(data=stored), view.programme)
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(view, _offered(EditViewForm(formdata=None, data=stored), view.programme))
            views.rename_view(view, form.name.data, _programme(form), actor=me(), at=now())
        flash(_("The view is kept."), "done")
        return redirect(url_for(".index"), 303)
    return render_template("views/edit.html", form=form, view=view), 422 if form.errors else 200


@bp.post("/views/<int:id>/replace")
@needs(Permission.VIEW_EDIT, SavedView)
def replace(view: SavedView) -> Response:
    """Let one's own view ask what is shown now."""
    form = ReplaceViewForm()
    if not form.validate():
        abort(422)
    page, number, question = view.page, str(view.id), _question(view.page, form.query.data or "")
    with transaction():
        views.replace_view(view, question, actor=me(), at=now())
    flash(_("The view shows this from now on."), "done")
    return redirect(dashboard.address(page, dict(parse_qsl(question)), number), 303)


@bp.post("/views/<int:id>/remove")
@needs(Permission.VIEW_EDIT, SavedView)
def remove(view: SavedView) -> Response:
    """Take one's own view away."""
    with transaction():
        views.remove_view(view, actor=me(), at=now())
    flash(_("The view is taken away. You can put it back below."), "done")
    return redirect(url_for(".index"), 303)


@bp.post("/views/<int:id>/restore")
@needs(Permission.VIEW_EDIT, SavedView)
def restore(view: SavedView) -> Response:
    """Put one's own view back."""
    with transaction():
        views.restore_view(view, actor=me(), at=now())
    flash(_("The view is there again."), "done")
    return redirect(url_for(".index"), 303)


@bp.post("/views/<int:id>/open")
@needs(Permission.VIEW_USE, SavedView)
def open_with(view: SavedView) -> Response:
    """Let the list open with this view for the reader."""
    with transaction():
        views.open_with(view.page, view, actor=me(), at=now())
    flash(_("The list opens with this view from now on."), "done")
    return redirect(url_for(".index"), 303)


@bp.post("/views/everything")
@needs(Permission.SIGNED_IN)
def open_with_everything() -> Answer:
    """Let a list open with everything again."""
    form, page = EmptyForm(), request.form.get("page", "")
    if page not in set(ViewPage) or not form.validate():
        return render_template("views/index.html", views=dashboard.views_of(my_standing()), removed=[]), 422
    with transaction():
        views.open_with(ViewPage(page), None, actor=me(), at=now())
    flash(_("The list opens with everything from now on."), "done")
    return redirect(url_for(".index"), 303)
