"""The kinds of file that the portal takes, told from the content and never from what the sender says."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
MOST_ENTRIES = 5000

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
