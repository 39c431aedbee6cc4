"""The QR code."""

import re

import pytest

from tests.documents.samples import VERIFY_URL
from tracker.documents.qr import qr_svg

pytestmark = pytest.mark.once


def test_it_is_named_by_its_address_and_drawn_black_on_white() -> None:
    drawing = qr_svg(VERIFY_URL)
    assert drawing.startswith('<svg role="img" xmlns="http://www.w3.org/2000/svg"')
    assert f"><title>{VERIFY_URL}</title><" in drawing
    assert re.findall(r'(?:fill|stroke)="(.+?)"', drawing) == ["#fff", "#000"]


def test_it_has_its_quiet_zone() -> None:
    drawing = qr_svg(VERIFY_URL)
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', drawing)[0])
    ground, code = re.findall(r' d="(.+?)"', drawing)
    assert ground == f"M0 0h{size}v{size}h-{size}z"
    assert code.startswith("M4 4.5h7")


def test_it_carries_no_style_and_no_script() -> None:
    drawing = qr_svg('https://tracker.example.org/"><script>alert(1)</script>')
    assert "&lt;script&gt;" in drawing
    assert not re.search(r"<style|<script|style=|class=| on\w+=", drawing)
