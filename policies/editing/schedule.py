"""Publishing what was approved, when its moment has come."""

import logging

from django.db.models import Q

from policies.enums import RevisionState
from policies.models import Revision
from policies.workflow import revision_flow
from portal.core import clock
from portal.core.exceptions import PortalError
from portal.reviews.exceptions import StepRefused

log = logging.getLogger(__name__)


def publish_due(limit: int = 100) -> int:
    """How many were published. One that can't be goes back to its author with the reason, and stops nobody else."""
    due = Q(publish_at=None) | Q(publish_at__lte=clock.now())
    waiting = Revision.objects.filter(due, state=RevisionState.SCHEDULED).order_by("publish_at", "pk")
    return sum(_publish(revision) for revision in waiting.select_related("policy", "measure", "author")[:limit])


def _publish(revision: Revision) -> bool:
    try:
        revision_flow.take(revision, "publish", None)
    except StepRefused:
        log.info("edit %s had moved on", revision.number)
        return False
    except PortalError as error:
        _hold_back(revision, error)
        return False
    except Exception:
        # One broken edit must not keep the others from their day; it stays scheduled and is tried again.
        log.exception("edit %s could not be published", revision.number)
        return False
    return True


def _hold_back(revision: Revision, error: PortalError) -> None:
    problems = getattr(error, "problems", [])
    reason = "\n".join(problems) or error.message
    try:
        revision_flow.take(revision, "hold_back", None, reason)
    except StepRefused:
        log.info("edit %s had moved on", revision.number)
