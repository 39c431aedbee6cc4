"""The folded texts of partnerships and cities follow what they are made of, however a row is written."""

import pytest
from flask import Flask
from sqlalchemy import insert, select

from tests import factories as make
from tracker.db import db
from tracker.models.cities import City
from tracker.models.partnerships import Partnership


@pytest.mark.usefixtures("app")
def test_a_city_is_found_by_its_folded_name_and_keeps_up_with_it() -> None:
    city = make.city("São Paulo", "BR")
    assert city.search_text == "sao paulo"
    city.name = "Évora"
    db.session.commit()
    assert city.search_text == "evora"


@pytest.mark.usefixtures("app")
def test_a_partnership_is_found_by_title_and_reference() -> None:
    partnership = make.partnership(title="Vitória – Xai-Xai")
    assert partnership.search_text == f"vitoria xai-xai {partnership.ref.lower()}"
    partnership.title = "Maringá"
    partnership.ref = "P-9999"
    assert partnership.search_text == "maringa p-9999"


def test_rows_written_without_the_class_are_folded_too(app: Flask) -> None:
    known = make.partnership()
    shared = {"modality": "bilateral", "state": "active", "state_since": make.AT, "last_event_at": make.AT}
    rows = [{"ref": f"P-{n}", "title": f"Köln – {n}", "created_at": make.AT, **shared} for n in (801, 802)]
    db.session.execute(insert(Partnership), rows)
    db.session.execute(insert(City), [{"code": "koeln", "name": "Köln", "country": "DE"}])
    found = select(Partnership.search_text).where(Partnership.id != known.id).order_by(Partnership.id)
    assert list(db.session.scalars(found)) == ["koln 801 p-801", "koln 802 p-802"]
    assert db.session.scalar(select(City.search_text).where(City.code == "koeln")) == "koln"
