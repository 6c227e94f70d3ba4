"""Moves that time causes."""

from celery import shared_task

from portal.reviews import due_steps

BEAT = {"take-due-steps": {"task": "portal.reviews.tasks.take_due_steps", "schedule": 300.0}}


@shared_task
def take_due_steps() -> int:
    """Take the step that a desk's expired time calls for. Safe to run twice: a case that moved on is left alone."""
    return due_steps.take_all()
