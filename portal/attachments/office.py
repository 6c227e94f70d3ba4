"""Which kind of Office file it is, and whether it holds a program or more than it says.

Legacy files are told by the names in their directory. The entries of an archive are unpacked piece by piece and only
counted, because its directory may say anything; of one entry alone, the table of contents, the text is looked at.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from portal.attachments.exceptions import AttachmentError, UnknownKind
from portal.attachments.kinds import (
    DAMAGED,
    DOC,
    DOCX,
    KINDS,
    LOCKED,
    MACROS,
    MOST_ENTRIES,
    OFD,
    UNKNOWN,
    XLS,
    XLSX,
    Kind,
)

ZIP_ENTRY = b"PK\x01\x02"
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
MOST_CONTENTS = 1024 * 1024
PIECE = 1024 * 1024
FED = 64 * 1024
BOMB = _("The file unpacks to far more than it holds. Save it again without embedded objects.")
# The part of a local header before the entry's name, and where in it the lengths of name and extra field stand.
LOCAL_HEADER, LENGTHS = 30, struct.Struct("<HH")
# A sheet of Excel 4.0 macros: the record BOUNDSHEET with this type ([MS-XLS] 2.4.28).
MACRO_SHEET = re.compile(rb"\x85\x00[\x08-\x60]\x00.{4}[\x00-\x02]\x01", re.DOTALL)


def _entry(name: str) -> re.Pattern[bytes]:
    """An entry of a compound file's directory ([MS-CFB] 2.6.1): a name of 64 bytes, its length, storage or stream.

    The name alone would be found in any text that mentions it; it is compared without regard to case.
    """
    written = name.encode("utf-16-le")
    length = struct.pack("<H", len(written) + 2)
    rest = b".{%d}" % (64 - len(written))
    return re.compile(re.escape(written) + rest + re.escape(length) + b"[\x01\x02]", re.DOTALL | re.IGNORECASE)


LOCKED_ENTRIES = [_entry("EncryptedPackage")]
MACRO_ENTRIES = [_entry(name) for name in ("VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros")]
KIND_ENTRIES = {DOC: [_entry("WordDocument")], XLS: [_entry("Workbook"), _entry("Book")]}


def kind_of_ole(content: bytes, extension: str) -> Kind:
    """Legacy Word or Excel; the extension decides where one embeds the other."""

    def has(entries: list[re.Pattern[bytes]]) -> bool:
        return any(entry.search(content) for entry in entries)

    if has(LOCKED_ENTRIES):
        raise AttachmentError(LOCKED)
    if has(MACRO_ENTRIES):
        raise AttachmentError(MACROS)
    found = {kind for kind, entries in KIND_ENTRIES.items() if has(entries)}
    if not found:
        raise UnknownKind(UNKNOWN)
    if XLS in found and MACRO_SHEET.search(content):
        raise AttachmentError(MACROS)
    return next((kind for kind in found if extension in kind.extensions), min(found, key=KINDS.index))


def kind_of_zip(file: BinaryIO) -> Kind:
    """Word, Excel or OFD."""
    file.seek(0)
    content = file.read()
    # The directory is read into memory as a whole: look at its length before.
    if content.count(ZIP_ENTRY) > MOST_ENTRIES:
        raise AttachmentError(BOMB)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise AttachmentError(DAMAGED) from error
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1):
        raise AttachmentError(BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise AttachmentError(LOCKED)
    # Of two entries of one name each program takes another.
    if len({entry.filename for entry in entries}) != len(entries):
        raise AttachmentError(DAMAGED)
    kind = _kind_of_names({entry.filename.lower() for entry in entries})
    for entry in entries:
        _refuse_lies(content, entry)
    return kind


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
    raise UnknownKind(UNKNOWN)


def _refuse_lies(content: bytes, entry: zipfile.ZipInfo) -> None:
    """Unpack an entry and keep nothing of it: it must be what the directory says it is, and no longer."""
    size, text = 0, b""
    is_contents = entry.filename.lower() == "[content_types].xml"
    for piece in _pieces(content, entry):
        size += len(piece)
        if size > entry.file_size:
            raise AttachmentError(BOMB)
        if is_contents:
            text += piece
        if len(text) > MOST_CONTENTS:
            raise AttachmentError(BOMB)
    if size != entry.file_size:
        raise AttachmentError(DAMAGED)
    # A macro may lie under any name; here its type has to be said. Without zeros, UTF-16 reads like ASCII.
    if is_contents and re.search(rb"vbaproject|macro|activex", text.replace(b"\0", b""), re.IGNORECASE):
        raise AttachmentError(MACROS)


def _pieces(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked entry, a megabyte at a time."""
    header = content[entry.header_offset : entry.header_offset + LOCAL_HEADER]
    if len(header) < LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise AttachmentError(DAMAGED)
    start = entry.header_offset + LOCAL_HEADER + sum(LENGTHS.unpack(header[-LENGTHS.size :]))
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise AttachmentError(DAMAGED)
    inflating, rest = zlib.decompressobj(-15), memoryview(packed)
    try:
        while not inflating.eof and (given := inflating.unconsumed_tail or rest[:FED]):
            rest = rest if inflating.unconsumed_tail else rest[FED:]
            yield inflating.decompress(given, PIECE)
    except zlib.error as error:
        raise AttachmentError(DAMAGED) from error
    # Cut off, or with something behind its end.
    if not inflating.eof or inflating.unused_data or rest:
        raise AttachmentError(DAMAGED)
