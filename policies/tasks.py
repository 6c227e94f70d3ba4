"""Work of the clock for what the city publishes. Each finds its work in rows and is safe to run twice."""

from celery import shared_task
from celery.schedules import crontab

from policies.editing import expiry, links, schedule

BEAT = {
    "publish-what-is-due": {"task": "policies.tasks.publish_due", "schedule": 60.0},
    "tell-of-lapsed-documents": {"task": "policies.tasks.tell_of_lapsed", "schedule": crontab(minute=5)},
    "check-links": {"task": "policies.tasks.check_links", "schedule": crontab(hour="1-4", minute="*/10")},
}


@shared_task
def publish_due() -> int:
    """What was approved for a moment that has come."""
    return schedule.publish_due()


@shared_task
def tell_of_lapsed() -> int:
    """Documents whose last day is over."""
    return expiry.tell_of_lapsed()


@shared_task
def check_links() -> int:
    """A bounded number of addresses a time; each of them once a night."""
    links.collect()
    return links.check()
