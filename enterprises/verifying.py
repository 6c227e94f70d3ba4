"""What anybody may learn of a paper of this portal from its code: kind, day, a masked holder, does it count."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.decisions.fingerprint import letter_fingerprint
from enterprises.enums import Outcome, State
from enterprises.masks import masked_name
from enterprises.models import Application, Decision, Notice, RecoveryOrder, Refusal, Snapshot
from portal.core import clock
from portal.core.visitors import Tally

# 80 random bits can't be guessed; this keeps a program from trying for long.
MOST_WRONG = 10
WRONG_SECONDS = 600
# Ten within ten minutes are enough for anybody who reads from paper.
_wrong = Tally("verify:wrong", MOST_WRONG, WRONG_SECONDS)
may_try, note_wrong = _wrong.has_room, _wrong.add

VALID, SUPERSEDED, WITHDRAWN, REVOKED, ISSUED, CORRECTED, RUN_OUT = (
    "valid", "superseded", "withdrawn", "revoked", "issued", "corrected", "run_out",
)  # fmt: skip
SAID = {
    VALID: (_("Valid"), "pine", _("The portal received exactly this, and it counts.")),
    SUPERSEDED: (_("Replaced"), "sand", _("The portal received this; the applicant sent a corrected version later.")),
    WITHDRAWN: (_("Withdrawn"), "tile", _("The portal received this; the applicant withdrew it later.")),
    ISSUED: (_("Valid"), "pine", _("The portal issued exactly this, and it counts.")),
    REVOKED: (_("Revoked"), "tile", _("The portal issued this; it does not count any more.")),
    RUN_OUT: (_("Run out"), "sand", _("The portal issued exactly this; the day until which it counted is over.")),
    CORRECTED: (_("Corrected"), "sand", _("The portal published this; a corrected notice took its place.")),
}


MEASURE, APPLICANT = _("Measure"), _("Applicant")


@dataclass(frozen=True)
class Verified:
    kind: Any
    code: str
    number: str
    measure: str
    holder: str
    taken_at: datetime
    sha256: str
    standing: str
    is_demo: bool
    # What `measure` and `holder` are called on the page; another service's papers have other words for them.
    measure_label: Any = MEASURE
    holder_label: Any = APPLICANT
    valid_until: date | None = None

    @property
    def said(self) -> tuple[Any, str, Any]:
        return SAID[self.standing]


Finder = Callable[[str], "Verified | None"]
# Of services that build on this one, such as the letters of facilitation cases.
others: list[Finder] = []


def register(find: Finder) -> None:
    if find not in others:
        others.append(find)


def look_up(code: str) -> Verified | None:
    """A few queries, however many papers: receipts, decisions, refusals, notices, demands, what others registered."""
    for find in (_receipt, _decision, _refusal, _notice, _demand, *others):
        found = find(code) if code else None
        if found is not None:
            return found
    return None


def _receipt(code: str) -> Verified | None:
    found = Snapshot.objects.filter(code=code).select_related("application__call__measure").first()
    if found is None:
        return None
    kind, name = _("Receipt of an application for support funds"), found.content["enterprise"]["name"]
    return _verified(kind, found, found.application, name, found.taken_at, found.sha256, _standing(found))


def _decision(code: str) -> Verified | None:
    """A letter that is not out yet does not exist for anybody."""
    found = Decision.objects.filter(code=code).select_related("application__call__measure").first()
    if found is None or (found.is_current and found.application.state == State.DECIDING):
        return None
    application = found.application
    cancelled = found.outcome == Outcome.APPROVE and application.state == State.REJECTED
    standing = REVOKED if cancelled or not found.is_current else ISSUED
    name, sha256 = application.enterprise.name, letter_fingerprint(found)
    return _verified(_("Decision on support"), found, application, name, found.signed_at, sha256, standing)


def _refusal(code: str) -> Verified | None:
    found = Refusal.objects.filter(code=code).select_related("application__call__measure").first()
    if found is None:
        return None
    name, sha256 = found.application.enterprise.name, letter_fingerprint(found)
    return _verified(_("Result of an application"), found, found.application, name, found.at, sha256, ISSUED)


def _demand(code: str) -> Verified | None:
    found = RecoveryOrder.objects.filter(code=code).select_related("application__call__measure").first()
    if found is None:
        return None
    name, sha256 = found.application.enterprise.name, letter_fingerprint(found)
    return _verified(_("Demand for repayment"), found, found.application, name, found.ordered_at, sha256, ISSUED)


def _notice(code: str) -> Verified | None:
    found = Notice.objects.filter(code=code).select_related("call__measure", "replaced_by").first()
    if found is None:
        return None
    return Verified(
        kind=_("Public notice"),
        code=found.code,
        number=found.number,
        measure=found.call.measure.title,
        holder="",
        taken_at=found.published_at.astimezone(clock.now().tzinfo),
        sha256=found.sha256,
        standing=CORRECTED if getattr(found, "replaced_by", None) else ISSUED,
        is_demo=found.is_demo,
    )


def _verified(
    kind: Any, found: Any, application: Application, name: str, at: datetime, sha256: str, standing: str
) -> Verified:
    return Verified(
        kind=kind,
        code=found.code,
        number=application.number,
        measure=application.call.measure.title,
        holder=masked_name(name),
        taken_at=at.astimezone(clock.now().tzinfo),
        sha256=sha256,
        standing=standing,
        is_demo=application.is_demo,
    )


def _standing(snapshot: Snapshot) -> str:
    if snapshot.application.state == State.WITHDRAWN:
        return WITHDRAWN
    later = Snapshot.objects.filter(application=snapshot.application_id, number__gt=snapshot.number)
    return SUPERSEDED if later.exists() else VALID
