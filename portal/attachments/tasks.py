"""Scanning and tidying by the clock. A row that is pending is the work itself, so a missed beat loses nothing."""

from typing import Any

from celery import shared_task

from portal.attachments import actions, janitor, shredding

BEAT: dict[str, dict[str, Any]] = {
    "attachments-scan": {
        "task": "portal.attachments.tasks.scan_pending",
        "schedule": 5.0,
        "options": {"expires": 4},
    },
    "attachments-shred": {"task": "portal.attachments.tasks.shred_rest", "schedule": 60.0},
    "attachments-tidy": {"task": "portal.attachments.tasks.tidy", "schedule": 3600.0},
}


@shared_task(name="portal.attachments.tasks.scan_pending", ignore_result=True)
def scan_pending(*, limit: int = 200) -> int:
    return actions.scan_waiting(limit)


@shared_task(name="portal.attachments.tasks.tidy", ignore_result=True)
def tidy() -> int:
    return janitor.remove_orphans()


@shared_task(name="portal.attachments.tasks.shred_rest", ignore_result=True)
def shred_rest() -> int:
    return shredding.finish()
