"""The guard across applications: what an enterprise should look at before it sends, and an official before deciding.

Nothing here refuses anything: a contract may well be in two applications. Two queries, however many rows there are,
and one more where support was granted already.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.enums import ReferenceKind, State
from enterprises.evaluation import result_of
from enterprises.models import Application, Decision, Reference
from enterprises.references import OVER_WITHOUT_MONEY, twins
from policies.forms import facts_from_json
from portal.core import clock
from portal.core.money import format_cny, yuan

SAME = {
    ReferenceKind.INVOICE: gettext_lazy("the same invoice"),
    ReferenceKind.CONTRACT: gettext_lazy("the same contract"),
    ReferenceKind.CERTIFICATE: gettext_lazy("the same certificate"),
    ReferenceKind.CUSTOMS: gettext_lazy("the same customs declaration"),
    ReferenceKind.EXHIBITION: gettext_lazy("the same exhibition"),
    ReferenceKind.FILE: gettext_lazy("the same file"),
    ReferenceKind.ACCOUNT: gettext_lazy("the same bank account"),
}
# So many values are written out.
SHOWN = 3
# An enterprise with more applications than these is looked at by its newest.
MOST_OTHERS = 200


@dataclass(frozen=True)
class Caution:
    """`text` is for the applicant and names no other enterprise; `about` is for the official, beside `other`."""

    text: str
    about: str
    other: Application | None = None


def cautions(application: Application, *, for_official: bool = False) -> list[Caution]:
    """Drafts of the enterprise itself are mentioned to the enterprise alone."""
    others = _others(application)
    found = [*_twins(application), *_exclusive(application, others), *_cap(application, others)]
    found += _same_cost(application, others)
    return [one for one in found if not (for_official and one.other and one.other.state == State.DRAFT)]


def _others(application: Application) -> list[Application]:
    """The enterprise's other applications that count, with the day on which support was decided."""
    signed = Decision.objects.filter(application=OuterRef("pk"), is_current=True).values("signed_at")[:1]
    rows = Application.objects.filter(enterprise=application.enterprise_id).exclude(pk=application.pk)
    rows = rows.exclude(state__in=OVER_WITHOUT_MONEY).annotate(signed_at=Subquery(signed))
    found = list(rows.select_related("call__measure").order_by("-pk")[:MOST_OTHERS])
    for row in found:
        # Of the same enterprise: an official's page names it beside each.
        row.enterprise = application.enterprise
    return found


def year_of(application: Application) -> int:
    """The year in which the application is sent: caps and exclusions count by it."""
    return (application.submitted_at or clock.now()).astimezone(clock.now().tzinfo).year


def _granted(application: Application, others: list[Application]) -> list[Application]:
    zone, year = clock.now().tzinfo, year_of(application)
    return [
        other
        for other in others
        if other.granted_fen and other.signed_at and other.signed_at.astimezone(zone).year == year
    ]


def _twins(application: Application) -> list[Caution]:
    """One for each other application and kind, with the first of the values."""
    groups: dict[tuple[int, str], list[Reference]] = {}
    for row in twins(application):
        groups.setdefault((row.application_id, row.kind), []).append(row)
    return [_twin(application, rows) for rows in groups.values()]


def _twin(application: Application, rows: list[Reference]) -> Caution:
    other = rows[0].application
    values = list(dict.fromkeys(row.shown for row in rows))
    shown = _(", ").join(values[:SHOWN])
    if len(values) > SHOWN:
        shown = _("%(shown)s and %(n)s more") % {"shown": shown, "n": len(values) - SHOWN}
    words = {"what": SAME[ReferenceKind(rows[0].kind)], "shown": shown, "number": other.number}
    if other.enterprise_id == application.enterprise_id:
        text = _("Your application %(number)s contains %(what)s: %(shown)s.") % words
    else:
        # Whose it is stays between that enterprise and the officials, and so does its file's name.
        mine = ReferenceKind(rows[0].kind) in {ReferenceKind.FILE, ReferenceKind.ACCOUNT}
        sentence = (
            _("An application of another enterprise contains %(what)s as yours.")
            if mine
            else _("An application of another enterprise contains %(what)s: %(shown)s.")
        )
        text = sentence % words
    return Caution(text, _("%(what)s: %(shown)s") % words, other)


def _exclusive(application: Application, others: list[Application]) -> list[Caution]:
    granted = _granted(application, others)
    excluded = set(application.call.exclusive_measures.values_list("pk", flat=True)) if granted else set()
    return [
        Caution(
            _(
                "Your enterprise was supported under “%(measure)s” in %(year)s (application %(number)s). "
                "This call does not support an enterprise under both in one year."
            )
            % {"measure": other.call.measure.title, "year": year_of(application), "number": other.number},
            _("supported in the same year under a measure that excludes this one"),
            other,
        )
        for other in granted
        if other.call.measure_id in excluded
    ]


def _cap(application: Application, others: list[Application]) -> list[Caution]:
    """What the rule gives, together with what was granted in the year, may be more than the call allows."""
    cap, wanted = application.call.yearly_cap_fen, result_of(application).amount_cny
    if cap is None:
        return []
    granted = sum(other.granted_fen or 0 for other in _granted(application, others))
    if yuan(granted) + (wanted or Decimal(0)) <= yuan(cap):
        return []
    words = {
        "year": year_of(application),
        "granted": format_cny(yuan(granted)),
        "cap": format_cny(yuan(cap)),
        "left": format_cny(yuan(max(cap - granted, 0))),
    }
    text = _(
        "This call allows at most %(cap)s per enterprise and year. In %(year)s your enterprise was granted "
        "%(granted)s, so at most %(left)s can be granted now."
    )
    about = _("yearly cap %(cap)s, granted in %(year)s: %(granted)s, left: %(left)s")
    return [Caution(text % words, about % words)]


def _same_cost(application: Application, others: list[Application]) -> list[Caution]:
    cost = _cost(application)
    if cost is None:
        return []
    return [
        Caution(
            _("Your application %(number)s states a cost of the same amount and day.") % {"number": other.number},
            _("a cost of the same amount and day"),
            other,
        )
        for other in others
        if _cost(other) == cost
    ]


def _cost(application: Application) -> tuple[Any, Any] | None:
    """Amount and day of the cost, where both were given."""
    facts = facts_from_json(application.facts)
    amount, day = facts.get("eligible_cost_cny") or facts.get("items"), facts.get("cost_date")
    return (amount, day) if amount and day else None
