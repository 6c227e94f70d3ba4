"""The verdict table: what is kept, what is refused, and the sentence that says what to do."""

import io
import random

import pytest
from django.utils import translation

from portal.attachments.checks import check, clean_name
from portal.attachments.exceptions import AttachmentError
from portal.attachments.kinds import MOST_ENTRIES
from portal.attachments.tests import samples
from portal.attachments.tests.samples import docx, jpeg, ofd, ole, packed_objects, pdf, png, stream, xlsx

SCRIPT = b"<</S /JavaScript /JS (app.alert(1))>>"

TAKEN = [
    ("plain.pdf", pdf(), "pdf"),
    ("SHOUTED.PDF", pdf(), "pdf"),
    ("invoice.exe.pdf", pdf(), "pdf"),
    ("packed.pdf", pdf(packed_objects(b"3 0 <</Type /Font>>")), "pdf"),
    ("talks-of-js.pdf", pdf(stream(b"BT (see /JS and /JSON) Tj ET")), "pdf"),
    ("longer-names.pdf", pdf(b"<</LaunchPad 1 /EncryptionNot 2>>"), "pdf"),
    ("scan.png", png(7000, 8500), "png"),
    ("scan.jpg", jpeg(), "jpg"),
    ("scan.jpeg", jpeg(8000, 7500), "jpg"),
    ("letter.docx", docx(), "docx"),
    ("table.xlsx", xlsx(), "xlsx"),
    ("invoice.ofd", ofd(), "ofd"),
    ("old.doc", ole("WordDocument"), "doc"),
    ("old.xls", ole("Workbook"), "xls"),
    ("older.xls", ole("Book"), "xls"),
    ("with-table.doc", ole("WordDocument", "Workbook"), "doc"),
    ("with-letter.xls", ole("WordDocument", "Workbook"), "xls"),
]

EMPTY, LARGE, DAMAGED, TWO = "is empty", "larger than", "is damaged", "two kinds"
KIND, NAME, NAMELESS, ARCHIVE = "This kind of file", "The name ends in", "does not say", "Archives"
MACROS, PASSWORD, ACTS, HTML = "macros", "password", "scripts or embedded", "something else at once"
BOMB, PIXELS = "unpacks to far more", "too many pixels"

