"""What is told of the money beside the moves of a case: one function a message."""

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from enterprises.models import Application
from portal.accounts.models import User
from portal.core import clock
from portal.notifications.actions import tell, tell_many
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
    person = application.applicant
    with translation.override(person.language):
        told = tell(
            kind="enterprises/report_due",
            recipient=person,
            dedupe_key=f"report:{item.pk}:{item.due_on}:{days}",
            url=reverse("enterprises:report", args=[application.number]),
            case_reference=application.number,
            context={
                "name": person.name or person.email,
                "number": application.number,
                "measure": application.call.measure.title,
                "enterprise": application.enterprise.name,
                "due": formats.date_format(item.due_on),
                "provisional": item.due_provisional,
                "days": days,
            },
        )
    return told is not None
