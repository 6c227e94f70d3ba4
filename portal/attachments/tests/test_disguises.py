"""Files that look sound to one reader and not to another: names in other letters, sizes that lie, hidden streams."""

import io
import random
import zipfile
import zlib

import pytest
from django.utils import translation

from portal.attachments.checks import check
from portal.attachments.exceptions import AttachmentError
from portal.attachments.tests.samples import archive, docx, jpeg, ole, packed_objects, pdf, png, stream, xlsx

SCRIPT = b"3 0 <</S /JavaScript /JS (app.alert(1))>>"
PACKED = zlib.compress(SCRIPT)
CONTENTS = "[Content_Types].xml"
MACRO_SHEET = b"\x85\x00\x0e\x00\x10\x20\x00\x00\x01\x01\x06\x00Macro1"
SHEET = MACRO_SHEET.replace(b"\x01\x01", b"\x00\x00")

ACTS, MACROS, BOMB, DAMAGED, TWO = "scripts or embedded", "macros", "unpacks to far more", "is damaged", "two kinds"
UNKNOWN = "This kind of file"


def verdict(name: str, content: bytes) -> str:
    """The kind's code, or the English sentence of the refusal."""
    with translation.override("en"):
        try:
            return check(io.BytesIO(content), name, len(content)).code
        except AttachmentError as error:
            return error.message


def hidden(before: bytes = b"", after: bytes = b"", keyword: bytes = b"\nstream\n") -> bytes:
    """An object stream with a script, with something in the way of whoever looks for it."""
    start = b"<<" + before + b" /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode" + after + b">>"
    return start + keyword + PACKED + b"\nendstream"


DECOY = b"\nendobj\n8 0 obj\n<</Length 9>>\nstream\n" + zlib.compress(b"harmless") + b"\nendstream"

PDFS = [
    ("comment-before-the-type", hidden(before=b" %stream\n"), ACTS),
    ("comment-behind-the-type", hidden(after=b" %stream\n"), ACTS),
    ("comment-with-an-end", hidden(after=b" %endstream\n"), ACTS),
    ("comment-with-both", hidden(before=b" %stream\nendstream\n"), ACTS),
    ("text-with-a-keyword", hidden(before=b" /X (stream\n)"), ACTS),
    ("blank-behind-the-keyword", hidden(keyword=b"\nstream \n"), ACTS),
    ("blank-and-decoy", hidden(keyword=b"\nstream \n") + DECOY, ACTS),
    ("return-alone", hidden(keyword=b"\rstream\r") + DECOY, ACTS),
    ("junk-behind-the-keyword", hidden(keyword=b"\nstream%x\n") + DECOY, ACTS),
    ("object-within-a-stream", stream(b"9 0 obj\n" + hidden(), b"/Subtype /Image"), ACTS),
    ("no-type", hidden().replace(b"/Type /ObjStm", b""), ACTS),
    ("escaped-type", hidden().replace(b"/ObjStm", b"/Obj#53tm").replace(b"/First 4", b""), ACTS),
    ("no-filter", stream(b"4 0 (harmless)", b"/Type /ObjStm /N 1 /First 4"), ACTS),
    ("other-filter", hidden().replace(b"/FlateDecode", b"/LZWDecode"), ACTS),
    ("names-of-a-form", b"<</AcroForm <</XFA 9 0 R>>>>", ACTS),
    ("sends-a-form", b"<</S /SubmitForm /F (http://example.test)>>", ACTS),
    ("takes-data-in", packed_objects(b"<</S /ImportData /F (x.fdf)>>"), ACTS),
    ("opens-an-embedded-file", b"<</S /GoToE>>", ACTS),
    ("outline", b"<</Type /Outlines /First 12 0 R /Last 15 0 R>>", "pdf"),
    ("outline-and-image", b"<</First 12 0 R>>\nendobj\n9 0 obj\n" + stream(b"\xff\xd8", b"/Filter /DCTDecode"), "pdf"),
    ("sound-objects", packed_objects(b"3 0 <</Type /Font>>", b" /N 1 /First 4"), "pdf"),
    ("text-about-streams", stream(b"BT (the stream\n is read) Tj ET"), "pdf"),
]


@pytest.mark.parametrize(("name", "content", "kind"), PDFS, ids=[row[0] for row in PDFS])
def test_object_streams_cannot_be_hidden(name, content, kind):
    assert kind in verdict(f"{name}.pdf", pdf(content))


def test_the_number_of_streams_has_a_limit():
    assert ACTS in verdict("a.pdf", pdf(b"stream\nendstream\n" * 100_002))


# --- legacy Office ----------------------------------------------------------------------------------

TALK = "如何启用 VBA 和 Macros：见 WordDocument".encode("utf-16-le")

LEGACY = [
    ("small letters.doc", ole("WordDocument", "vba"), MACROS),
    ("mixed letters.doc", ole("worddocument", "mAcRoS"), MACROS),
    ("project.xls", ole("Workbook", "_vba_project"), MACROS),
    ("excel 4.xls", ole("Workbook", content=MACRO_SHEET), MACROS),
    ("excel 95.xls", ole("Book", content=MACRO_SHEET.replace(b"\x01\x01", b"\x02\x01")), MACROS),
    ("sheet.xls", ole("Workbook", content=SHEET), "xls"),
    # A text that mentions the names is no directory.
    ("talk.doc", ole("WordDocument", content=TALK), "doc"),
    ("talk only.doc", ole("SummaryInformation", content=TALK), UNKNOWN),
    ("letters.doc", ole("WORDDOCUMENT"), "doc"),
]


