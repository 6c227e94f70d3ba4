"""What a file must be before it is kept. Told from its content; nothing of it is kept unpacked, no picture decoded.

Everything here is linear in the size of the file and holds at most a few copies of it, so it may run in the
request; whatever needs a real parser belongs into a child process with limits.
"""

import re
import struct
import unicodedata
import zipfile
from collections.abc import Collection
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.attachments import pdf_dangers
from portal.attachments.exceptions import AttachmentError, UnknownKind
from portal.attachments.kinds import DAMAGED, JPEG, OLE, PDF, PNG, UNKNOWN, ZIP, Kind
from portal.attachments.office import kind_of_ole, kind_of_zip

NAME_LENGTH = 120
MOST_PIXELS = 60_000_000
# A JPEG from a camera has some twenty; a hostile one could have millions to walk through.
MOST_JPEG_SEGMENTS = 2000
# Start of frame: the JPEG markers that carry height and width.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Control, invisible and direction characters, halves of pairs, private ones, line and paragraph separators.
NOT_IN_NAMES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Long enough not to appear by chance in the noise of a picture.
PAGE = re.compile(rb"<(?:script|html|iframe|!doctype html)[\s/>]", re.IGNORECASE)
TWO_IN_ONE = _("The file is two kinds of file at once. Print or export it to a new file and upload that.")


def clean_name(name: str) -> str:
    """The base name, composed, without control, direction or path characters; at most 120 characters."""
    kept = "".join(char for char in name if unicodedata.category(char) not in NOT_IN_NAMES)
    base = unicodedata.normalize("NFC", kept).replace("\\", "/").rsplit("/", 1)[-1].strip()
    # A name that begins with a full stop is hidden on some machines.
    base = f"file{base}" if base.startswith(".") and base.strip(" .") == base[1:] else base.strip(" .")
    stem, dot, extension = base.rpartition(".")
    if len(base) > NAME_LENGTH and dot and len(extension) < 10:
        base = f"{stem[: NAME_LENGTH - 1 - len(extension)]}.{extension}"
    return base[:NAME_LENGTH] or "file"


def check(file: BinaryIO, name: str, size: int, allowed: Collection[str] | None = None) -> Kind:
    """The kind of the file; raises AttachmentError with one sentence when it can't be taken.

    `allowed` are codes of kinds ("pdf", "xlsx") where not every kind fits. The file is left at its start.
    """
    _check_size(size)
    extension = extension_of(name)
    try:
        kind = _kind_of(file, extension)
    except UnknownKind as error:
        if allowed is None:
            raise
        raise AttachmentError(
            _("This kind of file can’t be taken here. Upload it as %(kinds)s.") % {"kinds": _names(allowed)}
        ) from error
    if not extension:
        raise AttachmentError(
            _("The name does not say what kind of file it is. Add “.%(extension)s” to it and upload it again.")
            % {"extension": kind.extensions[0]}
        )
    if extension not in kind.extensions:
        raise AttachmentError(
            _(
                "The name ends in “.%(extension)s”, but the content is %(kind)s. "
                "Save the file in its own format and upload it again."
            )
            % {"extension": extension[:10], "kind": kind.name}
        )
    if allowed is not None and kind.code not in allowed:
        raise AttachmentError(
            _("This paper can’t be given as %(kind)s. Save it as %(kinds)s and upload it again.")
            % {"kind": kind.name, "kinds": _names(allowed)}
        )
    _refuse_dangers(file, kind)
    file.seek(0)
    return kind


def _names(allowed: Collection[str]) -> str:
    return " / ".join(sorted(code.upper() for code in allowed))


def _kind_of(file: BinaryIO, extension: str) -> Kind:
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(OLE):
        return kind_of_ole(head + file.read(), extension)
    if head.startswith(ZIP):
        return kind_of_zip(file)
    raise UnknownKind(UNKNOWN)


def extension_of(name: str) -> str:
    """What follows the last full stop, in small letters; empty when there is none."""
    _stem, dot, extension = clean_name(name).rpartition(".")
    return extension.lower() if dot else ""


def _check_size(size: int) -> None:
    if size == 0:
        raise AttachmentError(_("The file is empty. Save it again and upload it once more."))
    if size > settings.ATTACHMENT_MAX_BYTES:
        raise AttachmentError(
            _("The file is larger than %(most)s MB. Scan it with 300 dpi in grey, or split it.")
            % {"most": settings.ATTACHMENT_MAX_BYTES // 1024 // 1024}
        )


def _refuse_dangers(file: BinaryIO, kind: Kind) -> None:
    if kind in (PDF, PNG, JPEG) and zipfile.is_zipfile(file):
        raise AttachmentError(TWO_IN_ONE)
    file.seek(0)
    if kind is PDF:
        pdf_dangers.refuse(file.read())
    elif kind in (PNG, JPEG):
        if PAGE.search(file.read()):
            raise AttachmentError(TWO_IN_ONE)
        file.seek(0)
        width, height = _pixels(file, kind)
        if not width or not height:
            raise AttachmentError(DAMAGED)
        if width * height > MOST_PIXELS:
            raise AttachmentError(
                _("The picture has too many pixels. Save it with at most 7,000 pixels on its longer side.")
            )


def _pixels(file: BinaryIO, kind: Kind) -> tuple[int, int]:
    """Width and height from the header; the picture itself is never decoded."""
    try:
        return _png_pixels(file) if kind is PNG else _jpeg_pixels(file)
    except (struct.error, IndexError) as error:
        raise AttachmentError(DAMAGED) from error


def _png_pixels(file: BinaryIO) -> tuple[int, int]:
    head = file.read(24)
    if head[12:16] != b"IHDR":
        raise IndexError
    return struct.unpack(">II", head[16:24])


def _jpeg_pixels(file: BinaryIO) -> tuple[int, int]:
    file.seek(2)
    for _segment in range(MOST_JPEG_SEGMENTS):
        marker = file.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            raise IndexError
        (length,) = struct.unpack(">H", file.read(2))
        if marker[1] in FRAMES:
            height, width = struct.unpack(">xHH", file.read(5))
            return width, height
        file.seek(length - 2, 1)
    raise IndexError
