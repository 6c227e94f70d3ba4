"""What anybody may learn of a receipt from its code: kind, day, a masked holder, the fingerprint, does it count."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from enterprises.enums import State
from enterprises.models import Snapshot
from portal.core import clock

# 80 random bits can't be guessed; this keeps a program from trying for long.
MOST_WRONG = 10
WRONG_SECONDS = 600

VALID, SUPERSEDED, WITHDRAWN = "valid", "superseded", "withdrawn"
SAID = {
    VALID: (_("Valid"), "pine", _("The portal received exactly this, and it counts.")),
    SUPERSEDED: (_("Replaced"), "sand", _("The portal received this; the applicant sent a corrected version later.")),
    WITHDRAWN: (_("Withdrawn"), "tile", _("The portal received this; the applicant withdrew it later.")),
}


@dataclass(frozen=True)
class Verified:
    code: str
    number: str
    measure: str
    holder: str
    taken_at: datetime
    sha256: str
    standing: str
    is_demo: bool

    @property
    def kind(self) -> Any:
        return _("Receipt of an application for support funds")

    @property
    def said(self) -> tuple[Any, str, Any]:
        return SAID[self.standing]


def look_up(code: str) -> Verified | None:
    """At most two queries."""
    found = Snapshot.objects.filter(code=code).select_related("application__call__measure").first()
    if found is None:
        return None
    application = found.application
    return Verified(
        code=found.code,
        number=application.number,
        measure=application.call.measure.title,
        holder=masked_name(found.content["enterprise"]["name"]),
        taken_at=found.taken_at.astimezone(clock.now().tzinfo),
        sha256=found.sha256,
        standing=_standing(found),
        is_demo=application.is_demo,
    )


def _standing(snapshot: Snapshot) -> str:
    if snapshot.application.state == State.WITHDRAWN:
        return WITHDRAWN
    later = Snapshot.objects.filter(application=snapshot.application_id, number__gt=snapshot.number)
    return SUPERSEDED if later.exists() else VALID


def masked_name(name: str) -> str:
    """Enough to compare with a paper in the hand, too little to learn who applied: the first two and last two."""
    name = name.strip()
    if len(name) <= 4:
        return f"{name[:1]}{'＊' * 3}"
    return f"{name[:2]}{'＊' * min(len(name) - 4, 6)}{name[-2:]}"


def _key(request: HttpRequest) -> str:
    return f"verify:wrong:{request.META.get('REMOTE_ADDR', '')}"


def may_try(request: HttpRequest) -> bool:
    return cache.get(_key(request), 0) < MOST_WRONG


def note_wrong(request: HttpRequest) -> None:
    """Counted from the first wrong code; ten within ten minutes are enough for anybody who reads from paper."""
    cache.add(_key(request), 0, WRONG_SECONDS)
    try:
        cache.incr(_key(request))
    except ValueError:
        # It ran out between the two.
        cache.set(_key(request), 1, WRONG_SECONDS)
