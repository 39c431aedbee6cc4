"""The file that was signed outside, and what is said of one that will not do."""

from wtforms import FileField

from tracker.forms.reports import BoundForm
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; a signed report has less than 1 MB."""

SENTENCES = {
    "missing": _l("Choose the signed file."),
    "too_large": _l("The file is larger than 20 MB and cannot be this document."),
    "unreadable": _l(
        "The file cannot be read as a signed PDF. Sign the downloaded file again and send what comes out."
    ),
    "not_this_document": _l(
        "This is not the file that waits here, or another city has signed since you downloaded it. Download it anew, "
        "sign that, and do not print, convert or save it with other programs in between."
    ),
    "nothing_signed": _l("There is no signature in this file. Sign it first, then send it."),
    "not_whole": _l(
        "The signature does not cover the whole file. Something was added after it: sign the download again."
    ),
    "changed": _l("Something besides a signature was changed in the file. Download it anew and only sign it."),
    "not_trusted": _l(
        "The certificate does not come from an authority that is trusted here. Use your country's qualified "
        "certificate, or ask the administrators which authorities are known."
    ),
    "expired": _l("The certificate is not valid today. Renew it, then sign again."),
    "other_person": _l(
        "The certificate is for somebody of another name than your account. Sign with your own, or have your name put "
        "right."
    ),
}
"""What is said of a file, by the code of what was found."""


class QualifiedForm(BoundForm):
    """The downloaded file with a qualified signature added."""

    file = FileField(_l("The signed file"), description=_l("The PDF as your signing program saved it."))

    def content(self) -> bytes:
        """Give what was sent; at most one byte more than may be."""
        stream = getattr(self.file.data, "stream", None)
        return stream.read(LARGEST_FILE + 1) if stream is not None else b""

    def refuse(self, code: str) -> None:
        """Say why the file will not do."""
        self.file.errors = [" ".join((str(SENTENCES[code]), _("Nothing was signed.")))]
