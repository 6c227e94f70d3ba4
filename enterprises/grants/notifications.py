"""What enterprises and officials are told about awards without application. One function a message."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from enterprises.enums import RULING_ROLES
from enterprises.models import Enterprise, GrantLine, GrantRun, Membership
from portal.accounts.models import User
from portal.core import clock
from portal.core.money import format_cny
from portal.notifications.actions import Letter, tell_each, tell_many
from portal.notifications.kinds import declare

# Each starts a term or carries a decision, so none can be switched off.
declare("grants/offer", _("A support is offered to your enterprise without application"))
declare("grants/reminder", _("An offer to your enterprise ends soon"))
declare("grants/lapsed", _("An offer to your enterprise lapsed"))
declare("grants/not_entitled", _("The data of an offer were looked at again"))
declare("grants/contested", _("An enterprise says that the data of an offer are wrong"))

MOST = 500


def offers(run: GrantRun) -> int:
    """Those of the run that were not told yet, some hundred at a time; how many lines. The beat finds the rest."""
    untold = GrantLine.objects.filter(run=run.pk, offered_at__isnull=False, told_at=None)
    lines = list(untold.select_related("call__measure").order_by("pk")[:MOST])
    tell_each(kind="grants/offer", letters=_letters(lines, "offer"))
    GrantLine.objects.filter(pk__in=[line.pk for line in lines]).update(told_at=clock.now())
    return len(lines)


def reminders(lines: Iterable[GrantLine]) -> None:
    tell_each(kind="grants/reminder", letters=_letters(list(lines), "reminder"))


def lapsed(lines: Iterable[GrantLine]) -> None:
    tell_each(kind="grants/lapsed", letters=_letters(list(lines), "lapsed"))


def not_entitled(line: GrantLine) -> None:
    tell_each(kind="grants/not_entitled", letters=_letters([line], "not_entitled"))


def contested(line: GrantLine) -> None:
    """To whoever prepared the run."""
    tell_many(
        kind="grants/contested",
        recipients=[line.run.prepared_by],
        dedupe_key=f"grant:{line.pk}:contested:{line.corrections.count()}",
        url=reverse("admin:enterprises_grantrun_line", args=[line.run_id, line.pk]),
        context={"enterprise": line.name, "code": line.credit_code, "run": str(line.run)},
    )


def _letters(lines: list[GrantLine], name: str) -> Iterator[Letter]:
    """Owners and legal representatives; an enterprise without any is told when somebody claims it."""
    people = rulers_of([line.credit_code for line in lines])
    for line in lines:
        for enterprise, person in people.get(line.credit_code, []):
            # The day tells a renewed offer from the first one.
            key = f"grant:{line.pk}:{name}:{line.offered_at or line.answered_at:%Y%m%d%H%M%S}:{person.pk}"
            yield Letter(
                context=_facts(line, person),
                language=person.language,
                dedupe_key=key,
                recipient=person,
                url=reverse("enterprises:org_offer", args=[enterprise.pk, line.pk]),
            )


def rulers_of(codes: list[str]) -> dict[str, list[tuple[Enterprise, User]]]:
    """By credit code; one query."""
    found: dict[str, list[tuple[Enterprise, User]]] = {}
    rows = Membership.objects.active().filter(enterprise__credit_code__in=codes, role__in=RULING_ROLES)
    for row in rows.filter(user__is_active=True).select_related("user", "enterprise").order_by("pk"):
        found.setdefault(row.enterprise.credit_code, []).append((row.enterprise, row.user))
    return found


def _facts(line: GrantLine, person: User) -> dict[str, object]:
    with translation.override(person.language):
        return {
            "enterprise": line.name,
            "measure": line.call.measure.title,
            "call": line.call.code,
            "amount": format_cny(line.amount_cny) if line.amount_cny is not None else "",
            "until": formats.date_format(line.answer_by, "DATE_FORMAT") if line.answer_by else "",
        }
