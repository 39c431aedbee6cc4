"""What every answer carries, and how it is packed."""

import gzip

from flask import Flask
from flask.testing import FlaskClient

from tests.client import PageClient


def test_text_is_packed_for_whoever_takes_it(app: Flask) -> None:
    client = FlaskClient(app, app.response_class)
    packed = client.get("http://127.0.0.1:8000/sign-in", headers={"Accept-Encoding": "gzip"})
    plain = client.get("http://127.0.0.1:8000/sign-in")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data).startswith(b"<!doctype html>")
    assert len(packed.data) < len(plain.data) / 2
    assert "Content-Encoding" not in plain.headers


def test_the_style_sheet_is_small_and_asked_for_once(app: Flask) -> None:
    client = FlaskClient(app, app.response_class)
    sheet = client.get("http://127.0.0.1:8000/static/tracker.css", buffered=True, headers={"Accept-Encoding": "gzip"})
    assert len(sheet.data) < 12_000
    again = client.get(
        "http://127.0.0.1:8000/static/tracker.css", buffered=True, headers={"If-None-Match": sheet.headers["ETag"]}
    )
    assert again.status_code == 304


def test_a_nul_is_refused_everywhere(client: PageClient) -> None:
    assert client.get("/sign-in?next=%00").status_code == 400
    assert client.get("/verify/%00").status_code == 400
    assert client.post("/sign-in", data={"email": "\x00"}).status_code == 400
