"""Small true files for the demo's papers."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook


def demo_file(code: str, kind: str, of: str = "") -> SimpleUploadedFile:
    """A small file of the kind that a paper asks for; `of` (a case number) makes it another file than all others."""
    if kind == "xlsx":
        return SimpleUploadedFile(f"{code}-demo.xlsx", _workbook(of))
    return SimpleUploadedFile(f"{code}-demo.pdf", _pdf(f"{code} {of}".strip()))


def _pdf(text: str) -> bytes:
    """The smallest PDF that a reader opens: one page with one line."""
    stream = f"BT /F1 24 Tf 72 720 Td (Demo {text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        start,
    )


def _workbook(of: str) -> bytes:
    book = Workbook()
    book.active.append(["企业", "服务内容"])
    book.active.append(["示例企业", f"示例服务 {of}".strip()])
    target = BytesIO()
    book.save(target)
    return target.getvalue()
