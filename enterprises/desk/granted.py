"""What the enterprise was granted in the year, beside what the call allows it: for whoever decides on the next sum."""

from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from enterprises.cautions import year_of
from enterprises.enums import Outcome
from enterprises.models import Application, Decision
from portal.accounts.models import User
from portal.core import clock
from portal.core.money import format_cny, yuan


def granted_part(application: Application, user: User) -> dict[str, Any] | None:
    """One query; nothing where nothing was granted and the call sets no limit."""
    year, cap = year_of(application), application.call.yearly_cap_fen
    signed = Decision.objects.filter(
        application__enterprise=application.enterprise_id,
        application__granted_fen__gt=0,
        is_current=True,
        outcome=Outcome.APPROVE,
        signed_at__range=_bounds(year),
    ).exclude(application=application.pk)
    found = signed.aggregate(fen=Sum("application__granted_fen"), number=Count("pk"))
    granted, wanted = found["fen"] or 0, application.granted_fen or application.computed_fen or 0
    if not granted and cap is None:
        return None
    return {
        "template": "admin/enterprises/application/_granted.html",
        "year": year,
        "granted": format_cny(yuan(granted)),
        "number": found["number"],
        "bars": _bars(granted, wanted, cap),
    }


def _bounds(year: int) -> tuple[Any, Any]:
    first = clock.now().replace(year=year, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    last = first.replace(month=12, day=31, hour=23, minute=59, second=59, microsecond=999_999)
    return first, last


def _bars(granted: int, wanted: int, cap: int | None) -> list[dict[str, Any]]:
    """How much of the yearly limit is used, without this application and with it."""
    if cap is None:
        return []
    limit = _("%(cap)s a year") % {"cap": format_cny(yuan(cap))}
    sums = ((_("Granted so far"), granted), (_("With this application"), granted + wanted))
    return [
        {
            "label": label,
            "figure": format_cny(yuan(fen)),
            "target": limit,
            "value": min(fen, cap),
            "maximum": cap,
            "tone": "tile" if fen > cap else "sea",
        }
        for label, fen in sums
    ]
