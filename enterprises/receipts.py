"""The receipt of a submission as PDF: what was received, its fingerprint, what is next."""

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
            "enterprise": application.enterprise.name,
            "credit_code": application.enterprise.credit_code,
            "measure_zh": measure.title_zh,
            "measure_en": measure.title_en,
            "submitted_at": f"{snapshot.taken_at.astimezone(clock.now().tzinfo):%Y-%m-%d %H:%M}",
            "sha256": snapshot.sha256,
            "due": due.isoformat() if due else "",
            "provisional": bool(item and item.due_provisional),
            "files": content["papers"],
            "demo": application.is_demo,
        },
    )
