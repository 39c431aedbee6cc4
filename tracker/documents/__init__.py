"""The official document: typesetting, the instance's seal, the QR code, the fingerprint.

`seal` is loaded when it is first asked for (`from tracker import documents`, then
`documents.seal.seal(...)`): its library takes 0.4 s to load, 1 s on the first start after an
installation, and 28 MB, and most processes never seal or examine a file.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.documents import seal as seal


def __getattr__(name: str) -> ModuleType:
    """Load `seal` on first use; the standard way to do so is PEP 562."""
    if name == "seal":
        return import_module("tracker.documents.seal")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
