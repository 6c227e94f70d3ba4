"""Scanning and tidying by the clock."""

from celery import shared_task

from portal.attachments.actions import remove_orphans, scan
from portal.attachments.models import Attachment, ScanState

BEAT = {
    "scan-files": {"task": "portal.attachments.tasks.scan_pending", "schedule": 5.0},
    "remove-orphaned-files": {"task": "portal.attachments.tasks.tidy", "schedule": 3600.0},
}


@shared_task
def scan_pending(limit: int = 200) -> int:
    """Scan what waits, oldest first. A file that is scanned twice is the same afterwards."""
    waiting = Attachment.objects.filter(state=ScanState.PENDING).order_by("created_at")[:limit]
    return sum(scan(attachment) != ScanState.PENDING for attachment in waiting)


@shared_task
def tidy() -> int:
    return remove_orphans()
