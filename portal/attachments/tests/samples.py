"""Small files of every kind, sound and hostile, made on the spot."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.attachments.kinds import OLE
from portal.attachments.scanner import SIGNATURE

CATALOG = b"1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n"
EICAR = SIGNATURE


def pdf(*objects: bytes, before: bytes = b"", trailer: bytes = b"", after: bytes = b"") -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, start=3))
    return b"%PDF-1.7\n" + before + CATALOG + body + b"trailer\n<</Root 1 0 R" + trailer + b">>\n%%EOF\n" + after


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (dictionary, len(content), content)


def packed_objects(content: bytes, dictionary: bytes = b"") -> bytes:
    return stream(zlib.compress(content), b"/Type /ObjStm /Filter /FlateDecode" + dictionary)


def png(width: int = 4, height: int = 4) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def jpeg(width: int = 4, height: int = 4, before: bytes = b"") -> bytes:
    start = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + before
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return start + frame + b"\xff\xd9"


def archive(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", compression) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return kept.getvalue()


def docx(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"} | more)


def xlsx(more: dict[str, bytes] | None = None) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"} | (more or {}))


def ofd() -> bytes:
    return archive({"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<Document/>"})


def locked(content: bytes) -> bytes:
    """An archive whose entries say that they are encrypted."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def ole(*streams: str, content: bytes = b"") -> bytes:
    """A compound file as far as we look at it: its signature, some content, and the entries of its directory."""
    entries = b""
    for name in streams:
        written = name.encode("utf-16-le")
        entries += written.ljust(64, b"\0") + struct.pack("<H", len(written) + 2) + b"\x02" + b"\0" * 61
    return OLE + b"\0" * 504 + content + entries


def upload(content: bytes | None = None, name: str = "凭证.pdf") -> SimpleUploadedFile:
    """A browser's upload; what its sender says of the type is never asked."""
    return SimpleUploadedFile(name, pdf() if content is None else content, content_type="application/x-anything")
