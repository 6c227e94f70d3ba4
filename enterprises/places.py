"""First come within the quota: places are taken in the order of submission."""

from django.utils.translation import gettext as _

from enterprises.enums import AllocationWay, State
from enterprises.models import Application, Call

# Who was turned away or left gives the place back; a draft never held one.
WITHOUT_PLACE = (State.DRAFT, State.WITHDRAWN, State.NOT_ACCEPTED, State.LAPSED, State.REJECTED)


def has_places(call: Call) -> bool:
    return call.allocation == AllocationWay.FIRST_COME and call.quota is not None


def places_taken(call: Call) -> int:
    return Application.objects.filter(call=call).exclude(state__in=WITHOUT_PLACE).count()


def places_left(call: Call) -> int | None:
    """None where a call does not count places."""
    return max((call.quota or 0) - places_taken(call), 0) if has_places(call) else None


def why_full(call: Call) -> str:
    """A sentence when all places are taken, otherwise nothing."""
    if places_left(call) != 0:
        return ""
    return _("All %(quota)s places of this call are taken, in the order of submission.") % {"quota": call.quota}
