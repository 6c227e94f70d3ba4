"""The receipt of a submission as PDF: what was received, its fingerprint, what is next."""

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from enterprises.models import Application
from enterprises.permissions import current_item
from portal.core import clock
from portal.core.pdf import render


def receipt_pdf(application: Application) -> bytes:
    """Bilingual; the same bytes as long as the case stands where it stands."""
    snapshot = application.snapshots.last()
    item = current_item(application)
    measure = application.call.measure
    content = snapshot.content
    due = item.due_on if item else None
    return render(
        "receipt",
        {
            "number": application.number,
            # As it was received, and as whoever verifies the code is told; not as the enterprise is called today.
            "enterprise": content["enterprise"]["name"],
            "credit_code": content["enterprise"]["credit_code"],
            "measure_zh": measure.title_zh,
            "measure_en": measure.title_en,
            "submitted_at": f"{snapshot.taken_at.astimezone(clock.now().tzinfo):%Y-%m-%d %H:%M}",
            "sha256": snapshot.sha256,
            "due": due.isoformat() if due else "",
            "provisional": bool(item and item.due_provisional),
            "files": [file | {"code": file["code"].removeprefix("field:")} for file in content["papers"]],
            "code": snapshot.code,
            "verify_at": verify_url(snapshot.code),
            "qr": qr_rows(verify_url(snapshot.code)),
            "demo": application.is_demo,
        },
    )


def verify_url(code: str) -> str:
    """Where anybody can see what was received; the Chinese page, from which one click leads to the English one."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.SITE_URL + reverse("enterprises:verify_code", args=[code])


def qr_rows(text: str) -> list[str]:
    """A QR code as rows of 0 and 1; it is still read when a seal or a fold covers a quarter of it."""
    return ["".join(str(one) for one in row) for row in segno.make(text, error="q", micro=False).matrix]
