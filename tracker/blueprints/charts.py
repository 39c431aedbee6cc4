"""The charts of the portfolio, each on its page with its table, and the lists behind their numbers."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from tracker.blueprints.guard import needs, now
from tracker.blueprints.portfolio_frame import around, selection_asked
from tracker.dashboards import city_links, durations, goals, options, reciprocity, signing_times
from tracker.dashboards import partnership_list as partnerships
from tracker.dashboards.filters import LONGEST, Filters, Selection
from tracker.dashboards.paging import Window, page
from tracker.dashboards.reciprocity import BY, MEASURES, Side
from tracker.dashboards.signing_times import Leg
from tracker.domain.stages import STAGES
from tracker.permissions import Permission

bp = Blueprint("charts", __name__)
TABLE_ROWS = 25
"""Rows of a chart that has one for each city or pair of cities; further ones are on further pages."""


def _window() -> Window:
    asked = Window.read(request.args)
    return Window(asked.number, min(asked.size, TABLE_ROWS))


def _choice(name: str, among: Mapping[str, Any] | tuple[str, ...]) -> str:
    """Read which of some views of a chart is asked for; the first unless another one is named."""
    asked = request.args.get(name, "")
    return asked if asked in among else next(iter(among))


def _page(template: str, selection: Selection, kept: Mapping[str, str] | None = None, **shown: Any) -> str:
    """Show a page of the portfolio; `kept` is what its address says beside the filters."""
    told = dict(kept or {})
    return render_template(
        template,
        cleared=Filters().address(request.path, **told),
        kept=told,
        **around(selection.filters, {}, told),
        **shown,
    )


def _pager(selection: Selection, total: int, window: Window, kept: Mapping[str, str]) -> Any:
    return page(window, total, request.path, {**selection.filters.query, **kept})


@bp.get("/portfolio/time")
@needs(Permission.PORTFOLIO_VIEW)
def time() -> str:
    """Show how long the stages take, and where the days go until a report is signed."""
    selection = selection_asked()
    times = durations.stage_times(selection, now().date())
    legs = signing_times.leg_times(selection)
    return _page("charts/time.html", selection, times=times, scale=durations.scale_of(times), legs=legs)


@bp.get("/portfolio/durations")
@needs(Permission.PORTFOLIO_VIEW)
def runs() -> str:
    """List the runs of one stage or all, with their days."""
    selection, window, today = selection_asked(), Window.read(request.args), now().date()
    numbers = {str(one.number): one.number for one in STAGES}
    of, kind = request.args.get("of", ""), request.args.get("runs", "")
    sort = _choice("sort", durations.SORTS)
    told = {"of": of if of in numbers else "", "runs": kind if kind in durations.KINDS else ""}
    told["sort"] = sort if sort != durations.USUAL_SORT else ""
    kept = {name: value for name, value in told.items() if value}
    asked = (numbers.get(of), told["runs"])
    total = durations.count_runs(selection, *asked, today)
    return _page(
        "charts/runs.html",
        selection,
        kept,
        rows=durations.run_rows(selection, *asked, sort, window, today),
        number=numbers.get(of),
        kind=told["runs"],
        sort=sort,
        page=_pager(selection, total, window, kept),
    )


@bp.get("/portfolio/signed")
@needs(Permission.PORTFOLIO_VIEW)
def signed() -> str:
    """List the signed reports, with the days of each part of their way."""
    selection, window = selection_asked(), Window.read(request.args)
    asked = request.args.get("leg", "")
    leg = Leg(asked) if asked in set(Leg) else None
    kept = {"leg": leg.value} if leg else {}
    rows = signing_times.signed_rows(selection, leg, window)
    total = signing_times.count_signed(selection, leg)
    return _page("charts/signed.html", selection, kept, rows=rows, leg=leg, page=_pager(selection, total, window, kept))


@bp.get("/portfolio/goals")
@needs(Permission.PORTFOLIO_VIEW)
def served() -> str:
    """Show how many partnerships serve each Sustainable Development Goal."""
    selection = selection_asked()
    return _page("charts/served.html", selection, coverage=goals.coverage(selection))


@bp.get("/portfolio/reciprocity")
@needs(Permission.PORTFOLIO_VIEW)
def exchanges() -> str:
    """Show who teaches and who learns, by city or country."""
    selection, window = selection_asked(), _window()
    by, measure = _choice("by", BY), _choice("measure", MEASURES)
    told = {"by": by, "measure": measure}
    kept = {name: value for name, value in told.items() if value not in {"city", "priorities"}}
    found = reciprocity.exchanges(selection, by, measure)
    first = (window.number - 1) * window.size
    return _page(
        "charts/exchanges.html",
        selection,
        kept,
        by=by,
        measure=measure,
        sides=MEASURES[measure],
        rows=found[first : first + window.size],
        most=max((one.counts[side] for one in found for side in MEASURES[measure]), default=0),
        balance=reciprocity.balance(selection),
        page=_pager(selection, len(found), window, kept),
    )


@bp.get("/portfolio/shared")
@needs(Permission.PORTFOLIO_VIEW)
def shared() -> str:
    """List what a city or country teaches or learns, gave or took over, hosted or was sent to."""
    selection, window, by = selection_asked(), Window.read(request.args), _choice("by", BY)
    side = Side(_choice("side", tuple(Side)))
    place = request.args.get("place", "")[:LONGEST]
    kept = {"side": side.value, "by": by, "place": place}
    total = reciprocity.count_shared(selection, side, by, place)
    return _page(
        "charts/shared.html",
        selection,
        kept,
        rows=reciprocity.shared_rows(selection, side, by, place, window),
        side=side,
        place=options.place_name(by, place),
        page=_pager(selection, total, window, kept),
    )


@bp.get("/portfolio/map")
@needs(Permission.PORTFOLIO_VIEW)
def links() -> str:
    """Show which cities work with each other, on a map and as a list."""
    selection, window = selection_asked(), _window()
    total = city_links.count_links(selection)
    drawn = city_links.links(selection, Window(size=city_links.DRAWN), now())
    first = (window.number - 1) * window.size
    listed = drawn[first : first + window.size]
    if first + window.size > len(drawn) < total:
        listed = city_links.links(selection, window, now())
    return _page(
        "charts/links.html",
        selection,
        map=city_links.map_of(drawn),
        drawn=len(drawn),
        rows=listed,
        total=total,
        page=_pager(selection, total, window, {}),
    )


@bp.get("/portfolio/partnerships")
@needs(Permission.PORTFOLIO_VIEW)
def chosen() -> str | Response:
    """List the partnerships behind a number of a chart; all of them when it is none that there is."""
    selection, window = selection_asked(), Window.read(request.args)
    names = ("that", "one", "other")
    kept = {name: request.args[name][:LONGEST] for name in names if request.args.get(name)}
    conditions = {
        "serve-no-goal": goals.serves_none,
        "one-way": reciprocity.one_way,
        "both-ways": reciprocity.both_ways,
        "link": lambda: city_links.of_both(kept.get("one", ""), kept.get("other", "")),
        "quiet-link": lambda: city_links.of_both(kept.get("one", ""), kept.get("other", ""), quiet_at=now()),
    }
    that = kept.get("that", "")
    if that not in conditions:
        return redirect(selection.filters.address("/partnerships", state=selection.filters.state or "current"))
    narrowed = selection.those(conditions[that]())
    total = partnerships.count_partnerships(narrowed)
    return _page(
        "charts/chosen.html",
        selection,
        kept,
        rows=partnerships.partnership_rows(narrowed, window),
        that=that,
        ends=[options.place_name("city", kept.get(name, "")) for name in ("one", "other")],
        page=_pager(selection, total, window, kept),
    )
