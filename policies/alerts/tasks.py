"""Celery's entries for the alerts. Each may run twice, late or never: the rows say what is left to do."""

import datetime as dt
from typing import Any

from celery import shared_task
from celery.schedules import crontab

from policies.alerts import digest
from policies.alerts.asking import KEPT
from policies.alerts.letters import CONFIRM, DIGEST
from policies.models import Follower, FollowRequest
from portal.core import clock
from portal.notifications.models import Message

# Mails to addresses without an account, as proof of what was sent.
MAILS_KEPT = dt.timedelta(days=30)
# Who has removed the last thing may follow another one without confirming again.
EMPTY_KEPT = dt.timedelta(days=7)


@shared_task(name="policies.alerts.tasks.send_digests", ignore_result=True)
def send_digests() -> int:
    return digest.send_due()


@shared_task(name="policies.alerts.tasks.forget_addresses", ignore_result=True)
def forget_addresses() -> int:
    """Drop the addresses that nobody confirmed, the mails to addresses, and followers of nothing."""
    now = clock.now()
    dropped, _by_model = FollowRequest.objects.filter(created_at__lt=now - KEPT).delete()
    mails = Message.objects.filter(recipient=None)
    mails.filter(kind=CONFIRM, sensitive=True, created_at__lt=now - KEPT).delete()
    mails.filter(kind=DIGEST, created_at__lt=now - MAILS_KEPT).delete()
    Follower.objects.filter(user=None, follows=None, confirmed_at__lt=now - EMPTY_KEPT).delete()
    return dropped


BEAT: dict[str, dict[str, Any]] = {
    # At 8:00 first of all; the others find whom a missed or full run left behind.
    "alerts-digests": {"task": "policies.alerts.tasks.send_digests", "schedule": crontab(minute="*/15")},
    "alerts-forget-addresses": {
        "task": "policies.alerts.tasks.forget_addresses",
        "schedule": crontab(hour=3, minute=40),
    },
}
