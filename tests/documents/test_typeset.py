"""The mission report on paper."""

import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typst
from babel import UnknownLocaleError
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.reading import catalog_of, description_of, pages_of, reader_of, text_of
from tests.documents.samples import AT, VERIFY_URL, WORDS, certificate, content, signed_pdf
from tracker.documents.digest import digest, grouped
from tracker.documents.typeset import typeset

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent.parent
A4_WIDTH = 595.3


def paper(*, signed: bool = True, language: str = "pt", **changes: object) -> bytes:
    return typeset(content(**changes), certificate() if signed else None, WORDS, language=language, at=AT)


def everywhere(text: str, tree: Any) -> Any:
    """Put a text in place of every text that people write."""
    if isinstance(tree, dict):
        fixed = {"sha256", "digest", "journal_head", "verify_url", "qr_svg", "profile", "intent_language"}
        return {key: value if key in fixed else everywhere(text, value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [everywhere(text, item) for item in tree]
    return text if isinstance(tree, str) else tree


def paper_full_of(text: str) -> bytes:
    changed = everywhere(text, content()) | {"kind": "mission_report"}
    return typeset(changed, everywhere(text, certificate()), WORDS, language="pt", at=AT)


def test_a_reference_is_not_divided_at_the_end_of_a_line() -> None:
    signed = certificate()
    signed["signatures"][0]["intent"] = " ".join(["P-0009-M07-v3"] * 40)
    text = text_of(typeset(content(), signed, WORDS, language="pt", at=AT))
    assert text.count("P-0009-M07-v3") == 40


def test_what_the_signatures_confirm_comes_first() -> None:
    text = text_of(signed_pdf())
    order = [
        "Mission report",
        "Guarulhos – Nampula: orçamento participativo",
        "3 a 7 de Março de 2026",
        "Agreed tasks",
        "Adaptar o regulamento do orçamento participativo",
        "31 de Maio de 2026",
        "12 000 R$, Prefeitura de Guarulhos",
        "Cinco técnicos de Nampula",
        "assembleias territoriais e temáticas",
        "As duas cidades decidem",
        "Delegation",
        "Who pays",
        "Planificação e Desenvolvimento Institucional",
        "Attachments",
        "1.234,6 kB",
        "Certificate of signature",
        "Presidente do Conselho Municipal",
        "Check this document",
        "not a qualified electronic signature",
    ]
    places = [text.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_the_certificate_says_who_signed_what_and_how() -> None:
    *_, page = pages_of(signed_pdf())
    expected = [
        grouped(digest(content())),
        "version 2 of P-0147-M03-v2",
        VERIFY_URL,
        "1843 entries",
        "A: confirmed in the tracker",
        "No qualified time-stamp authority is configured",
        *(value for signature in certificate()["signatures"] for value in signature.values() if len(value) > 2),
        "Statement (português)",
        "Statement (inglês)",
    ]
    assert [part for part in expected if part not in page] == []


def test_every_page_says_which_document_it_belongs_to() -> None:
    pages = pages_of(signed_pdf())
    assert len(pages) == 3
    start = grouped(digest(content()))[:14]
    for number, page in enumerate(pages, start=1):
        assert "P-0147-M03-v2" in page
        assert f"Page {number} of 3" in page
        assert f"Fingerprint {start}" in page
        assert "Demonstration, not an official act" in page


def test_a_real_report_is_not_called_a_demonstration() -> None:
    assert "Demonstration" not in text_of(paper(is_demonstration=False))


def test_before_signing_it_says_so_on_every_page_and_has_no_certificate() -> None:
    pages = pages_of(paper(signed=False))
    assert len(pages) == 2
    assert all("Not signed" in page for page in pages)
    assert "Certificate" not in " ".join(pages)


def test_a_report_without_tasks_says_so() -> None:
    assert "No tasks were agreed on this mission." in text_of(paper(tasks=[]))


def test_empty_parts_leave_no_heading() -> None:
    text = text_of(paper(findings=" \n", attachments=[], delegation=[], replaces=None))
    assert not [word for word in ("Findings", "Attachments", "Delegation", "Replaces") if word in text]


def test_the_file_is_archival_and_accessible() -> None:
    pdf = paper(language="pt_MZ")
    catalog = catalog_of(pdf)
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert catalog["/Lang"] == "pt-MZ"
    assert "/StructTreeRoot" in catalog
    information = reader_of(pdf).metadata
    assert information is not None
    assert information.title == f"Mission report P-0147-M03-v2: {content()['partnership']['title']}"
    description = description_of(pdf).decode()
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", description)
    assert "pdfuaid:part>1<" in description


def test_all_typefaces_are_in_the_file() -> None:
    resources: list[Any] = [page["/Resources"] for page in reader_of(signed_pdf()).pages]
    fonts = [font for resource in resources for font in resource["/Font"].values()]
    names = {font.get_object()["/BaseFont"] for font in fonts}
    assert names
    assert all(re.match("/[A-Z]{6}\\+(LibertinusSerif|DejaVuSansMono)", name) for name in names), names


def test_it_weighs_little() -> None:
    assert len(signed_pdf()) < 150_000


def test_the_same_arguments_give_the_same_bytes() -> None:
    first = signed_pdf()
    paper(summary="something else")
    assert signed_pdf() == first
    assert typeset(content(), certificate(), WORDS, language="pt", at=AT + timedelta(seconds=1)) != first


def test_another_process_in_another_time_zone_gives_the_same_bytes() -> None:
    program = "import sys; from tests.documents.samples import signed_pdf; sys.stdout.buffer.write(signed_pdf())"
    environment = os.environ | {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    made = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True)
    assert made.returncode == 0, made.stderr
    assert made.stdout == signed_pdf()


@pytest.mark.parametrize(
    "text",
    [
        '#panic(1) *b* _i_ $x^2$ `raw` = H @ref <label> #read("/etc/passwd")',
        '"] #import "@preview/x:1.0.0" // \\ \\u{41} --- ~ [[',
        "%(ref)s %(page)s %s {0} {{ }} <script>alert(1)</script> &amp;",
    ],
)
def test_text_is_never_read_as_markup(text: str) -> None:
    shown = text_of(paper_full_of(text))
    assert shown.count(text) > 5
    assert "root:" not in shown


NASTY = (
    "",
    " ",
    "\n",
    "\n\n\n",
    "a\n\n\n\nb",
    "\x00",
    "\ud800",
    "\u202e",
    "שלום مرحبا",
    "中文😀",
    "👩\u200d🚀",
    "\u0301",
    "\u200b",
)


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_no_text_stops_the_document(text: str) -> None:
    assert len(reader_of(paper_full_of(text)).pages) >= 2


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_no_text_at_all_stops_the_document(text: str) -> None:
    assert paper(summary=text, tasks=[content()["tasks"][0] | {"what": text}]).startswith(b"%PDF")


def test_characters_shown_by_number_are_explained() -> None:
    assert "Signs such as" in text_of(paper(summary="Xangai (上海)"))
    assert "Signs such as" not in text_of(paper())


def test_line_breaks_and_paragraphs_are_kept() -> None:
    pdf = reader_of(paper(summary="first line\nsecond line\n\nsecond paragraph"))
    lines = [line.strip() for page in pdf.pages for line in page.extract_text().splitlines()]
    assert {"first line", "second line", "second paragraph"} <= set(lines)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext: apt-get install poppler-utils")
@pytest.mark.parametrize(
    "text",
    ["desenvolvimento" * 20, "W" * 300, "https://nampula.example/" + "x" * 300, "anticonstitucionalissimamente " * 9],
    ids=lambda text: text[:20],
)
def test_long_words_stay_on_the_page(text: str, tmp_path: Path) -> None:
    file = tmp_path / "long.pdf"
    file.write_bytes(paper_full_of(text))
    boxes = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True)
    ends = [float(end) for end in re.findall(r'xMax="([\d.]+)"', boxes.stdout)]
    assert len(ends) > 50
    assert max(ends) < A4_WIDTH - 40


def test_a_certificate_that_claims_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="profile 'Z'"):
        typeset(content(), certificate(profile="Z"), WORDS, language="pt", at=AT)


def test_an_unknown_language_and_a_missing_part_are_refused() -> None:
    with pytest.raises(UnknownLocaleError):
        paper(language="xx")
    incomplete = content()
    del incomplete["summary"]
    with pytest.raises(typst.TypstError):
        typeset(incomplete, None, WORDS, language="pt", at=AT)
    assert signed_pdf()
