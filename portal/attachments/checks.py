"""What a file must be, told from its content and never from what its sender says. Nothing is unpacked or decoded."""

import re
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.attachments.exceptions import AttachmentError

HEAD = 4096
MOST_PIXELS = 60_000_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a PDF must not carry: it would act on the computer of the official who opens it.
PDF_ACTIONS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia)\b")
MARKUP = re.compile(rb"<\s*(script|html|svg|iframe|!doctype)", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """A kind of file that the portal takes."""

    name: str
    media_type: str
    extensions: tuple[str, ...]


PDF = Kind("PDF", "application/pdf", ("pdf",))
PNG = Kind("PNG", "image/png", ("png",))
JPEG = Kind("JPG", "image/jpeg", ("jpg", "jpeg"))
DOCX = Kind("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
XLSX = Kind("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
OFD = Kind("OFD", "application/ofd", ("ofd",))
LEGACY = Kind("DOC / XLS", "application/msword", ("doc", "xls"))
KINDS = (PDF, PNG, JPEG, DOCX, XLSX, OFD, LEGACY)


def clean_name(name: str) -> str:
    """The base name, composed, without control, direction or path characters; at most 120 characters."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in base if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    kept = kept.strip(" .") or "file"
    stem, dot, extension = kept.rpartition(".")
    return kept if len(kept) <= 120 else f"{stem[: 119 - len(extension)]}{dot}{extension}"


def check(file: BinaryIO, name: str, size: int) -> Kind:
    """The kind of the file; raises AttachmentError with one sentence when it can't be taken."""
    if size == 0:
        raise AttachmentError(_("The file is empty. Save it again and upload it once more."))
    if size > settings.ATTACHMENT_MAX_BYTES:
        raise AttachmentError(
            _("The file is larger than %(most)s MB. Scan it with 300 dpi in grey, or split it.")
            % {"most": settings.ATTACHMENT_MAX_BYTES // 1024 // 1024}
        )
    file.seek(0)
    head = file.read(HEAD)
    kind = _kind_of(file, head)
    extension = clean_name(name).rpartition(".")[2].lower()
    if extension not in kind.extensions:
        raise AttachmentError(
            _("The name ends in “.%(extension)s”, but the content is %(kind)s. Save the file in its own format and upload it again.")
            % {"extension": extension[:10], "kind": kind.name}
        )
    _refuse_dangers(file, head, kind)
    file.seek(0)
    return kind


def _kind_of(file: BinaryIO, head: bytes) -> Kind:
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(OLE):
        return LEGACY
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(file)
    raise AttachmentError(_("This kind of file can’t be taken. Upload PDF, JPG, PNG, DOCX, XLSX or OFD."))


def _kind_of_zip(file: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise AttachmentError(_("The file is damaged. Save it again and upload it once more.")) from error
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1) or len(entries) > 5000:
        raise AttachmentError(_("The file unpacks to far more than it holds. Save it again without embedded objects."))
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise AttachmentError(_("The file contains macros. Save it as a file without macros and upload it again."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise AttachmentError(_("The file is protected by a password. Save it without one and upload it again."))
    if "OFD.xml" in names:
        return OFD
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return DOCX
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return XLSX
    raise AttachmentError(_("Archives can’t be taken. Upload the files in it one by one."))


def _refuse_dangers(file: BinaryIO, head: bytes, kind: Kind) -> None:
    if kind is PDF:
        _refuse_pdf(file, head)
    elif kind in (PNG, JPEG):
        width, height = _pixels(file, head, kind)
        if width * height > MOST_PIXELS or not width or not height:
            raise AttachmentError(_("The picture has too many pixels. Save it with at most 7,000 pixels on its longer side."))
    elif kind is LEGACY:
        file.seek(0)
        if b"V\x00B\x00A\x00" in file.read() or b"_VBA_PROJECT" in head:
            raise AttachmentError(_("The file contains macros. Save it as a file without macros and upload it again."))


def _refuse_pdf(file: BinaryIO, head: bytes) -> None:
    if MARKUP.search(head[:1024]):
        raise AttachmentError(_("The file is a PDF and something else at once. Print it to a new PDF and upload that."))
    file.seek(0)
    content = file.read()
    if b"/Encrypt" in content:
        raise AttachmentError(_("The file is protected by a password. Save it without one and upload it again."))
    if PDF_ACTIONS.search(content):
        raise AttachmentError(_("The PDF contains scripts or embedded files. Print it to a new PDF and upload that."))
    if b"%%EOF" not in content[-2048:]:
        raise AttachmentError(_("The file is damaged. Save it again and upload it once more."))


def _pixels(file: BinaryIO, head: bytes, kind: Kind) -> tuple[int, int]:
    """Width and height from the header; the picture itself is never decoded."""
    try:
        if kind is PNG:
            return struct.unpack(">II", head[16:24])
        return _jpeg_pixels(file)
    except (struct.error, IndexError) as error:
        raise AttachmentError(_("The file is damaged. Save it again and upload it once more.")) from error


def _jpeg_pixels(file: BinaryIO) -> tuple[int, int]:
    file.seek(2)
    while True:
        marker = file.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            raise IndexError
        if marker[1] in {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}:
            height, width = struct.unpack(">xxxHH", file.read(7))
            return width, height
        (length,) = struct.unpack(">H", file.read(2))
        file.seek(length - 2, 1)
