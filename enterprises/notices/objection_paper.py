"""The receipt of an objection as PDF: number, entry, when it came, until when it is answered. No name stands on it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from enterprises.models import Objection
from enterprises.receipts import qr_rows
from portal.core import clock
from portal.core.pdf import render
from portal.reviews.models import WorkItem


def receipt_pdf(objection: Objection) -> bytes:
    """The same bytes as long as the objection stands where it stands."""
    notice, content = objection.line.notice, objection.line.content
    item = WorkItem.objects.filter(case_id=objection.pk).order_by("pk").first()
    received = objection.received_at.astimezone(clock.now().tzinfo)
    address = state_url(objection.code)
    return render(
        "objection",
        {
            "number": objection.number,
            "title": ["公示异议收件回执", "Receipt of an objection"],
            "made": received.date().isoformat(),
            "received": f"{received:%Y-%m-%d %H:%M:%S}",
            "notice": notice.number,
            "measure": [notice.content["title"]["zh"], notice.content["title"]["en"]],
            "entry": f"{content['position']}. {content['enterprise']}",
            "due": item.due_on.isoformat() if item and item.due_on else "",
            "files": [
                {"name": one.attachment.original_name, "sha256": one.attachment.sha256}
                for one in objection.evidence.select_related("attachment")
            ],
            "code": objection.code,
            "verify_at": address,
            "qr": qr_rows(address),
            "demo": objection.is_demo,
        },
    )


def state_url(code: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return settings.SITE_URL + reverse("enterprises:objection", args=[code])
