"""What a PDF must not carry: it would act on the computer of the official who opens it, or can't be read there.

Not a parser of PDF, but a search for the names that an action needs, with the ways in which a name hides:
written with #-escapes, or packed into an object stream. Where programs that show PDFs differ in what they take for
an object stream, the file is refused rather than read as one of them would.
"""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from portal.attachments.exceptions import AttachmentError
from portal.attachments.kinds import DAMAGED, LOCKED

# All object streams of a file together; a document of a thousand pages has some 5 MB.
MOST_INFLATED = 20 * 1024 * 1024
MOST_STREAMS = 100_000
FIRST = 1024
MARKUP = re.compile(rb"<\s*(script|html|svg|iframe|!doctype)", re.IGNORECASE)
STREAM = re.compile(rb"(?<!end)stream\r?\n")
ACTS = _("The PDF contains scripts or embedded files. Print it to a new PDF and upload that.")


def _names(*words: str) -> re.Pattern[bytes]:
    """Any of the names, each of whose letters may be written as # and two hexadecimal digits (ISO 32000, 7.3.5)."""
    escaped = ["".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in word) for word in words]
    return re.compile(f"/(?:{'|'.join(escaped)})(?=[\\x00\\s()<>\\[\\]{{}}/%]|$)".encode())


# Long enough not to appear by chance in compressed data, so they are looked for in the whole file.
ACTIONS = _names(
    *("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "Rendition"),
    *("SubmitForm", "ImportData", "GoToE"),
)
ENCRYPTED = _names("Encrypt")
# Three bytes appear by chance in any large scan: looked for outside of the streams only. XFA forms carry scripts.
SHORT_ACTIONS = _names("JS", "XFA")
# By its type, or by the place of its first object, which is enough for some: /First of an outline is a reference.
OBJECTS = re.compile(_names("ObjStm").pattern + rb"|" + _names("First").pattern + rb"\s*\d+(?!\d|\s+\d)")
DEFLATED = _names("FlateDecode", "Fl")
# What else could wrap an object stream; no program does so, except to hide its content.
WRAPPED = _names(
    "ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "LZWDecode", "LZW", "RunLengthDecode", "RL", "Crypt", "Predictor"
)


def refuse(content: bytes) -> None:
    """Raises AttachmentError when the PDF acts, is locked, is cut off or is a page of HTML as well."""
    if MARKUP.search(content[:FIRST]):
        raise AttachmentError(_("The file is a PDF and something else at once. Print it to a new PDF and upload that."))
    if b"%%EOF" not in content[-2048:]:
        raise AttachmentError(DAMAGED)
    if ENCRYPTED.search(content):
        raise AttachmentError(LOCKED)
    if ACTIONS.search(content):
        raise AttachmentError(ACTS)
    left = MOST_INFLATED
    for number, (outside, body) in enumerate(_parts(content)):
        # Within what we take for a stream: somebody wrote "stream" where another program does not see it.
        if number > MOST_STREAMS or SHORT_ACTIONS.search(outside) or OBJECTS.search(body):
            raise AttachmentError(ACTS)
        if objects := OBJECTS.search(outside):
            if b"stream" in outside[objects.end() :]:
                # And here the other way round: we do not see one that another program does.
                raise AttachmentError(ACTS)
            # A limit of 0 would mean none to zlib.
            left -= _refuse_objects(outside, body, max(left, 1))


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands before each stream, and the stream."""
    start = 0
    while found := STREAM.search(content, start):
        end = content.find(b"endstream", found.end())
        end = len(content) if end < 0 else end
        yield content[start : found.start()], content[found.end() : end]
        start = end + len(b"endstream")
    yield content[start:], b""


def _refuse_objects(outside: bytes, body: bytes, most: int) -> int:
    """Look into an object stream; the number of bytes that it unpacks to. What can't be looked into is refused."""
    # No program leaves them unpacked, and none packs them twice.
    if len(DEFLATED.findall(outside)) != 1 or WRAPPED.search(outside):
        raise AttachmentError(ACTS)
    inflating = zlib.decompressobj()
    try:
        objects = inflating.decompress(body, most)
    except zlib.error as error:
        raise AttachmentError(ACTS) from error
    # Not at its end: larger than we look, or cut by an "endstream" that stands inside of the data.
    if not inflating.eof:
        raise AttachmentError(ACTS)
    if ACTIONS.search(objects) or SHORT_ACTIONS.search(objects):
        raise AttachmentError(ACTS)
    return len(objects)
