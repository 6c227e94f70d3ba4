"""Imports by the clock. A job is a row that waits, so a missed beat or a killed worker loses nothing."""

from typing import Any

from celery import shared_task

from policies.imports import jobs

BEAT: dict[str, dict[str, Any]] = {
    "imports-work": {"task": "policies.imports.tasks.work", "schedule": 5.0, "options": {"expires": 4}},
    "imports-tidy": {"task": "policies.imports.tasks.tidy", "schedule": 3600.0},
}


@shared_task(name="policies.imports.tasks.work", ignore_result=True)
def work() -> int:
    return jobs.work()


@shared_task(name="policies.imports.tasks.tidy", ignore_result=True)
def tidy() -> int:
    return jobs.tidy()
