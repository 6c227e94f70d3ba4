"""Work of the clock for the talent services."""

from celery import shared_task
from celery.schedules import crontab

from talent.renewals import reminders
from talent.rights import retention

BEAT = {
    # The dry run first, so that its count stands in the log before anything goes.
    "talent-retention-count": {"task": "talent.tasks.count_retention", "schedule": crontab(hour=2, minute=10)},
    "talent-expiry-reminders": {"task": "talent.tasks.remind_of_expiry", "schedule": crontab(hour=8, minute=20)},
    "talent-retention": {"task": "talent.tasks.retain", "schedule": crontab(hour=2, minute=40)},
}


@shared_task
def count_retention() -> int:
    return retention.run(dry=True).deleted


@shared_task
def retain() -> int:
    return retention.run(dry=False).deleted


@shared_task
def remind_of_expiry() -> int:
    return reminders.remind()
