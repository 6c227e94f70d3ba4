"""Celery's entries. Each may run twice, late or never: the rows say what is left to do."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from celery.schedules import crontab
from django.db.models import Q

from portal.core import clock
from portal.notifications import dispatch
from portal.notifications.enums import MailState
from portal.notifications.models import Message

# A code or a link that was not sent within a day has expired.
SENSITIVE_TEXT = timedelta(days=1)
SENSITIVE_ROW = timedelta(days=30)


@shared_task(name="portal.notifications.tasks.look_now", ignore_result=True)
def look_now() -> int:
    return dispatch.drain()


@shared_task(name="portal.notifications.tasks.sweep", ignore_result=True)
def sweep() -> int:
    """Find what no bell announced, and what a dead sender held."""
    return dispatch.drain()


@shared_task(name="portal.notifications.tasks.purge", ignore_result=True)
def purge() -> int:
    """Blank the texts of old codes and links, and later drop their rows; the number of rows dropped."""
    now = clock.now()
    old = Message.objects.filter(sensitive=True, created_at__lt=now - SENSITIVE_TEXT)
    idle = old.exclude(mail_state=MailState.SENDING)
    idle.filter(mail_state=MailState.PENDING).update(mail_state=MailState.FAILED)
    idle.filter(~Q(body="") | ~Q(url="")).update(body="", url="")
    dropped, _by_model = idle.filter(created_at__lt=now - SENSITIVE_ROW).delete()
    return dropped


BEAT: dict[str, dict[str, Any]] = {
    "notifications-sweep": {
        "task": "portal.notifications.tasks.sweep",
        "schedule": 15.0,
        "options": {"expires": 14},
    },
    "notifications-purge": {"task": "portal.notifications.tasks.purge", "schedule": crontab(minute=20)},
}
