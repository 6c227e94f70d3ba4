"""A notice is built by the division from signed approvals of one call and published as a whole or not at all."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from enterprises.credit.guards import check_before
from enterprises.enums import Masking, Outcome, State
from enterprises.exceptions import NoticeError
from enterprises.models import Application, Call, Notice, NoticeLine
from enterprises.notices.content import content_of, line_of
from enterprises.notices.period import MOST_WORKDAYS, fewest_workdays
from enterprises.snapshots import fingerprint
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.actions import record
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.core.exceptions import PortalError
from portal.core.transactions import all_or_nothing
from portal.reviews.exceptions import StepForbidden
from portal.reviews.flow import next_number

PREFIX = "PN"
# What a page, a signature list and one transaction can bear; a larger set becomes several notices.
MOST_LINES = 500


def ready_for_notice(call: Call | None = None) -> QuerySet[Application]:
    """Signed approvals that stand on no notice yet, in the order of the signatures."""
    ready = Application.objects.filter(
        state=State.DECIDING,
        decisions__is_current=True,
        decisions__outcome=Outcome.APPROVE,
        decisions__signed_at__isnull=False,
    )
    ready = ready if call is None else ready.filter(call=call)
    return ready.order_by("decisions__signed_at", "pk")


def publish(
    call: Call,
    applications: Sequence[Application],
    actor: User,
    *,
    workdays: int,
    masking: str = Masking.STANDARD,
) -> Notice:
    """Raises NoticeError with a sentence; then nothing was published, not for one entry."""
    check_actor_and_days(call, actor, workdays)
    _check(applications)
    for application in applications:
        # Outside the transaction: what a check found is kept even where nothing is published.
        check_before(application_flow.steps["publish_notice"], application, actor)
    with all_or_nothing():
        try:
            notice = write(call, applications, actor, workdays, masking)
        except IntegrityError as error:
            # Somebody else, or the same form sent twice, was first: an application runs on one notice at a time.
            raise NoticeError(
                _("Nothing was published: an entry is on public notice already. Reload the page.")
            ) from error
        for application in applications:
            try:
                application_flow.take(application, "publish_notice", actor, notice=notice)
            except PortalError as error:
                raise NoticeError(_left_out(application, error), application=application.pk) from error
        data = {"number": notice.number, "sha256": notice.sha256, "lines": len(applications)}
        record(scope=f"notice:{notice.pk}", verb="publish", actor=actor, target=notice.number, data=data)
    return notice


def _left_out(application: Application, error: PortalError) -> str:
    return _("Nothing was published. %(number)s can’t go on notice: %(why)s Leave it out and publish again.") % {
        "number": application.number,
        "why": error.message,
    }


def check_actor_and_days(call: Call, actor: User, workdays: int) -> None:
    if not (actor.is_staff and actor.has_role(Role.CASE_MANAGER)):
        raise StepForbidden()
    fewest = fewest_workdays(call)
    if not fewest <= workdays <= MOST_WORKDAYS:
        raise NoticeError(
            _("A notice under this call runs for %(fewest)s to %(most)s working days.")
            % {"fewest": fewest, "most": MOST_WORKDAYS}
        )


def _check(applications: Sequence[Application]) -> None:
    if not applications:
        raise NoticeError(_("Choose at least one application."))
    if len(applications) > MOST_LINES:
        raise NoticeError(_("A notice has at most %(most)s entries: make several.") % {"most": MOST_LINES})


def write(
    call: Call,
    applications: Sequence[Application],
    actor: User,
    workdays: int,
    masking: str,
    *,
    replaces: Notice | None = None,
    why: tuple[str, str] = ("", ""),
) -> Notice:
    """The rows of a notice; `why` it replaces another one, in Chinese and in English."""
    today, number = clock.today(), next_number(PREFIX)
    period: dict[str, Any] = {
        "first_day": today,
        "last_day": add_workdays(today, workdays).on,
        "workdays": workdays,
        "masking": masking,
    }
    lines = [line_of(one, place, masking) for place, one in enumerate(applications, start=1)]
    content = content_of(call, lines, number=number, replaces=replaces.number if replaces else None, **period)
    notice = Notice.objects.create(
        call=call,
        number=number,
        content=content,
        sha256=fingerprint(content),
        published_by=actor,
        published_at=clock.now(),
        is_demo=call.is_demo,
        replaces=replaces,
        why_zh=why[0],
        why_en=why[1],
        **period,
    )
    NoticeLine.objects.bulk_create(
        NoticeLine(notice=notice, application=one, position=line["position"], content=line)
        for one, line in zip(applications, lines, strict=True)
    )
    return notice