REFUSED = [
    ("empty.pdf", b"", EMPTY),
    ("past-the-limit.pdf", pdf(after=b"\0" * 2_000_000), LARGE),
    ("cut-off.pdf", pdf()[:-8], DAMAGED),
    # Content that is not what the name says.
    ("picture.png", pdf(), NAME),
    ("letter.pdf", png(), NAME),
    ("table.docx", xlsx(), NAME),
    ("letter.xlsx", docx(), NAME),
    ("invoice.pdf.exe", pdf(), NAME),
    ("invoice.docm", docx(), NAME),
    ("letter.xls", ole("WordDocument"), NAME),
    ("nameless", pdf(), NAMELESS),
    # Kinds that nobody takes.
    ("page.html", b"<!doctype html><script>alert(1)</script>", KIND),
    ("page.pdf", b"<html><body>%PDF-1.7 %%EOF</body></html>", KIND),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", KIND),
    ("gif-and-script.gif", b"GIF89a/*\x00\x00*/=1;alert(1)", KIND),
    ("gif-and-script.jpg", b"GIF89a/*\x00\x00*/=1;alert(1)", KIND),
    ("program.pdf", b"MZ\x90\x00" + b"\0" * 60, KIND),
    ("shell.pdf", b"#!/bin/sh\nrm -rf ~\n", KIND),
    ("eicar.txt", samples.EICAR, KIND),
    ("installer.doc", ole("SummaryInformation", "Binary.Setup"), KIND),
    ("slides.xlsx", samples.archive({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b""}), KIND),
    ("eicar.zip", samples.archive({"eicar.com": samples.EICAR}), ARCHIVE),
    ("eicar-nested.docx", samples.archive({"inner.zip": samples.archive({"eicar.com": samples.EICAR})}), ARCHIVE),
    ("program.jar", samples.archive({"META-INF/MANIFEST.MF": b"", "../../x.class": b""}), ARCHIVE),
    # Two kinds at once.
    ("page-too.pdf", pdf(before=b"%<script>alert(1)</script>\n"), HTML),
    ("page-too-2.pdf", pdf(before=b"%< HTML><body>\n"), HTML),
    ("archive-too.pdf", pdf(after=samples.archive({"x.exe": b"MZ"})), TWO),
    ("archive-too.png", png() + samples.archive({"x.class": b"\xca\xfe"}), TWO),
    ("archive-too.jpg", jpeg() + samples.archive({"x.class": b"\xca\xfe"}), TWO),
    # PDFs that act.
    ("script.pdf", pdf(SCRIPT), ACTS),
    ("script-escaped.pdf", pdf(b"<</S /J#61va#53cript /J#53 (1)>>"), ACTS),
    ("script-escaped-short.pdf", pdf(b"<</#4a#53(1)>>"), ACTS),
    ("script-packed.pdf", pdf(packed_objects(SCRIPT)), ACTS),
    ("script-packed-escaped.pdf", pdf(packed_objects(b"<</S /#4aavaScript>>")), ACTS),
    ("script-packed-twice.pdf", pdf(packed_objects(SCRIPT, b" /FlateDecode")), ACTS),
    ("script-packed-oddly.pdf", pdf(stream(b"789c>", b"/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]")), ACTS),
    ("script-predicted.pdf", pdf(packed_objects(b"\x02...", b"/DecodeParms <</Predictor 12>>")), ACTS),
    ("script-broken-zlib.pdf", pdf(stream(b"not zlib", b"/Type /ObjStm /Filter /FlateDecode")), ACTS),
    ("script-cut-zlib.pdf", pdf(packed_objects(b"x" * 90 + SCRIPT).replace(b"\nendstream", b"")[:-9]), ACTS),
    ("script-in-a-stream.pdf", pdf(stream(b"9 0 obj " + SCRIPT)), ACTS),
    ("bomb-packed.pdf", pdf(packed_objects(b"\0" * 60_000_000)), ACTS),
    ("launch.pdf", pdf(b"<</S /Launch /F (cmd.exe)>>"), ACTS),
    ("attachment.pdf", pdf(stream(b"MZ", b"/Type /EmbeddedFile")), ACTS),
    ("film.pdf", pdf(b"<</Subtype /RichMedia>>"), ACTS),
    ("locked.pdf", pdf(trailer=b" /Encrypt 9 0 R"), PASSWORD),
    ("locked-escaped.pdf", pdf(trailer=b" /Encr#79pt 9 0 R"), PASSWORD),
    # Office files with programs, locked ones, bombs.
    ("macro.docx", docx(**{"word/vbaProject.bin": b"x"}), MACROS),
    ("macro.xlsx", xlsx({"xl/VBAPROJECT.BIN": b"x"}), MACROS),
    ("macro4.xlsx", xlsx({"xl/macrosheets/sheet1.xml": b"x"}), MACROS),
    ("control.docx", docx(**{"word/activeX/activeX1.bin": b"x"}), MACROS),
    ("macro.doc", ole("WordDocument", "VBA"), MACROS),
    ("macro.xls", ole("Workbook", "_VBA_PROJECT_CUR"), MACROS),
    ("locked.xlsx", samples.locked(xlsx()), PASSWORD),
    ("locked-by-word.docx", ole("EncryptionInfo", "EncryptedPackage"), PASSWORD),
    ("bomb.xlsx", xlsx({"xl/sheet.xml": b"\0" * 5_000_000}), BOMB),
    ("crowd.docx", samples.archive({f"word/{number}": b"" for number in range(MOST_ENTRIES + 1)}), BOMB),
    ("torn.docx", docx()[:-30], DAMAGED),
    # Pictures that are floods or torsos.
    ("flood.png", png(50_000, 50_000), PIXELS),
    ("flood.jpg", jpeg(65_000, 65_000), PIXELS),
    ("flat.png", png(0, 10), DAMAGED),
    ("torso.png", png()[:20], DAMAGED),
    ("headless.png", png().replace(b"IHDR", b"IDAT"), DAMAGED),
    ("torso.jpg", jpeg()[:22], DAMAGED),
    ("walk.jpg", jpeg(before=b"\xff\xe1\x00\x02" * 5000), DAMAGED),
    ("stuck.jpg", jpeg(before=b"\xff\xe1\x00\x00" * 4), DAMAGED),
]


