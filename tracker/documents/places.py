"""The empty signature fields of a document: one for each city, at its place on the certificate page."""

from collections.abc import Iterable
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

from tracker.documents.added import AddingWriter, Appearance
from tracker.documents.typeset import Place

SIGNED_AND_ONLY_ADDED_TO = 3
"""Said of the form from the beginning, so that the first signature need not change it (ISO 32000-1, table 219)."""


def with_places(pdf: bytes, places: Iterable[Place], empty: bytes, names: dict[str, str]) -> bytes:
    """Give the file with an empty signature field at each place, which looks like the one page of the PDF `empty`.

    `names` tells, for each field, what a reader who does not see it is told. The same arguments give the same bytes.
    """
    writer = AddingWriter(pdf)
    look = Appearance(empty, writer)
    for place in places:
        append_signature_field(writer, _spec(writer, place, names[place.field]))
    for name, _value, field in enumerate_sig_fields(writer):
        if name in names:
            look.apply_appearance(field.get_object())
            _tag(writer, field)
    form = writer.root["/AcroForm"]
    form[pdf_name("/SigFlags")] = generic.NumberObject(SIGNED_AND_ONLY_ADDED_TO)
    writer.update_container(form)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _spec(writer: AddingWriter, place: Place, name: str) -> SigFieldSpec:
    page = writer.find_page_for_modification(place.page - 1)[0].get_object()
    height = float(page["/MediaBox"][3])
    box = (place.left, height - place.top - place.height, place.left + place.width, height - place.top)
    return SigFieldSpec(
        place.field,
        on_page=place.page - 1,
        box=tuple(generic.FloatObject(round(edge, 2)) for edge in box),  # type: ignore[arg-type]  # points are no integers
        readable_field_name=name,
    )


def _tag(writer: AddingWriter, field: generic.IndirectObject) -> None:
    """Put a field into the file's structure, so that who hears the document hears of it too (ISO 14289-1, 7.18.4)."""
    structure = writer.root["/StructTreeRoot"]
    whole = structure["/K"].raw_get(0) if isinstance(structure["/K"], generic.ArrayObject) else structure.raw_get("/K")
    number = structure["/ParentTreeNextKey"]
    page = field.get_object().raw_get("/P")
    link = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field})
    element = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): whole,
                pdf_name("/Pg"): page,
                pdf_name("/K"): link,
            }
        )
    )
    whole.get_object()["/K"].append(element)
    structure["/ParentTree"]["/Nums"].extend([generic.NumberObject(number), element])
    structure[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(number + 1)
    field.get_object()[pdf_name("/StructParent")] = generic.NumberObject(number)
    for changed in (whole.get_object(), structure, structure["/ParentTree"], field.get_object()):
        writer.update_container(changed)


def is_filled(pdf: bytes, field: str) -> bool:
    """Tell whether a signature field holds a signature already; False when there is no such field."""
    fields = enumerate_sig_fields(PdfFileReader(BytesIO(pdf)), filled_status=True)
    return any(name == field for name, _value, _reference in fields)