@pytest.mark.parametrize(("name", "content", "kind"), LEGACY, ids=[row[0] for row in LEGACY])
def test_the_directory_of_a_legacy_file_is_read_like_office_reads_it(name, content, kind):
    assert kind in verdict(name, content)


# --- archives ---------------------------------------------------------------------------------------

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def types(more: str) -> bytes:
    return f'<?xml version="1.0"?><Types><Override ContentType="{more}"/></Types>'.encode()


def renamed(**content_types: bytes) -> bytes:
    return archive({CONTENTS: content_types["types"], "xl/workbook.xml": b"<x/>", "xl/harmless.bin": b"x"})


def directory_says(content: bytes, name: str, *, offset: int, value: int, length: int = 4) -> bytes:
    """The archive with a field changed in the directory's entry of a name."""
    changed = bytearray(content)
    at = changed.rfind(b"PK\x01\x02", 0, changed.rfind(name.encode()))
    changed[at + offset : at + offset + length] = value.to_bytes(length, "little")
    return bytes(changed)


def twice() -> bytes:
    """Two entries of one name; zipfile would not write them without a warning."""
    other = CONTENTS.replace("Types", "Typez")
    sheets = {CONTENTS: b"<Types/>", other: types("application/vnd.ms-office.vbaProject"), "xl/workbook.xml": b""}
    return archive(sheets).replace(other.encode(), CONTENTS.encode())


NOISE = random.Random(3).randbytes(3000)
BOOK = "xl/workbook.xml"
SOUND = archive({CONTENTS: b"<Types/>", BOOK: NOISE + b"\0" * 90_000})
STORED = archive({CONTENTS: b"<Types/>", BOOK: NOISE}, zipfile.ZIP_STORED)

ARCHIVES = [
    ("sound", SOUND, "xlsx"),
    ("stored", STORED, "xlsx"),
    ("empty entry", xlsx({"xl/empty.xml": b""}), "xlsx"),
    ("several pieces", xlsx({"xl/sheet.xml": random.Random(4).randbytes(2_500_000)}), "xlsx"),
    ("says less than it holds", directory_says(SOUND, BOOK, offset=24, value=3000), BOMB),
    ("says more than it holds", directory_says(SOUND, BOOK, offset=24, value=93_001), DAMAGED),
    ("stored, says less", directory_says(STORED, BOOK, offset=24, value=10), BOMB),
    ("packed longer than it is", directory_says(SOUND, CONTENTS, offset=20, value=200), DAMAGED),
    ("packed shorter than it is", directory_says(SOUND, BOOK, offset=20, value=2000), DAMAGED),
    ("begins elsewhere", directory_says(SOUND, BOOK, offset=42, value=3), DAMAGED),
    ("begins behind the end", directory_says(SOUND, BOOK, offset=42, value=2**31), DAMAGED),
    ("packed unheard-of", directory_says(SOUND, BOOK, offset=10, value=97, length=2), DAMAGED),
    ("packed like no Office", archive({CONTENTS: b"<Types/>", BOOK: NOISE}, zipfile.ZIP_BZIP2), DAMAGED),
    ("no packed data", directory_says(STORED, BOOK, offset=10, value=8, length=2), DAMAGED),
    ("a name twice", twice(), DAMAGED),
    ("renamed macro", renamed(types=types("application/vnd.ms-office.vbaProject")), MACROS),
    (
        "renamed macro, UTF-16",
        renamed(types=types("application/vnd.ms-office.VBAPROJECT").decode().encode("utf-16")),
        MACROS,
    ),
    ("macros by type", renamed(types=types("application/vnd.ms-excel.sheet.macroEnabled.main+xml")), MACROS),
    ("macro sheet by type", renamed(types=types("application/vnd.ms-excel.macrosheet+xml")), MACROS),
    ("other type", renamed(types=types(f"{SHEETS}.sheet.main+xml")), "xlsx"),
    ("contents without end", renamed(types=NOISE * 400), BOMB),
]


@pytest.mark.parametrize(("name", "content", "kind"), ARCHIVES, ids=[row[0] for row in ARCHIVES])
def test_an_archive_is_what_its_directory_says(name, content, kind):
    assert kind in verdict(f"{name}.xlsx", content)


def test_every_cut_of_an_archive_is_refused_or_sound():
    """Whatever is missing, the answer is a sentence and never an error page."""
    whole = docx()
    for length in range(1, len(whole)):
        assert "." in verdict("a.docx", whole[:length])


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("a.pdf", pdf(packed_objects(b"3 0 <<>>"))),
        ("a.docx", docx()),
        ("a.xlsx", SOUND),
        ("a.png", png()),
        ("a.jpg", jpeg()),
        ("a.doc", ole("WordDocument")),
    ],
    # Not the bytes: a zip carries the time, and the processes of a run must agree on the names of its tests.
    ids=["pdf", "docx", "xlsx", "png", "jpg", "doc"],
)
def test_no_changed_byte_makes_an_error_page(name, sample):
    chance = random.Random(5)
    for _time in range(400):
        changed = bytearray(sample)
        for _byte in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        assert verdict(name, bytes(changed))


# --- pictures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page", [b"<script>alert(1)</script>", b"<HTML >", b"<iframe/src=x>", b"<!DOCTYPE html>", b"<ScRiPt\nsrc=x>"]
)
def test_a_picture_is_no_page_as_well(page):
    assert TWO in verdict("a.png", png() + page)
    assert TWO in verdict("a.jpg", jpeg() + b"\0" * 500_000 + page)


def test_what_describes_a_picture_is_no_page():
    notes = b"<?xpacket begin=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF/></x:xmpmeta><scripture/>"
    assert verdict("a.jpg", jpeg() + notes) == "jpg"
