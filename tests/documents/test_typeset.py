"""Official documents on paper."""

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
from tests.documents.samples import AT, VERIFY_URL, WORDS, certificate, content, typeset_pdf, unsigned_pdf
from tracker.documents.digest import digest, grouped
from tracker.documents.typeset import typeset, typeset_with_places

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent.parent
A4_WIDTH = 595.3


def paper(*, signed: bool = True, language: str = "pt", **changes: object) -> bytes:
    return typeset(content(**changes), certificate() if signed else None, WORDS, language=language, at=AT)


def everywhere(text: str, tree: Any) -> Any:
    """Put a text in place of every text that people write."""
    if isinstance(tree, dict):
        fixed = {"sha256", "digest", "verify_url", "qr_svg", "profile", "field", "kind", "language"}
        return {key: value if key in fixed else everywhere(text, value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [everywhere(text, item) for item in tree]
    return text if isinstance(tree, str) else tree


def paper_full_of(text: str) -> bytes:
    return typeset(everywhere(text, content()), everywhere(text, certificate()), WORDS, language="pt", at=AT)


def section(text: str, code: str = "summary") -> list[dict[str, str]]:
    return [{"code": code, "title": code.title(), "text": text}]


def test_a_reference_is_not_divided_at_the_end_of_a_line() -> None:
    text = text_of(paper(sections=section(" ".join(["P-0009-M07-v3"] * 40))))
    assert text.count("P-0009-M07-v3") == 40


def test_what_the_signatures_confirm_comes_first() -> None:
    text = text_of(typeset_pdf())
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
        "Check this document",
        "Signature asked for",
        "not qualified electronic signatures",
    ]
    places = [text.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_the_certificate_says_what_is_signed_and_what_is_asked_of_each_city() -> None:
    places = [
        {"field": f"Seal{number}", "city": city, "profile": profile}
        for number, (city, profile) in enumerate([("Nampula", "A"), ("Guarulhos", "B"), ("Dondo", "C")], start=1)
    ]
    pages = pages_of(typeset(content(), certificate(places=places), WORDS, language="pt", at=AT))
    text = " ".join(pages[2:])
    expected = [
        grouped(digest(content())),
        "Version 2 of P-0147-M03-v2",
        VERIFY_URL,
        "Nampula Signature asked for: A: confirmed in the tracker, after",
        "Guarulhos Signature asked for: B: confirmed in the tracker with a passkey",
        "Dondo Signature asked for: C: signed outside the tracker",
        "Whether a time-stamp authority confirmed the time is written in each seal",
        "was checked before the boxes for the seals were added",
    ]
    assert [part for part in expected if part not in text] == []


def test_each_kind_of_document_has_its_own_heading_and_box() -> None:
    plan = content(kind="work_plan", sections=section("Para que serve o plano"))
    plan["tasks"][0] |= {"starts": "1 de Abril de 2026", "result": "Um regulamento", "city": ""}
    text = text_of(typeset(plan, None, WORDS, language="pt", at=AT))
    assert text.find("Work plan") < text.find("Activities") < text.find("1 de Abril de 2026 – 31 de Maio de 2026")
    assert "Um regulamento" in text
    scope = content(kind="scope", sections=section("O âmbito"), tasks=[], delegation=[], attachments=[])
    text = text_of(typeset(scope, None, WORDS, language="pt", at=AT))
    assert "Theme and scope" in text
    assert text.find("This is what the signatures confirm.") < text.find("O âmbito")
    assert "No tasks" not in text
    renewal = content(kind="renewal", sections=section("A cidade renova"))
    text = text_of(typeset(renewal, None, WORDS, language="pt", at=AT))
    assert text.find("Renewal of commitment") < text.find("Tasks still to be done") < text.find("A cidade renova")


def test_a_translation_is_an_annex_before_the_certificate_and_says_that_it_is_not_signed() -> None:
    annex = {
        "language": "en",
        "region": "GB",
        "spoken": "en",
        "heading": "Translation: English",
        "not_signed": "The signed language is Portuguese.",
        "absent": "Not translated: Findings.",
        "sections": [
            {"title": "Summary", "text": "Five technicians of Nampula studied the budget.", "note": "Outdated."},
        ],
    }
    pages = pages_of(typeset_pdf(annexes=[annex], not_translated=["No translation into French was given."]))
    (number,) = (number for number, page in enumerate(pages) if "Five technicians" in page)
    assert "Translation: English The signed language is Portuguese. Not translated: Findings." in pages[number]
    assert "Summary Outdated. Five technicians" in pages[number]
    assert "No translation into French was given." in pages[number]
    assert "Certificate of signature" in pages[number + 1]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_each_city_has_a_place_of_one_size_on_a_page(count: int) -> None:
    cities = [f"City {number}" for number in range(1, count + 1)]
    pdf, places = typeset_with_places(content(), certificate(*cities), WORDS, language="pt", at=AT)
    assert [place.field for place in places] == [f"Seal{number}" for number in range(1, count + 1)]
    assert {(round(place.width), round(place.height)) for place in places} == {(465, 159)}
    pages = pages_of(pdf)
    for city, place in zip(cities, places, strict=True):
        assert city in pages[place.page - 1]
        assert 0 < place.left < place.left + place.width < A4_WIDTH
        assert 80 < place.top < place.top + place.height < 842 - 60
    assert typeset_with_places(content(), None, WORDS, language="pt", at=AT)[1] == []


def test_every_page_says_which_document_it_belongs_to() -> None:
    pages = pages_of(typeset_pdf())
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
    text = text_of(paper(sections=[], attachments=[], delegation=[], replaces=None))
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
    resources: list[Any] = [page["/Resources"] for page in reader_of(typeset_pdf()).pages]
    fonts = [font for resource in resources for font in resource["/Font"].values()]
    names = {font.get_object()["/BaseFont"] for font in fonts}
    assert names
    assert all(re.match("/[A-Z]{6}\\+(LibertinusSerif|DejaVuSansMono)", name) for name in names), names


def test_it_weighs_little() -> None:
    assert len(typeset_pdf()) < 150_000


def test_the_same_arguments_give_the_same_bytes() -> None:
    first = typeset_pdf()
    paper(sections=section("something else"))
    assert typeset_pdf() == first
    assert typeset(content(), certificate(), WORDS, language="pt", at=AT + timedelta(seconds=1)) != first


def test_another_process_in_another_time_zone_gives_the_same_bytes() -> None:
    program = "import sys; from tests.documents.samples import unsigned_pdf; sys.stdout.buffer.write(unsigned_pdf())"
    environment = os.environ | {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    made = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True)
    assert made.returncode == 0, made.stderr
    assert made.stdout == unsigned_pdf()


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
    assert paper(sections=section(text), tasks=[content()["tasks"][0] | {"what": text}]).startswith(b"%PDF")


def test_characters_shown_by_number_are_explained() -> None:
    assert "Signs such as" in text_of(paper(sections=section("Xangai (上海)")))
    assert "Signs such as" not in text_of(paper())


def test_line_breaks_and_paragraphs_are_kept() -> None:
    pdf = reader_of(paper(sections=section("first line\nsecond line\n\nsecond paragraph")))
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
        typeset(
            content(),
            certificate(places=[{"field": "Seal1", "city": "Nampula", "profile": "Z"}]),
            WORDS,
            language="pt",
            at=AT,
        )


def test_an_unknown_language_and_a_missing_part_are_refused() -> None:
    with pytest.raises(UnknownLocaleError):
        paper(language="xx")
    incomplete = content()
    del incomplete["sections"]
    with pytest.raises(typst.TypstError):
        typeset(incomplete, None, WORDS, language="pt", at=AT)
    assert typeset_pdf()
