"""Cases that one official gave to another: told once, in sum."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core.dates import by_text
from portal.notifications.actions import tell
from portal.notifications.kinds import declare
from portal.reviews.cases import with_words
from portal.reviews.models import WorkItem
from portal.reviews.notifications import LISTED, QUEUE

declare("reviews/assigned", _("A colleague gave you cases to work on"), optional=True)


def tell_assigned(cases: Sequence[int], by: User, to: User, *, key: str) -> None:
    """What `to` holds of these cases now; nothing where they gave it to themself, or where nothing is left of it."""
    if by.pk == to.pk:
        return
    rows = WorkItem.objects.open().filter(case_id__in=cases, holder=to).select_related("case")
    items = sorted(rows, key=lambda item: (item.due_on is None, item.due_on, item.pk))
    words = with_words({item.case_id: item.case.flow for item in items})
    items = [item for item in items if item.case_id in words]
    if not items:
        return
    with translation.override(to.language):
        lines = [
            {
                "number": words[item.case_id]["number"],
                "title": words[item.case_id]["title"](),
                "when": by_text(item.due_on, item.due_provisional) if item.due_on else "",
            }
            for item in items[:LISTED]
        ]
        page = words[items[0].case_id]["page"](True) if len(items) == 1 else reverse(QUEUE)
    tell(
        kind="reviews/assigned",
        recipient=to,
        dedupe_key=key,
        url=page,
        case_reference=lines[0]["number"] if len(items) == 1 else "",
        context={
            "who": by.name or by.email,
            "lines": lines,
            "count": len(items),
            "more": max(len(items) - LISTED, 0),
        },
    )
