"""What is told of files that somebody asked for."""

from datetime import datetime

from tracker.models.exports import Export
from tracker.notices.outbox import address, mail
from tracker.sentences import gettext as _


def tell_ready(export: Export, *, at: datetime) -> None:
    """Tell who asked that the files can be downloaded, and until when."""
    mail(
        export.person,
        "export_ready",
        about=f"{export.code} {at.isoformat()}",
        subject=lambda: _("Ready: %(title)s", title=export.title),
        at=at,
        export=export,
        link=address("exports.show", code=export.code),
    )
