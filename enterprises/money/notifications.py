"""What is told of the money beside the moves of a case: one function a message."""

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from enterprises.models import Application
from enterprises.telling import tell_applicant
from portal.accounts.models import User
from portal.core import clock
from portal.notifications.actions import tell_many
from portal.notifications.kinds import declare
from portal.reviews.models import WorkItem

declare("enterprises/ledger_differs", _("The ledger of the funds does not agree"))
declare("enterprises/report_due", _("A performance report is due"))


def ledger_differs(lines: list[str]) -> None:
    """To the administrators, once a day for as long as it is so."""
    tell_many(
        kind="enterprises/ledger_differs",
        recipients=User.objects.filter(is_superuser=True, is_active=True).order_by("pk"),
        dedupe_key=f"ledger:{clock.today()}",
        context={"lines": lines, "day": formats.date_format(clock.today())},
    )


def report_due(application: Application, item: WorkItem, days: int) -> bool:
    """So many days before the report is due; once for each of them, unless the day itself is moved."""
    return tell_applicant(
        application,
        "enterprises/report_due",
        f"report:{item.pk}:{item.due_on}:{days}",
        ("enterprises:report", application.number),
        due=lambda: formats.date_format(item.due_on),
        provisional=item.due_provisional,
        days=days,
    )
