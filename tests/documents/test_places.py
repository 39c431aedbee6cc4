"""The empty fields that the cities' seals will fill."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.documents.reading import catalog_of, description_of, pages_of, reader_of
from tests.documents.samples import AT, stamp, typeset_pdf, unsigned_pdf
from tracker.documents.places import is_filled
from tracker.documents.seal import examine, seal
from tracker.documents.seal_key import SealKey

pytestmark = pytest.mark.once


def fields_of(pdf: bytes) -> list[Any]:
    return [field.get_object() for field in catalog_of(pdf)["/AcroForm"]["/Fields"]]


def shown_by_another_program(pdf: bytes, folder: Path) -> str:
    """Read a file with what its fields look like."""
    file = folder / "file.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout


def test_the_pages_stay_as_they_were_and_each_city_has_an_empty_field() -> None:
    before, pdf = typeset_pdf(), unsigned_pdf()
    assert pdf.startswith(before)
    assert pages_of(pdf) == pages_of(before)
    assert description_of(pdf) == description_of(before)
    fields = fields_of(pdf)
    assert [(field["/T"], field["/FT"], "/V" in field) for field in fields] == [
        ("Seal1", "/Sig", False),
        ("Seal2", "/Sig", False),
    ]
    assert not is_filled(pdf, "Seal1")
    assert not is_filled(pdf, "Other")
    assert examine(pdf, []) == []


def test_each_field_is_in_the_structure_with_a_name_for_who_cannot_see_it() -> None:
    pdf = unsigned_pdf()
    reader = reader_of(pdf)
    structure: Any = reader.root_object["/StructTreeRoot"]
    numbers = structure["/ParentTree"]["/Nums"]
    by_number = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert len(by_number) == structure["/ParentTreeNextKey"]
    for field in fields_of(pdf):
        assert field["/TU"] == "Seal"
        element = by_number[field["/StructParent"]].get_object()
        assert element["/S"] == "/Form"
        assert element["/K"]["/Obj"]["/T"] == field["/T"]
        assert element.raw_get("/Pg") == reader.pages[2].indirect_reference
        assert field["/F"] & 4, "printed"


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert unsigned_pdf() == unsigned_pdf()


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext: apt-get install poppler-utils")
def test_a_box_says_not_signed_until_its_seal_shows_the_signature_there(tmp_path: Path) -> None:
    key = SealKey.load_or_create(tmp_path, instance="tracker.example.org", at=AT)
    unsigned = unsigned_pdf()
    assert shown_by_another_program(unsigned, tmp_path).count("Not signed yet") == 2
    sealed = seal(unsigned, key, field="Seal1", reason="", at=AT, stamp=stamp())
    text = shown_by_another_program(sealed, tmp_path)
    assert text.count("Not signed yet") == 1
    assert "Titular do cargo em Nampula" in text
    assert text.find("Titular do cargo em Nampula") < text.find("Not signed yet")
    assert is_filled(sealed, "Seal1")
    assert not is_filled(sealed, "Seal2")
