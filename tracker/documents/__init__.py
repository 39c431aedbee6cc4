"""The official document: typesetting, the instance's seal, the QR code, the fingerprint.

`seal`, `places`, `external` and `time_stamps` are loaded when first asked for (`from tracker import documents`, then
`documents.seal.seal(...)`): their library takes 0.4 s to load, 1 s on the first start after an
installation, and 28 MB, and most processes never seal or examine a file.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.documents import external as external
    from tracker.documents import places as places
    from tracker.documents import seal as seal
    from tracker.documents import time_stamps as time_stamps

SLOW = frozenset({"seal", "places", "external", "time_stamps"})


def __getattr__(name: str) -> ModuleType:
    """Load a slow module on first use; the standard way to do so is PEP 562."""
    if name in SLOW:
        return import_module(f"tracker.documents.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
