"""Adding to a PDF after its last byte: everything before stays as it was. Slow to load, see `tracker.documents`."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import AppearanceContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStampStyle


class AddingWriter(IncrementalPdfFileWriter):
    """Adds to a file and leaves its XMP description alone; the same additions give the same bytes.

    The library would rewrite the description each time and spoil the PDF/A identification in it, and would number each
    state of the file by chance. Raises pyhanko.pdf_utils.misc.PdfReadError when `pdf` is no PDF.
    """

    def __init__(self, pdf: bytes) -> None:
        super().__init__(BytesIO(pdf))
        state = generic.ByteStringObject(hashlib.sha256(pdf).digest()[:16])
        self._document_id = generic.ArrayObject([self._document_id[0], state])

    def _update_meta(self) -> None:
        """Change nothing."""


class Appearance(AppearanceContent):
    """The first page of a PDF as what a field looks like."""

    def __init__(self, page: bytes, writer: BasePdfFileWriter) -> None:
        super().__init__(writer=writer)
        self._page = page

    def register(self) -> generic.IndirectObject:
        """Bring the page into the file and give the reference to it."""
        if self._content_xobj_ref is None:
            self._content_xobj_ref = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._page)))
        return self._content_xobj_ref


@dataclass(frozen=True)
class PageStyle(BaseStampStyle):
    """Lets the library draw a signature field as the first page of a PDF of the same size; None leaves it as it is."""

    page: bytes | None = None

    def create_stamp(  # type: ignore[override]  # the library only asks it to draw itself
        self, writer: BasePdfFileWriter, _box: BoxConstraints, _texts: dict[str, str]
    ) -> Appearance | None:
        """Give what the field is to look like."""
        return None if self.page is None else Appearance(self.page, writer)
