"""First come within the quota: places are taken in the order of submission."""

from collections.abc import Iterable

from django.db.models import Count
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
    return places_left_of([call]).get(call.pk)


def places_left_of(calls: Iterable[Call]) -> dict[int, int]:
    """For a list, by primary key, those calls that count places; one query, none where no call does."""
    counting = {call.pk: call.quota or 0 for call in calls if has_places(call)}
    if not counting:
        return {}
    rows = Application.objects.filter(call__in=counting).exclude(state__in=WITHOUT_PLACE)
    taken = dict(rows.order_by().values("call").annotate(n=Count("pk")).values_list("call", "n"))
    return {pk: max(quota - taken.get(pk, 0), 0) for pk, quota in counting.items()}


def why_full(call: Call) -> str:
    """A sentence when all places are taken, otherwise nothing."""
    return full_text(call) if places_left(call) == 0 else ""


def full_text(call: Call) -> str:
    return _("All places of this call (%(quota)s) are taken, in the order of submission.") % {"quota": call.quota}
