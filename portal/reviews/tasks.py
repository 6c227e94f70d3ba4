"""Moves that time causes."""

from celery import shared_task
from celery.schedules import crontab

from portal.reviews import due_steps, recount, reminders

BEAT = {
    "take-due-steps": {"task": "portal.reviews.tasks.take_due_steps", "schedule": 300.0},
    "recount-due-dates": {"task": "portal.reviews.tasks.recount_due_dates", "schedule": 60.0},
    # The first run of a working day tells everything; the others make up for one that did not run.
    "clock-summaries": {"task": "portal.reviews.tasks.remind", "schedule": crontab(hour="9-20", minute="*/20")},
}


@shared_task
def take_due_steps() -> int:
    """Take the step that a desk's expired time calls for. Safe to run twice: a case that moved on is left alone."""
    recount.recount_if_changed()
    return due_steps.take_all()


@shared_task
def recount_due_dates() -> int:
    """How many due dates a change of the calendar moved."""
    return recount.recount_if_changed()


@shared_task
def remind() -> int:
    """How many reminders and rungs were told."""
    return reminders.remind()
