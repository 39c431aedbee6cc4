"""What may be uploaded: told by content, never by name; pictures are made anew, nothing is unpacked unmeasured."""

import re
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from PIL import Image, ImageOps

from tracker.domain.errors import RuleBroken

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
QUALITY = 82
MOST_UNPACKED = 100 * 1024 * 1024
ALWAYS_UNPACKED = 10 * 1024 * 1024
MOST_TIMES_PACKED = 100
"""A file may unpack to `ALWAYS_UNPACKED` bytes, or to so many times its own size, but never beyond `MOST_UNPACKED`."""
MOST_PARTS = 5000
LONGEST_NAME = 100


@dataclass(frozen=True)
class Kind:
    """A type of file that is taken: media type, endings (the first is given), the library's name of a picture."""

    media_type: str
    endings: tuple[str, ...]
    picture: str = ""


JPEG = Kind("image/jpeg", (".jpg", ".jpeg"), "JPEG")
PNG = Kind("image/png", (".png",), "PNG")
WEBP = Kind("image/webp", (".webp",), "WEBP")
PDF = Kind("application/pdf", (".pdf",))
TEXT = Kind("text/plain", (".txt",))
CSV = Kind("text/csv", (".csv",))
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
OFFICE = (
    Kind(f"{_OOXML}wordprocessingml.document", (".docx",)),
    Kind(f"{_OOXML}spreadsheetml.sheet", (".xlsx",)),
    Kind(f"{_OOXML}presentationml.presentation", (".pptx",)),
)
OPEN_DOCUMENTS = (Kind(f"{_ODF}text", (".odt",)), Kind(f"{_ODF}spreadsheet", (".ods",)))
KINDS = (JPEG, PNG, WEBP, PDF, TEXT, CSV, *OFFICE, *OPEN_DOCUMENTS)
PICTURES = frozenset(kind.media_type for kind in KINDS if kind.picture)
"""What may be shown within a page; anything else is only given to be saved."""
ACCEPTED = ",".join(ending for kind in KINDS for ending in kind.endings)
"""What a file field of a page offers to choose."""

_HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(rb"\s*<|.*<(!doctype|html|svg|script|iframe|body|\?xml)\b", re.IGNORECASE | re.DOTALL)
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_BAD_ZIP = (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, struct.error, zlib.error)
_BAD_PICTURE = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, MemoryError),
    *(struct.error, zlib.error, Image.DecompressionBombError, Image.DecompressionBombWarning),
)
"""What the library is known to raise over broken pictures."""


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: a name that is safe everywhere, its type, and its bytes (a picture's are new)."""

    name: str
    media_type: str
    content: bytes


def check(name: str, content: bytes) -> Checked:
    """Give a file as it may be kept; raises RuleBroken("file.…") with the reason when it may not."""
    if not content:
        raise RuleBroken("file.empty")
    if len(content) > MOST_BYTES:
        raise RuleBroken("file.too_large")
    kind = kind_of(name, content)
    if kind.picture:
        content = made_anew(content, kind)
    return Checked(clean_name(name, kind), kind.media_type, content)


def kind_of(name: str, content: bytes) -> Kind:
    """Tell the type of a file by its content; raises RuleBroken for one that is not taken."""
    head = content[:16]
    for magic, kind in ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF)):
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise RuleBroken("file.heic")
    if head.startswith(_OLE):
        raise RuleBroken("file.old_office")
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    return _text_kind(name, content)


def _text_kind(name: str, content: bytes) -> Kind:
    """Take plain text, in UTF-8 or in the usual Western encoding of older programs."""
    bare = content.removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(bare[:2048]):
        raise RuleBroken("file.markup")
    ending = PurePosixPath(name.lower()).suffix
    kind = next((one for one in (TEXT, CSV) if ending in one.endings), None)
    if kind is None or any(byte < 32 and byte not in b"\t\n\r\f" for byte in set(content)):
        raise RuleBroken("file.unknown_kind")
    return kind


def _office_kind(content: bytes) -> Kind:
    try:
        with ZipFile(BytesIO(content)) as packed:
            _measure(packed, len(content))
            return _packed_kind(packed)
    except _BAD_ZIP as error:
        raise RuleBroken("file.unknown_kind") from error


def _measure(packed: ZipFile, size: int) -> None:
    """Refuse by what the file itself declares, before anything is unpacked."""
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    allowed = min(MOST_UNPACKED, max(ALWAYS_UNPACKED, MOST_TIMES_PACKED * size))
    if len(parts) > MOST_PARTS or unpacked > allowed:
        raise RuleBroken("file.unpacks_too_large")
    if any(part.flag_bits & 1 for part in parts):
        raise RuleBroken("file.locked")


def _packed_kind(packed: ZipFile) -> Kind:
    names = set(packed.namelist())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RuleBroken("file.macros")
    if "[Content_Types].xml" in names:
        parts = _beginning(packed, "[Content_Types].xml")
        if b"macroEnabled" in parts:
            raise RuleBroken("file.macros")
        found = [kind for kind in OFFICE if f"{kind.media_type}.main+xml".encode() in parts]
    elif "mimetype" in names:
        told = _beginning(packed, "mimetype").strip()
        found = [kind for kind in OPEN_DOCUMENTS if told == kind.media_type.encode()]
    else:
        found = []
    if len(found) != 1:
        raise RuleBroken("file.unknown_kind")
    return found[0]


def _beginning(packed: ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        return part.read(1024 * 1024)


def made_anew(content: bytes, kind: Kind) -> bytes:
    """Draw a picture anew: upright, at most `LONGEST_SIDE` pixels, without place, device, comments or anything hidden.

    Raises RuleBroken("file.image_too_large") before a pixel is decoded, ("file.image_broken") when it cannot be read.
    """
    try:
        with Image.open(BytesIO(content), formats=[kind.picture]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RuleBroken("file.image_too_large")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _drawn(upright, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RuleBroken("file.image_too_large") from error
    except _BAD_PICTURE as error:
        raise RuleBroken("file.image_broken") from error


def _drawn(picture: Image.Image, kind: Kind) -> bytes:
    keeps_holes = kind is not JPEG and ("A" in picture.getbands() or "transparency" in picture.info)
    plain = picture.convert("RGBA" if keeps_holes else "RGB")
    plain.info = {}
    drawn = BytesIO()
    options = {} if kind is PNG else {"quality": QUALITY}
    plain.save(drawn, kind.picture, **options)
    return drawn.getvalue()


def clean_name(name: str, kind: Kind) -> str:
    """Give a file name that is one on every system: no folder, no hidden or forbidden character, the true ending."""
    composed = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in composed if unicodedata.category(letter)[0] != "C")
    shown = " ".join(re.sub(r'[<>:"|?*]', "_", shown).split())
    stem, dot, ending = shown.rpartition(".")
    if not dot or f".{ending.lower()}" not in {one for kind in KINDS for one in kind.endings}:
        stem, ending = shown, ""
    stem = stem[:LONGEST_NAME].strip(". ") or "file"
    if _DEVICES.fullmatch(stem):
        stem = f"_{stem}"
    kept = f".{ending.lower()}"
    return f"{stem}{kept if kept in kind.endings else kind.endings[0]}"
