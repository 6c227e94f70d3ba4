"""Work of the clock that belongs to no service."""

from typing import Any

from celery import shared_task
from celery.schedules import crontab

from portal.core import open_data

BEAT: dict[str, dict[str, Any]] = {
    "open-data": {"task": "portal.core.tasks.write_open_data", "schedule": crontab(hour=2, minute=30)}
}


@shared_task(name="portal.core.tasks.write_open_data", ignore_result=True)
def write_open_data() -> int:
    return len(open_data.dump()["files"])
