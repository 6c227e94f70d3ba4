"""Moves that time causes."""

import logging

from celery import shared_task

from portal.core import clock
from portal.reviews.exceptions import StepRefused
from portal.reviews.flow import flows
from portal.reviews.models import WorkItem

log = logging.getLogger(__name__)
BEAT = {"take-due-steps": {"task": "portal.reviews.tasks.take_due_steps", "schedule": 300.0}}


@shared_task
def take_due_steps(limit: int = 500) -> int:
    """Take the step that a desk's expired time calls for. Safe to run twice: a case that moved on is left alone."""
    items = (
        WorkItem.objects.open()
        .exclude(on_due="")
        .filter(due_on__lt=clock.today(), paused_at=None)
        .select_related("case")
        .order_by("due_on", "pk")[:limit]
    )
    taken = 0
    for item in items:
        flow = flows[item.case.flow]
        case = flow.model().objects.get(pk=item.case_id)
        try:
            flow.take(case, item.on_due, None)
            taken += 1
        except StepRefused:
            log.info("case %s had moved on", case.number)
    return taken
