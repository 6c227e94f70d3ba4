"""What an account keeps beside cases: plans, and the days on which permits and papers expire."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import User
from portal.core.sealing import is_newest
from talent.models import ExpiringPaper, KeptPlan, Person


def empty(user: User) -> None:
    KeptPlan.objects.filter(user=user).delete()
    ExpiringPaper.objects.filter(user=user).delete()


def forget(person: Person) -> None:
    if person.user is not None:
        empty(person.user)


def as_data(person: Person) -> dict[str, Any]:
    user = person.user
    return {
        "kept_plans": [plan.answers for plan in KeptPlan.objects.filter(user=user)] if user else [],
        "expiring_papers": [
            {"kind": paper.kind, "whose": paper.whose, "expires_on": paper.expires_on}
            for paper in ExpiringPaper.objects.filter(user=user)
        ]
        if user
        else [],
    }


def reseal() -> int:
    """With the newest key of the ring. How many rows."""
    done = 0
    for plan in KeptPlan.objects.iterator(chunk_size=500):
        if not is_newest(old := plan.answers_sealed):
            plan.answers = plan.answers
            done += KeptPlan.objects.filter(pk=plan.pk, answers_sealed=old).update(answers_sealed=plan.answers_sealed)
    for paper in ExpiringPaper.objects.iterator(chunk_size=500):
        if not is_newest(old := paper.expires_on_sealed):
            paper.expires_on = paper.expires_on
            rows = ExpiringPaper.objects.filter(pk=paper.pk, expires_on_sealed=old)
            done += rows.update(expires_on_sealed=paper.expires_on_sealed)
    return done
