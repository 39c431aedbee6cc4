"""Reading typeset PDFs back."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

INVISIBLE = {ord("\u200b"): None, ord("\xad"): None}


def reader_of(pdf: bytes) -> PdfReader:
    """Open a PDF."""
    return PdfReader(BytesIO(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """Give the text of each page in reading order, its line ends and spaces made single spaces."""
    texts = (page.extract_text().translate(INVISIBLE) for page in reader_of(pdf).pages)
    return [" ".join(text.split()) for text in texts]


def text_of(pdf: bytes) -> str:
    """Give the text of all pages."""
    return " ".join(pages_of(pdf))


def catalog_of(pdf: bytes) -> Any:
    """Give the root of the document's objects."""
    return reader_of(pdf).root_object


def description_of(pdf: bytes) -> bytes:
    """Give the XMP description as it stands in the file."""
    description: bytes = catalog_of(pdf)["/Metadata"].get_object().get_data()
    return description