@pytest.fixture(autouse=True)
def _limit(settings):
    settings.ATTACHMENT_MAX_BYTES = 1_500_000


def verdict(name: str, content: bytes, **options: object) -> str:
    """The kind's code, or the English sentence of the refusal."""
    with translation.override("en"):
        try:
            return check(io.BytesIO(content), name, len(content), **options).code
        except AttachmentError as error:
            return error.message


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN, ids=[row[0] for row in TAKEN])
def test_sound_files_are_taken(name, content, kind):
    assert verdict(name, content) == kind


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED, ids=[row[0] for row in REFUSED])
def test_hostile_and_broken_files_are_refused(name, content, sentence):
    assert sentence in verdict(name, content)


def test_the_table_is_long_enough():
    assert len(REFUSED) >= 60
    assert len({row[0] for row in TAKEN + REFUSED}) == len(TAKEN + REFUSED)


def test_a_bomb_is_refused_by_its_directory_alone():
    """More than 200 MB by what the directory says; the content is not there to unpack."""
    content = bytearray(samples.archive({"[Content_Types].xml": b"", "xl/sheet.xml": random.Random(1).randbytes(900)}))
    at = content.rfind(b"PK\x01\x02")
    for field, size in ((20, 100), (24, 250)):
        content[at + field : at + field + 4] = (size * 1024 * 1024).to_bytes(4, "little")
    assert BOMB in verdict("lies.xlsx", bytes(content))


def test_chance_does_not_make_a_script_of_a_scan(settings):
    """Three bytes appear by chance in any large scan; inside of a stream they mean nothing."""
    settings.ATTACHMENT_MAX_BYTES = 20_000_000
    noise = random.Random(7).randbytes(1_000_000) + b" /JS (" + b"#" * 1000
    assert verdict("scan.pdf", pdf(stream(noise, b"/Filter /DCTDecode"))) == "pdf"


def test_a_paper_may_ask_for_some_kinds_only():
    assert verdict("a.pdf", pdf(), allowed={"pdf"}) == "pdf"
    refusal = "This paper can’t be given as PNG. Save it as PDF / XLSX and upload it again."
    assert verdict("a.png", png(), allowed={"pdf", "xlsx"}) == refusal
    # A program under another name, too, is told what this paper may be, and not what others may be.
    renamed = verdict("a.pdf", b"MZ\x90\x00" + bytes(200), allowed={"pdf", "jpeg"})
    assert renamed == "This kind of file can’t be taken here. Upload it as JPEG / PDF."


def test_the_file_is_left_at_its_start():
    for name, content, _kind in TAKEN:
        file = io.BytesIO(content)
        check(file, name, len(content))
        assert file.tell() == 0


NAMES = [
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("..\\..\\windows\\x.pdf", "x.pdf"),
    ("C:\\Users\\li\\合同.pdf", "合同.pdf"),
    ("nul\0byte.pdf", "nulbyte.pdf"),
    ("line\r\nSet-Cookie: a=b.pdf", "lineSet-Cookie: a=b.pdf"),
    ("invoice\u202efdp.exe", "invoicefdp.exe"),
    ("zero\u200bwidth\ufeff.pdf", "zerowidth.pdf"),
    ("half\ud800pair.pdf", "halfpair.pdf"),
    ("para\u2028graph.pdf", "paragraph.pdf"),
    ("cafe\u0301.pdf", "café.pdf"),
    ("𠮷田.pdf", "𠮷田.pdf"),
    (" 凭证 .pdf. ", "凭证 .pdf"),
    (".pdf", "file.pdf"),
    ("..", "file"),
    ("", "file"),
    ("\u202e", "file"),
    ("很" * 300 + ".pdf", "很" * 116 + ".pdf"),
    ("a." + "x" * 300, "a." + "x" * 118),
]


@pytest.mark.parametrize(("given", "kept"), NAMES)
def test_names_are_cleaned(given, kept):
    assert clean_name(given) == kept
    assert clean_name(kept) == kept
