"""The list of partnerships, for everybody who is signed in: as rows, as a board of cards, and as files."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from tracker.blueprints.guard import HIGHEST_ID, my_standing, needs, now
from tracker.dashboards import options
from tracker.dashboards import partnership_list as views
from tracker.dashboards.duties import duties
from tracker.dashboards.duty import Duty
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.layouts import COLUMNS, SORTS, Layout
from tracker.dashboards.paging import Window, page
from tracker.dashboards.partnership_facts import Facts
from tracker.dashboards.partnership_file import list_file
from tracker.dashboards.views import ViewBar, view_bar
from tracker.domain.exports import FileFormat
from tracker.domain.views import ViewPage
from tracker.forms.filters import filter_fields
from tracker.forms.layouts import COLUMN_NAMES, group_name, layout_form
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission

bp = Blueprint("partnership_list", __name__)
LONGEST_AT_ONCE = 5000
"""Rows of the list that are written while the reader waits."""
SHOWN = ("q", "programme", "country", "theme", "sdg", "stage", "state", "modality", "since", "until")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWS = {"stage", "programme", "theme", "state"}
"""Groups that are a filter as well, so that the name of one leads to its list."""


@dataclass(frozen=True)
class Group:
    """Rows that belong together, with the count of all that do; `href` leads to their list where there is one."""

    name: str
    count: int
    href: str | None
    rows: list[Facts]


@bp.get("/partnerships")
@needs(Permission.SIGNED_IN)
def index() -> str | Response:
    """List the partnerships that the reader may see and asks for, or put them on a board.

    An address without a question leads to the view with which the list opens for the reader, if there is one.
    """
    layout = Layout.read(request.args, request.args.getlist("columns"))
    query = {**Filters.read(request.args).query, **layout.query}
    bar = view_bar(ViewPage.PARTNERSHIPS, query, request.args.get("view", ""), my_standing())
    if not request.query_string and bar.opening is not None:
        return redirect(bar.opening.href)
    return _board(layout, bar) if layout.is_board else _rows(layout, bar)


def _selection() -> Selection:
    ids = [int(one) for one in request.args.getlist("of") if one.isascii() and one.isdecimal() and len(one) <= 10]
    return Selection(my_standing(), Filters.read(request.args)).picked({one for one in ids if one <= HIGHEST_ID})


def _rows(layout: Layout, bar: ViewBar) -> str:
    selection, window, today = _selection(), Window.read(request.args), now().date()
    total = views.count_partnerships(selection)
    counts = views.group_counts(selection, layout, today) if layout.grouping else {}
    rows = views.listed(selection, layout, today, window)
    kept = {**selection.filters.query, **layout.query, **bar.kept}
    return _page(
        "partnership_list/index.html",
        selection,
        layout,
        bar,
        total,
        groups=_groups(rows, counts, selection, layout) if layout.grouping else [Group("", total, None, rows)],
        page=page(window, total, request.path, kept),
    )


def _board(layout: Layout, bar: ViewBar) -> str:
    selection, today = _selection(), now().date()
    counts = views.group_counts(selection, layout, today)
    cards = views.board(selection, layout, today) if counts else {}
    shown = [row.id for rows in cards.values() for row in rows]
    return _page(
        "partnership_list/board.html",
        selection,
        layout,
        bar,
        sum(counts.values()),
        groups=_named(cards, counts, selection, layout),
        next_duties=_next(duties(Partnership.id.in_(shown), today) if shown else []),
    )


def _next(found: list[Duty]) -> dict[str, Duty]:
    """Give the first duty of each partnership by its reference; they come by day."""
    first: dict[str, Duty] = {}
    for duty in found:
        first.setdefault(duty.partnership_ref, duty)
    return first


def _page(template: str, selection: Selection, layout: Layout, bar: ViewBar, total: int, **more: Any) -> str:
    filters, kept = selection.filters, {**layout.query, **bar.kept}
    programmes = options.programme_options(my_standing())
    form = filter_fields(
        {**filters.query, **kept},
        SHOWN,
        programmes=programmes,
        countries=options.country_options(),
        cities=options.city_options(filters),
        people=options.person_options(filters, my_standing()),
        actors=options.actor_options(filters),
    )
    return render_template(
        template,
        total=total,
        filters=filters,
        filter_form=form,
        layout=layout,
        layout_form=layout_form(layout, {**filters.query, **bar.kept}),
        kept=kept,
        saved=bar,
        clear_href=Filters().address("/partnerships", **kept),
        names=COLUMN_NAMES,
        sorts=SORTS,
        file_columns=",".join(layout.columns),
        widenings=views.widenings(selection) if total == 0 else [],
        **more,
    )


def _groups(rows: list[Facts], counts: Mapping[Any, int], selection: Selection, layout: Layout) -> list[Group]:
    """Gather the rows of one page; a group that goes on from the page before has its name again."""
    gathered = groupby(rows, key=lambda row: views.key_of(row, layout.grouping))
    return _named({key: list(found) for key, found in gathered}, counts, selection, layout, only_shown=True)


def _named(
    rows: Mapping[Any, list[Facts]],
    counts: Mapping[Any, int],
    selection: Selection,
    layout: Layout,
    *,
    only_shown: bool = False,
) -> list[Group]:
    group, programmes = layout.grouping, {row.programme_code: row.programme for found in rows.values() for row in found}
    kept = {**layout.query, "group": None, "layout": None, "columns": layout.query.get("columns")}
    return [
        Group(
            group_name(group, key, programmes),
            count,
            _href(selection.filters, group, key, kept),
            rows.get(key, []),
        )
        for key, count in counts.items()
        if key in rows or not only_shown
    ]


def _href(filters: Filters, group: str, key: Any, kept: Mapping[str, Any]) -> str | None:
    if group not in NARROWS or (key in {None, ""} and group != "programme"):
        return None
    return filters.address("/partnerships", **{**kept, group: key or "none"})


@bp.get("/partnerships.csv")
@needs(Permission.SIGNED_IN)
def export() -> Response:
    """Give the whole list, as it is filtered and sorted, as a CSV file; every column unless some are named.

    A long list is made in the background, in both formats.
    """
    return _file(FileFormat.CSV, "text/csv; charset=utf-8")


@bp.get("/partnerships.xlsx")
@needs(Permission.SIGNED_IN)
def export_workbook() -> Response:
    """Give the same as a workbook for spreadsheets."""
    return _file(FileFormat.XLSX, XLSX)


def _file(file_format: FileFormat, kind: str) -> Response:
    selection = _selection()
    layout = Layout.read(request.args, request.args.getlist("columns") or list(COLUMNS))
    if views.count_partnerships(selection) > LONGEST_AT_ONCE:
        return redirect(selection.filters.address("/exports/new", **layout.query), 303)
    answer = Response(list_file(selection, layout, now(), file_format), content_type=kind)
    name = f"partnerships-{now().date().isoformat()}.{file_format.value}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
