"""QR codes for paper and screen."""

from io import BytesIO

import segno

QUIET_ZONE = 4
"""Modules of white around the code; ISO/IEC 18004 asks for four."""


def qr_svg(url: str) -> str:
    """Draw the QR code of an address as SVG text without style or script.

    Black on white whatever the page's colours, quiet zone included, so that it can be scanned in
    dark mode. The address itself is its accessible name, in every language. It has no size of
    its own: the page or the document gives one. Raises segno.DataOverflowError when the address
    is longer than a QR code holds (2,331 bytes).
    """
    drawing = BytesIO()
    segno.make_qr(url, error="m").save(
        drawing,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        omitsize=True,
        xmldecl=False,
        nl=False,
        svgclass=None,
        lineclass=None,
        title=url,
    )
    return drawing.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
