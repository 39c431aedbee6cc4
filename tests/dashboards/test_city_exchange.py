"""What a city gives and takes, counted by hand; counts and lists agree."""

import pytest
from flask import Flask

from tests import factories as make
from tracker.dashboards import city_exchange as views
from tracker.dashboards.paging import Window
from tracker.db import db
from tracker.domain.evaluation import Part
from tracker.models.rooms import PriorityPart
from tracker.permissions import standing_of

ALL = Window(size=200)


@pytest.mark.parametrize(
    ("direction", "titles"),
    [
        (views.OFFERED, ["Cadastre"]),
        (views.WANTED, ["Budget"]),
        (views.TAUGHT, ["Manual of the cadastre"]),
        (views.LEARNED, []),
    ],
)
def test_each_way_has_its_list(app: Flask, direction: str, titles: list[str]) -> None:
    partnership = make.partnership()
    city, other = partnership.cities
    for title, part in (("Cadastre", Part.TEACHES), ("Budget", Part.LEARNS)):
        priority = make.priority(partnership, title=title, parts=[])
        db.session.add(PriorityPart(priority_id=priority.id, city_id=city.id, part=part))
    make.priority(partnership, title="Gone", removed_at=make.AT)
    make.instrument(partnership, title="Manual of the cadastre", from_city=city, to_city=other)
    standing = standing_of(make.technician(city), make.AT)
    rows = views.exchange_rows(city, direction, ALL, standing)
    assert [row.title for row in rows] == titles
    assert views.count_exchanged(city, direction, standing) == len(titles)
    stranger = standing_of(make.technician(make.city("Elsewhere")), make.AT)
    assert views.count_exchanged(city, direction, stranger) == 0


def test_an_instrument_names_the_other_city(app: Flask) -> None:
    partnership = make.partnership()
    city, other = partnership.cities
    make.instrument(partnership, from_city=city, to_city=other)
    standing = standing_of(make.administrator(), make.AT)
    (taught,) = views.exchange_rows(city, views.TAUGHT, ALL, standing)
    (learned,) = views.exchange_rows(other, views.LEARNED, ALL, standing)
    assert (taught.other, learned.other) == (other.name, city.name)
