"""When the experts' result may be reported."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.exceptions import ReviewError
from enterprises.experts.sheets import places_of
from enterprises.models import Application
from portal.accounts.models import User
from portal.reviews.models import WorkItem

# After the deadline so many sheets are enough.
LEAST = 3


def missing_sheets(application: Application) -> int:
    """How many sheets are still to come, places that nobody fills among them. Before the draw: all, at least one."""
    sent = application.sheets.counting().filter(sent_at__isnull=False).count()
    return max(places_of(application.call_id), 1) - sent


def scores_are_in(application: Application, user: User | None, data: dict[str, Any]) -> None:
    """All of them; or, once the day has passed by the database's clock, three at least."""
    counts = application.sheets.counting().aggregate(sent=Count("pk", filter=Q(sent_at__isnull=False)))
    places, sent = places_of(application.call_id), counts["sent"]
    if places and sent >= places:
        return
    if not places:
        raise ReviewError(_("No experts have been drawn for this call: draw them first."))
    item = WorkItem.objects.filter(case_id=application.pk, closed_at=None).first()
    today = timezone.localtime(application.locked_at, timezone.get_default_timezone()).date()
    if item is None or item.due_on is None or item.paused_at is not None or today <= item.due_on:
        text = _("%(sent)s of %(places)s sheets are in. Wait for the others, or for the last day to pass.")
        raise ReviewError(text % {"sent": sent, "places": places})
    if sent < LEAST:
        text = _("The last day has passed, but only %(sent)s sheets are in, and %(least)s are needed.")
        raise ReviewError(text % {"sent": sent, "least": LEAST})
