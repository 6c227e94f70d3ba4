"""What the portal knows of a person's own enterprises, for the policy check-up."""

import datetime as dt
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from enterprises.models import Enterprise, Snapshot
from policies.forms import facts_from_json
from policies.profiles import Known, Profile
from policies.rules import OFFICIAL
from portal.core import clock

# These belong to the project of one application; for another measure they would be wrong.
OF_ONE_PROJECT = frozenset({
    "eligible_cost_cny", "items", "cost_date", "same_cost_funded_elsewhere", "booth_cost_overseas_cny",
    "booth_cost_domestic_cny",
})  # fmt: skip


def profiles(user: Any) -> list[Profile]:
    """The enterprises that the person is a member of; two queries, however many there are."""
    newest = Snapshot.objects.filter(application__enterprise=OuterRef("pk")).order_by("-taken_at", "-pk")
    mine = list(
        Enterprise.objects.of(user)
        .select_related("district__within")
        .annotate(newest=Subquery(newest.values("pk")[:1]))
        .order_by("pk")
    )
    received = Snapshot.objects.select_related("application").in_bulk([one.newest for one in mine if one.newest])
    return [_profile(one, received.get(one.newest)) for one in mine]


def _profile(enterprise: Enterprise, snapshot: Snapshot | None) -> Profile:
    """The record counts before what was once written into an application."""
    source, on = _("Enterprise record"), _day(enterprise.updated_at)
    record = {code: Known(code, value, source, on) for code, value in enterprise.facts(clock.today()).items()}
    received = _received(snapshot) if snapshot else {}
    return Profile(enterprise.name, tuple((received | record).values()))


def _received(snapshot: Snapshot) -> dict[str, Known]:
    """What stood in the newest application that was sent; what was left to an official is not known."""
    source = _("Application %(number)s") % {"number": snapshot.application.number}
    facts = facts_from_json(snapshot.content.get("facts", {}))
    return {
        code: Known(code, value, source, _day(snapshot.taken_at))
        for code, value in facts.items()
        if code not in OF_ONE_PROJECT and value != OFFICIAL
    }


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(clock.now().tzinfo).date()
