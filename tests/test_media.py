"""What may be uploaded: every kind that is taken, and a corpus of what is not, with the reason."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tracker import media
from tracker.domain.errors import RuleBroken
from tracker.refusals import RULES

pytestmark = pytest.mark.once
OOXML = "application/vnd.openxmlformats-officedocument."


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    """Draw a picture whose left half is red and right half blue."""
    picture = Image.new("RGB", size, "blue")
    picture.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    drawn = io.BytesIO()
    picture.convert(mode).save(drawn, kind, **options)
    return drawn.getvalue()


def exif(orientation: int = 1) -> bytes:
    """Write what a phone writes: who, with what, where, which way up."""
    data = Image.Exif()
    data[0x0112], data[0x010F], data[0x9C9D] = orientation, "SECRET-PHONE", "SECRET-NAME"
    data.get_ifd(0x8825)[1] = "S"
    return data.tobytes()


def packed(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts as office programs do."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def office(kind: str, more: dict[str, bytes] | None = None) -> bytes:
    """Make the smallest Office file of a kind."""
    types = f'<Types><Override ContentType="{OOXML}{kind}.main+xml"/></Types>'.encode()
    return packed({"[Content_Types].xml": types, "main.xml": b"<x/>", **(more or {})})


def open_document(kind: str) -> bytes:
    """Make the smallest OpenDocument file of a kind."""
    told = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": told, "content.xml": b"<x/>"}, compression=zipfile.ZIP_STORED)


def huge_png(width: int, height: int) -> bytes:
    """Make a file of a few bytes that declares a picture of many."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def lying_zip(size: int) -> bytes:
    """Make an archive that declares a part of `size` bytes."""
    content = bytearray(office("wordprocessingml.document", {"word/document.xml": b"x" * 100}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(content)


def locked_zip() -> bytes:
    """Make an archive whose parts are marked as locked with a password."""
    content = bytearray(office("wordprocessingml.document"))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


TAKEN: list[tuple[str, bytes, str, str]] = [
    ("photo.jpeg", photo(), "photo.jpeg", "image/jpeg"),
    ("photo.JPG", photo(), "photo.jpg", "image/jpeg"),
    ("phone.jpg", photo(exif=exif(6)), "phone.jpg", "image/jpeg"),
    ("plan.png", photo("PNG"), "plan.png", "image/png"),
    ("plan.webp", photo("WEBP"), "plan.webp", "image/webp"),
    ("gray.jpg", photo(mode="L"), "gray.jpg", "image/jpeg"),
    ("print.jpg", photo(mode="CMYK"), "print.jpg", "image/jpeg"),
    ("palette.png", photo("PNG", mode="P"), "palette.png", "image/png"),
    ("holes.png", photo("PNG", mode="RGBA"), "holes.png", "image/png"),
    ("a picture called a page.html", photo(), "a picture called a page.html.jpg", "image/jpeg"),
    ("minutes.pdf", b"%PDF-1.7\n...", "minutes.pdf", "application/pdf"),
    ("minutes", b"%PDF-1.7\n...", "minutes.pdf", "application/pdf"),
    ("plan.docx", office("wordprocessingml.document"), "plan.docx", f"{OOXML}wordprocessingml.document"),
    ("plan.xlsx", office("spreadsheetml.sheet"), "plan.xlsx", f"{OOXML}spreadsheetml.sheet"),
    ("plan.pptx", office("presentationml.presentation"), "plan.pptx", f"{OOXML}presentationml.presentation"),
    ("plan.docx", office("spreadsheetml.sheet"), "plan.xlsx", f"{OOXML}spreadsheetml.sheet"),
    ("plan.odt", open_document("text"), "plan.odt", "application/vnd.oasis.opendocument.text"),
    ("plan.ods", open_document("spreadsheet"), "plan.ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("notes.txt", "Anotações".encode(), "notes.txt", "text/plain"),
    ("notes.txt", b"\xef\xbb\xbfAnota\xc3\xa7\xc3\xb5es", "notes.txt", "text/plain"),
    ("list.csv", "nome;função\n".encode("cp1252"), "list.csv", "text/csv"),
]


@pytest.mark.parametrize(("name", "content", "clean", "media_type"), TAKEN, ids=lambda value: str(value)[:30])
def test_what_is_taken_gets_its_type_and_ending_from_its_content(
    name: str, content: bytes, clean: str, media_type: str
) -> None:
    checked = media.check(name, content)
    assert (checked.name, checked.media_type) == (clean, media_type)
    assert checked.content == content or checked.media_type.startswith("image/")


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("empty.pdf", lambda: b"", "file.empty"),
    ("large.pdf", lambda: b"%PDF-" + b"x" * media.MOST_BYTES, "file.too_large"),
    ("phone.heic", lambda: b"\0\0\0\x18ftypheic" + b"\0" * 16, "file.heic"),
    ("phone.jpg", lambda: b"\0\0\0\x18ftypmif1" + b"\0" * 16, "file.heic"),
    ("drawing.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "file.markup"),
    ("drawing.txt", lambda: b"\n\n <?xml version='1.0'?><svg/>", "file.markup"),
    ("page.html", lambda: b"<!DOCTYPE html><script>1</script>", "file.markup"),
    ("page.txt", lambda: b"\xef\xbb\xbf  <HTML>", "file.markup"),
    ("page.csv", lambda: b"a,b\n<script>1</script>", "file.markup"),
    ("old.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "file.old_office"),
    ("macros.docx", lambda: office("wordprocessingml.document", {"word/vbaProject.bin": b"x"}), "file.macros"),
    (
        "macros.docm",
        lambda: packed({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}),
        "file.macros",
    ),
    ("locked.docx", locked_zip, "file.locked"),
    ("archive.zip", lambda: packed({"a.txt": b"x"}), "file.unknown_kind"),
    ("broken.docx", lambda: office("wordprocessingml.document")[:60], "file.unknown_kind"),
    ("drawing.odg", lambda: open_document("graphics"), "file.unknown_kind"),
    ("two.docx", lambda: packed({"[Content_Types].xml": f"{OOXML}x".encode()}), "file.unknown_kind"),
    (
        "bomb.xlsx",
        lambda: office("spreadsheetml.sheet", {"xl/sheet1.xml": b"\0" * (media.ALWAYS_UNPACKED + 1)}),
        "file.unpacks_too_large",
    ),
    ("bomb.docx", lambda: lying_zip(2**32 - 2), "file.unpacks_too_large"),
    (
        "parts.docx",
        lambda: packed({f"{number}": b"" for number in range(media.MOST_PARTS + 1)}),
        "file.unpacks_too_large",
    ),
    ("bomb.png", lambda: huge_png(13_000, 13_000), "file.image_too_large"),
    ("bomb.png", lambda: huge_png(30_000, 30_000), "file.image_too_large"),
    ("bomb.png", lambda: huge_png(2**31 - 1, 2**31 - 1), "file.image_too_large"),
    ("liar.png", lambda: huge_png(500, 500), "file.image_broken"),
    ("half.jpg", lambda: photo(size=(600, 400))[:700], "file.image_broken"),
    ("half.png", lambda: photo("PNG")[:40], "file.image_broken"),
    ("half.webp", lambda: photo("WEBP")[:30], "file.image_broken"),
    ("program.exe", lambda: b"MZ\x90\0", "file.unknown_kind"),
    ("program.txt", lambda: b"MZ\x90\0", "file.unknown_kind"),
    ("words.txt", lambda: "Anotações".encode("utf-16"), "file.unknown_kind"),
    ("script.js", lambda: b"alert(1)", "file.unknown_kind"),
    ("no ending", lambda: b"words", "file.unknown_kind"),
    ("moving.gif", lambda: photo("GIF"), "file.unknown_kind"),
    ("scan.tiff", lambda: photo("TIFF"), "file.unknown_kind"),
    ("print.eps", lambda: b"%!PS-Adobe-3.0 EPSF-3.0", "file.unknown_kind"),
]


@pytest.mark.parametrize(("name", "make", "code"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_refused_says_why(name: str, make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        media.check(name, make())
    assert refused.value.code == code
    assert code in RULES


def test_every_reason_is_met_by_the_corpus() -> None:
    assert {code for _name, _make, code in REFUSED} == {code for code in RULES if code.startswith("file.")}


def test_a_picture_as_large_as_allowed_is_taken_and_one_row_more_is_not() -> None:
    side = int(media.MOST_PIXELS**0.5)
    with pytest.raises(RuleBroken, match=r"file\.image_broken"):
        media.made_anew(huge_png(side, side), media.PNG)
    with pytest.raises(RuleBroken, match=r"file\.image_too_large"):
        media.made_anew(huge_png(side, media.MOST_PIXELS // side + 1), media.PNG)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_hidden_stays_in_a_picture(kind: str) -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "SECRET-TEXT")
    options = {
        "JPEG": {"exif": exif(), "comment": b"SECRET-COMMENT", "icc_profile": b"SECRET-PROFILE" * 20},
        "PNG": {"exif": exif(), "pnginfo": told},
        "WEBP": {"exif": exif(), "xmp": b"SECRET-XMP"},
    }
    before = photo(kind, **options[kind])
    assert b"SECRET" in before
    after = media.check(f"photo.{kind.lower()}", before).content
    assert b"SECRET" not in after
    with Image.open(io.BytesIO(after)) as picture:
        assert not picture.getexif()
        assert {"comment", "exif", "xmp", "icc_profile", "Comment"} & set(picture.info) == set()


@pytest.mark.parametrize(("orientation", "red_corner"), [(1, (2, 2)), (3, (57, 37)), (6, (37, 2)), (8, (2, 57))])
def test_a_picture_is_put_upright(orientation: int, red_corner: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(media.check("a.jpg", photo(exif=exif(orientation))).content)) as picture:
        assert picture.size == ((60, 40) if orientation in {1, 3} else (40, 60))
        red, _green, blue = picture.getpixel(red_corner)
        assert red > 200 > 100 > blue


def test_a_large_picture_becomes_small_and_light() -> None:
    picture = Image.effect_noise((4000, 3000), 30).convert("RGB")
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=85)
    after = media.check("a.jpg", drawn.getvalue()).content
    with Image.open(io.BytesIO(after)) as small:
        assert small.size == (1600, 1200)
    assert len(after) < len(drawn.getvalue()) / 4


def test_holes_of_a_picture_stay() -> None:
    drawn = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(drawn, "PNG")
    with Image.open(io.BytesIO(media.check("a.png", drawn.getvalue()).content)) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((5, 5))[3] == 0


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\minutes.pdf", "minutes.pdf"),
        ("minutes.pdf\u202efdp.exe", "minutes.pdffdp.exe.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie_ x.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1", "_lpt1.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("...", "file.pdf"),
        ("  two   spaces .pdf", "two spaces.pdf"),
        ('what? <"|*>.pdf', "what_ _____.pdf"),
        ("acta de reunião.PDF", "acta de reunião.pdf"),
        ("reunia\u0303o.pdf", "reunião.pdf"),
        ("plan.v2", "plan.v2.pdf"),
        ("x" * 5000 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_name_is_one_on_every_system(name: str, clean: str) -> None:
    assert media.clean_name(name, media.PDF) == clean


@given(st.text(max_size=300))
def test_a_name_never_leaves_its_folder(name: str) -> None:
    clean = media.clean_name(name, media.JPEG)
    assert clean.endswith((".jpg", ".jpeg"))
    assert not set(clean) & set('/\\<>:"|?*\0\n\r')
    assert clean == clean.strip()
    assert not clean.startswith(".")
    assert media.clean_name(clean, media.JPEG) == clean


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_that_is_changed_somewhere_is_taken_or_refused_and_nothing_else(data: st.DataObject) -> None:
    name, content, _clean, _type = data.draw(st.sampled_from(TAKEN))
    spoiled = bytearray(content)
    for _number in range(data.draw(st.integers(1, 8))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(spoiled[: data.draw(st.integers(1, len(spoiled)))])
    assert answer(name, cut) in set(RULES) | {kind.media_type for kind in media.KINDS}


def answer(name: str, content: bytes) -> str:
    """Give the type of a file that is taken, the reason of one that is not."""
    try:
        return media.check(name, content).media_type
    except RuleBroken as refused:
        return refused.code
