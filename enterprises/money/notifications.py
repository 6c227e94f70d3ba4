"""What is told of the money beside the moves of a case: one function a message."""

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core import clock
from portal.notifications.actions import tell_many
from portal.notifications.kinds import declare

declare("enterprises/ledger_differs", _("The ledger of the funds does not agree"))


def ledger_differs(lines: list[str]) -> None:
    """To the administrators, once a day for as long as it is so."""
    tell_many(
        kind="enterprises/ledger_differs",
        recipients=User.objects.filter(is_superuser=True, is_active=True).order_by("pk"),
        dedupe_key=f"ledger:{clock.today()}",
        context={"lines": lines, "day": formats.date_format(clock.today())},
    )
