"""The check on site: one auditor writes it, another confirms it, and the confirmed cost bounds the amount."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.drafting import lock_case
from enterprises.enums import State
from enterprises.evaluation import keep_result
from enterprises.models import Application, SiteCheck
from enterprises.permissions import is_auditor, lies_with_auditor
from enterprises.review.exceptions import ReviewRefused
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.exceptions import StepForbidden
from portal.reviews.flow import Move

may_check_site = is_auditor & lies_with_auditor


def site_check_of(application: Application) -> SiteCheck | None:
    return SiteCheck.objects.filter(application=application).select_related("first", "second").first()


def write_site_check(
    application: Application, user: User, *, on: date, place: str, eligible_fen: int, result: str, findings: str
) -> SiteCheck:
    """Write it, or write it anew while nobody has confirmed it; whoever writes is the first of the two."""
    with transaction.atomic():
        _lock(application, user)
        if on > clock.today():
            raise ReviewRefused(_("The day on site lies in the future."))
        if SiteCheck.objects.filter(application=application).exclude(second=None).exists():
            raise ReviewRefused(_("The report of the site check is confirmed: it stands as it is."))
        values = {"first": user, "on": on, "place": place.strip(), "eligible_fen": eligible_fen, "result": result}
        values |= {"findings": findings.strip(), "written_at": clock.now()}
        written, _new = SiteCheck.objects.update_or_create(application=application, defaults=values)
        record(scope=f"case:{application.pk}", verb="write_site_check", actor=user, target=application.number)
    return written


def confirm_site_check(application: Application, user: User, *, seen: str) -> None:
    """By another person than the first, who was on site as well; `seen` is the mark of the report on the page."""
    with transaction.atomic():
        _lock(application, user)
        written = site_check_of(application)
        if written is None or written.second_id is not None:
            raise ReviewRefused(_("There is no report that waits for a confirmation."))
        if written.first_id == user.pk:
            raise ReviewRefused(_("You wrote this report: the second person on site must confirm it."))
        if written.mark != seen:
            raise ReviewRefused(_("The report was written anew since you opened the page. Read it again."))
        SiteCheck.objects.filter(pk=written.pk, second=None).update(second=user, confirmed_at=clock.now())
        record(scope=f"case:{application.pk}", verb="confirm_site_check", actor=user, target=application.number)


def _lock(application: Application, user: User) -> None:
    if not may_check_site(user, application):
        raise StepForbidden()
    lock_case(application, (State.VERIFICATION,))
    if not may_check_site(user, application):
        raise StepForbidden()


def two_people_were_on_site(application: Application, user: User | None, data: dict[str, Any]) -> None:
    """At least two people on site (by analogy with 行政许可法 art. 34)."""
    written = site_check_of(application)
    if written is None:
        raise ReviewRefused(_("Write the report of the site check first."))
    if written.second_id is None:
        raise ReviewRefused(_("The second person on site must confirm the report first."))


def take_over_cost(move: Move) -> None:
    """The amount anew, with the cost that was confirmed: it bounds what can be decided."""
    application: Application = move.case
    application.forget("result", "confirmed_cost")
    keep_result(application)
    Application.objects.filter(pk=application.pk).update(
        computed_fen=application.computed_fen,
        rule_verdict=application.rule_verdict,
        rule_counts=application.rule_counts,
    )
