"""Reading what the fields of a PDF look like."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from tests.documents.reading import text_of


def text_of_field(pdf: bytes, name: str) -> str:
    """Give the text that a field shows, its line ends and spaces made single spaces."""
    reader = PdfReader(BytesIO(pdf))
    fields = [field.get_object() for field in reader.root_object["/AcroForm"]["/Fields"]]  # type: ignore[index]
    (field,) = (field for field in fields if field["/T"] == name)
    look = field["/AP"]["/N"].get_object()
    writer = PdfWriter()
    page = writer.add_blank_page(width=600, height=200)
    page[NameObject("/Resources")] = look["/Resources"].clone(writer)
    page[NameObject("/Contents")] = writer._add_object(look.clone(writer))
    output = BytesIO()
    writer.write(output)
    return text_of(output.getvalue())
