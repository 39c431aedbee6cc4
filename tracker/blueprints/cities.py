"""Cities: who holds their offices, which partnerships they are in, who went there and what they need."""

from flask import Blueprint, abort, render_template, request

from tracker.blueprints.guard import may, my_standing, needs, now
from tracker.dashboards import cities as views
from tracker.dashboards import city_exchange
from tracker.dashboards.filters import LONGEST, Filters, Selection
from tracker.dashboards.options import country_options
from tracker.dashboards.paging import Window, page
from tracker.dashboards.partnership_list import count_partnerships, partnership_rows
from tracker.dashboards.portfolio import count_missions, mission_rows
from tracker.domain.search import folded
from tracker.forms.filters import filter_fields
from tracker.models.cities import City
from tracker.permissions import Permission

bp = Blueprint("cities", __name__)
SHOWN = Window(size=10)
"""How much of each list the page of a city shows."""
WAYS = ("in", "out")


@bp.get("/cities")
@needs(Permission.SIGNED_IN)
def index() -> str:
    """List the cities that are asked for."""
    asked, window, today = _asked(), Window.read(request.args), now().date()
    total = views.count_cities(asked)
    return render_template(
        "cities/index.html",
        rows=views.city_rows(asked, window, my_standing(), today),
        asked=asked,
        letters=views.first_letters(),
        filter_form=filter_fields(asked.query, ("q", "country"), countries=country_options()),
        total=total,
        page=page(window, total, request.path, asked.query),
    )


def _asked() -> views.CityQuestion:
    named = {name: request.args.get(name, "").strip()[:LONGEST] for name in ("q", "country", "letter")}
    return views.CityQuestion(named["q"], named["country"], folded(named["letter"])[:1])


@bp.get("/cities/<code>")
@needs(Permission.SIGNED_IN, City)
def show(city: City) -> str:
    """Show a city, with what the reader may see of its partnerships."""
    standing, today = my_standing(), now().date()
    selection = Selection(standing, Filters(city=city.code))
    mandates = views.mandate_rows(city, today)
    may_act = may(Permission.MANDATE_RECORD) and (may(Permission.ADMIN_VIEW) or views.is_in_reach(city, standing))
    return render_template(
        "cities/show.html",
        city=city,
        mandates=mandates,
        holder=next((one for one in mandates if one.standing == "current"), None),
        may_act=may_act,
        officials=views.official_rows(city),
        partnerships=partnership_rows(selection, SHOWN),
        count=count_partnerships(selection),
        missions={way: count_missions(views.missions_of(city, way, standing), now().date()) for way in WAYS},
        exchanged={one: city_exchange.count_exchanged(city, one, standing) for one in city_exchange.DIRECTIONS},
        needs=views.need_rows(city, SHOWN, standing),
        need_count=views.count_needs(city, standing),
    )


@bp.get("/cities/<code>/missions/<way>")
@needs(Permission.SIGNED_IN, City)
def missions(city: City, way: str) -> str:
    """List the missions to a city (`in`), or those that it took part in elsewhere (`out`)."""
    if way not in WAYS:
        abort(404)
    window, query = Window.read(request.args), views.missions_of(city, way, my_standing())
    total = count_missions(query, now().date())
    return render_template(
        "cities/missions.html",
        city=city,
        way=way,
        rows=mission_rows(query, window, now().date()),
        total=total,
        page=page(window, total, request.path, {}),
    )


@bp.get("/cities/<code>/needs")
@needs(Permission.SIGNED_IN, City)
def city_needs(city: City) -> str:
    """List the needs that a city recorded, in the partnerships whose rooms the reader may see."""
    window, standing = Window.read(request.args), my_standing()
    total = views.count_needs(city, standing)
    return render_template(
        "cities/city_needs.html",
        city=city,
        rows=views.need_rows(city, window, standing),
        total=total,
        page=page(window, total, request.path, {}),
    )


@bp.get("/cities/<code>/exchange/<direction>")
@needs(Permission.SIGNED_IN, City)
def exchange(city: City, direction: str) -> str:
    """List what the city offers to teach, wants to learn, taught or learned."""
    if direction not in city_exchange.DIRECTIONS:
        abort(404)
    window, standing = Window.read(request.args), my_standing()
    total = city_exchange.count_exchanged(city, direction, standing)
    return render_template(
        "cities/exchange.html",
        city=city,
        direction=direction,
        rows=city_exchange.exchange_rows(city, direction, window, standing),
        total=total,
        page=page(window, total, request.path, {}),
    )
