"""The search over everything that a person may see."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from tracker.blueprints.guard import my_standing, needs
from tracker.dashboards import search as views
from tracker.dashboards.filters import LONGEST
from tracker.dashboards.paging import Window, page
from tracker.domain.search import SHORTEST_WORD, SearchKind
from tracker.permissions import Permission

bp = Blueprint("search", __name__)


@bp.get("/search")
@needs(Permission.SIGNED_IN)
def index() -> str | Response:
    """List what is found, by kinds; a reference, or a question with one answer only, leads straight there."""
    question = views.Question(request.args.get("q", "").strip()[:LONGEST])
    asked = request.args.get("kind", "")
    if asked in set(SearchKind):
        return _whole(question, SearchKind(asked))
    groups = views.find(question, my_standing())
    the_one = views.the_one(question, groups)
    if the_one is not None:
        return redirect(the_one.href)
    return render_template("search/index.html", question=question, groups=groups, shortest=SHORTEST_WORD)


def _whole(question: views.Question, kind: SearchKind) -> str:
    """Show everything that is found of one kind, in pages."""
    window = Window.read(request.args)
    groups = views.find(question, my_standing(), kind, window)
    total = groups[0].count if groups else 0
    return render_template(
        "search/kind.html",
        question=question,
        kind=kind,
        group=groups[0] if groups else None,
        most=views.MOST_FOUND,
        page=page(window, total, request.path, {"q": question.text, "kind": kind.value}),
    )
