"""Reminders before a permit or paper expires, each once; after an outage only the one that holds today."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from portal.notifications.actions import tell
from portal.notifications.kinds import declare
from talent.models import ExpiringPaper, PlanConstant

declare("people/paper_expires", _("A permit or paper of yours expires"), optional=True)
# The records that say how many days before.
RUNGS = ("remind_first", "remind_again", "remind_last")


def remind() -> int:
    """How many were told. Each in its own transaction: a run that is killed goes on where it stopped."""
    rungs = days_before()
    told = 0
    for pk in ExpiringPaper.objects.filter(user__is_active=True).values_list("pk", flat=True).iterator():
        told += _remind(pk, rungs)
    return told


def days_before() -> list[int]:
    """How many days before, as the records say; the nearest first."""
    found = PlanConstant.objects.filter(code__in=RUNGS, most__isnull=False).values_list("most", flat=True)
    return sorted(set(found))  # type: ignore[arg-type]


def _remind(pk: object, rungs: Sequence[int]) -> bool:
    with transaction.atomic():
        paper = ExpiringPaper.objects.select_for_update(of=("self",)).select_related("user").filter(pk=pk).first()
        rung = due_rung(paper, rungs) if paper else None
        if paper is None or rung is None:
            return False
        paper.told = rung
        paper.save(update_fields=["told"])
        _tell(paper, rung)
    return True


def due_rung(paper: ExpiringPaper, rungs: Sequence[int]) -> int | None:
    """The shortest distance that is reached and was not told yet; nothing once it has expired."""
    left = (paper.expires_on - clock.today()).days
    reached = [rung for rung in rungs if left <= rung]
    if left < 0 or not reached or (paper.told is not None and paper.told <= reached[0]):
        return None
    return reached[0]


def _tell(paper: ExpiringPaper, days: int) -> None:
    """Without the day itself: a message lies in clear in the database and in the mail."""
    with translation.override(paper.user.language):
        context = {"paper": paper.get_kind_display(), "whose": paper.get_whose_display(), "days": days}
        url = reverse("talent:renewals")
    tell(
        kind="people/paper_expires",
        recipient=paper.user,
        context=context,
        dedupe_key=f"paper-expires:{paper.pk}:{days}",
        url=url,
    )
