"""The kinds of file that the portal takes, told from the content and never from what the sender says."""

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from portal.attachments.exceptions import AttachmentError

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
ZIP_ENTRY = b"PK\x01\x02"
MOST_ENTRIES = 5000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100

MACROS = _("The file contains macros. Save it as a file without macros and upload it again.")
DAMAGED = _("The file is damaged. Save it again and upload it once more.")
LOCKED = _("The file is protected by a password. Save it without one and upload it again.")
UNKNOWN = _("This kind of file can’t be taken. Upload PDF, JPG, PNG, DOCX, XLSX or OFD.")


@dataclass(frozen=True)
class Kind:
    """A kind of file that the portal takes. `code` is the name by which a paper asks for it."""

    code: str
    media_type: str
    extensions: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.code.upper()


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Kind("pdf", "application/pdf", ("pdf",))
PNG = Kind("png", "image/png", ("png",))
JPEG = Kind("jpg", "image/jpeg", ("jpg", "jpeg"))
DOCX = Kind("docx", f"{OFFICE}.wordprocessingml.document", ("docx",))
XLSX = Kind("xlsx", f"{OFFICE}.spreadsheetml.sheet", ("xlsx",))
OFD = Kind("ofd", "application/ofd", ("ofd",))
DOC = Kind("doc", "application/msword", ("doc",))
XLS = Kind("xls", "application/vnd.ms-excel", ("xls",))
KINDS = (PDF, PNG, JPEG, DOCX, XLSX, OFD, DOC, XLS)


def kind_of(file: BinaryIO, extension: str) -> Kind:
    """The kind of the content; raises AttachmentError when it is none of ours.

    The extension only decides between Word and Excel where a legacy file embeds the other.
    """
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(OLE):
        return _kind_of_ole(file, extension)
    if head.startswith(ZIP):
        return _kind_of_zip(file)
    raise AttachmentError(UNKNOWN)


def _kind_of_ole(file: BinaryIO, extension: str) -> Kind:
    """Legacy Word or Excel: the names of the streams stand in the file as UTF-16."""
    file.seek(0)
    content = file.read()

    def has(*names: str) -> bool:
        return any(name.encode("utf-16-le") in content for name in names)

    if has("EncryptedPackage"):
        raise AttachmentError(LOCKED)
    if has("VBA", "Macros"):
        raise AttachmentError(MACROS)
    found = {kind for kind, names in ((DOC, ["WordDocument"]), (XLS, ["Workbook", "Book"])) if has(*names)}
    if not found:
        raise AttachmentError(UNKNOWN)
    return next((kind for kind in found if extension in kind.extensions), min(found, key=KINDS.index))


def _kind_of_zip(file: BinaryIO) -> Kind:
    """Word, Excel or OFD by the directory of the archive; nothing is unpacked."""
    file.seek(0)
    # The directory is read into memory as a whole: look at its length before.
    if file.read().count(ZIP_ENTRY) > MOST_ENTRIES:
        raise AttachmentError(_("The file unpacks to far more than it holds. Save it again without embedded objects."))
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise AttachmentError(DAMAGED) from error
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1):
        raise AttachmentError(_("The file unpacks to far more than it holds. Save it again without embedded objects."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise AttachmentError(LOCKED)
    return _kind_of_names({entry.filename.lower() for entry in entries})


def _kind_of_names(names: set[str]) -> Kind:
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name or "/activex/" in name for name in names):
        raise AttachmentError(MACROS)
    if "ofd.xml" in names:
        return OFD
    if "[content_types].xml" not in names:
        raise AttachmentError(_("Archives can’t be taken. Upload the files in it one by one."))
    for folder, kind in (("word/", DOCX), ("xl/", XLSX)):
        if any(name.startswith(folder) for name in names):
            return kind
    raise AttachmentError(UNKNOWN)
