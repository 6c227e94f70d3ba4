"""An enterprise's file at the desk: facts with source and day, figures, members, applications and awards, claims."""

from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.desk.access import districts_of, keeps_registry, on_the_desk
from enterprises.enums import ClaimState, Figure, State
from enterprises.facts_of import history, lines
from enterprises.figures import shown, unit_of
from enterprises.models import Claim, Enterprise, Membership
from portal.accounts.models import User
from portal.core import clock
from portal.core.dates import day_text
from portal.core.keys import read_key
from portal.core.money import format_cny, yuan

CASES_SHOWN = CLAIMS_SHOWN = 20
# Where the money that was granted stands.
AWARDED = (State.APPROVED, State.SUSPENDED, State.PAID, State.EVALUATED)
CLAIM_TONES = {ClaimState.OPEN: "sand", ClaimState.GRANTED: "pine", ClaimState.REFUSED: "tile"}


def found(request: HttpRequest, pk: str | int) -> Enterprise:
    """404 for what does not exist for this person."""
    rows = Enterprise.objects.visible_to(request.user).select_related("district__within", "zone")
    return get_object_or_404(rows, pk=read_key(str(pk)))


def enterprise_file(request: HttpRequest, pk: str) -> dict[str, Any]:
    """The context of the page; as many queries for a long history as for none."""
    enterprise, user = found(request, pk), request.user
    keeps = keeps_registry(user)
    cases = on_the_desk(user).filter(enterprise=enterprise)
    return {
        "title": enterprise.name,
        "enterprise": enterprise,
        "counts": counts_text(enterprise),
        "counted_by": _counted_by(enterprise),
        "keeps": keeps,
        "lines": lines(enterprise),
        "history": history(enterprise),
        "figures": _figures(enterprise, keeps),
        "members": _members(enterprise, named=keeps or bool(districts_of(user))),
        "cases": _cases(cases),
        "case_count": cases.count(),
        "awarded": _awarded(cases),
        "claims": _claims(user, enterprise),
        "list_url": reverse("admin:enterprises_enterprise_changelist"),
        "correct_url": reverse("admin:enterprises_enterprise_correct", args=[enterprise.pk]) if keeps else "",
        "verify_url": reverse("admin:enterprises_enterprise_verify", args=[enterprise.pk]) if keeps else "",
    }


def counts_text(enterprise: Enterprise) -> dict[str, str]:
    """Whether it counts as a market entity of digital trade, in words."""
    day = enterprise.counts_from
    if day is None:
        return {"text": _("not counted as a market entity"), "tone": "plain"}
    if day > clock.today():
        return {"text": _("counts from %(day)s on") % {"day": day_text(day)}, "tone": "sand"}
    return {"text": _("counted since %(day)s") % {"day": day_text(day)}, "tone": "pine"}


def _counted_by(enterprise: Enterprise) -> dict[str, Any] | None:
    """Who said last whether it counts, and from where they had it."""
    row = enterprise.fact_rows.filter(code="counts_from").select_related("recorded_by").order_by("-pk").first()
    return row and {"source": row.get_source_display(), "as_of": row.as_of, "who": row.recorded_by}


def _figures(enterprise: Enterprise, keeps: bool) -> list[dict[str, Any]]:
    """Figure by figure, the newest year first; each with the link to verify it."""
    address = reverse("admin:enterprises_enterprise_verify", args=[enterprise.pk]) if keeps else ""
    rows = enterprise.figures.select_related("declared_by", "verified_by")
    order = list(Figure)
    ordered = sorted(rows, key=lambda row: (-row.year, order.index(Figure(row.code))))
    return [
        {
            "row": row,
            "declared": shown(row.declared),
            "verified": shown(row.verified),
            "differs": row.declared is not None and row.verified is not None and row.declared != row.verified,
            "unit": unit_of(row.code),
            "url": f"{address}?year={row.year}&code={row.code}" if keeps else "",
        }
        for row in ordered
    ]


def _members(enterprise: Enterprise, *, named: bool) -> list[dict[str, Any]]:
    """Whole names for whoever writes to them; the others need to know only which roles are filled."""
    today = clock.today()
    rows = Membership.objects.filter(enterprise=enterprise).select_related("user").order_by("role", "pk")
    return [
        {
            "name": str(row.user) if named and row.user.name else masked(row.user.name or row.user.email),
            "email": masked_address(row.user.email),
            "role": row.get_role_display(),
            "ends_on": row.ends_on,
            "over": not row.is_active(today),
        }
        for row in rows
    ]


def masked(name: str) -> str:
    return f"{name[:1]}**"


def masked_address(email: str) -> str:
    local, _at, domain = email.partition("@")
    return f"{local[:1]}***@{domain}"


def _cases(cases: Any) -> list[dict[str, Any]]:
    rows = cases.select_related("call__measure").order_by("-moved_at", "-pk")[:CASES_SHOWN]
    return [
        {
            "url": reverse("admin:enterprises_application_change", args=[row.pk]),
            "number": row.number,
            "measure": row.call.measure.title,
            "state": row.state_label,
            "tone": row.tone,
            "granted": "" if row.granted_cny is None else format_cny(row.granted_cny),
        }
        for row in rows
    ]


def _awarded(cases: Any) -> str:
    total = cases.filter(state__in=AWARDED).aggregate(total=Sum("granted_fen"))["total"]
    return format_cny(yuan(total)) if total else ""


def _claims(user: User, enterprise: Enterprise) -> list[dict[str, Any]]:
    rows = Claim.objects.visible_to(user).filter(enterprise=enterprise).select_related("claimant")
    return [
        {
            "url": reverse("admin:enterprises_claim_change", args=[row.pk]),
            "number": row.number,
            "who": masked(row.claimant.name or row.claimant.email),
            "state": row.state_label,
            "tone": CLAIM_TONES.get(ClaimState(row.state), "plain"),
            "at": row.moved_at,
        }
        for row in rows.order_by("-pk")[:CLAIMS_SHOWN]
    ]
