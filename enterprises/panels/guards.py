"""A decision under a call that meets in a panel is the one that the panel froze."""

from typing import Any

from django.utils.translation import gettext as _

from enterprises.enums import Outcome
from enterprises.exceptions import PanelError
from enterprises.models import Application, PanelLine
from portal.accounts.models import User
from portal.core.money import format_cny, yuan


def panel_has_met(application: Application, user: User | None, data: dict[str, Any]) -> None:
    """Support goes to whom the panel put above the line, and no higher than it did; to refuse stays possible."""
    if not application.call.meets_in_panel:
        return
    frozen = PanelLine.objects.filter(application=application, panel__frozen_at__isnull=False)
    line = frozen.order_by("-panel__frozen_at", "-pk").first()
    if line is None:
        raise PanelError(_("The panel of this call has not met yet: its frozen list drafts the decision."))
    if data.get("outcome") != Outcome.APPROVE:
        return
    if not line.is_supported:
        raise PanelError(_("The panel put this application below the line (rank %(n)s).") % {"n": line.position})
    if data.get("amount_fen", 0) > line.amount_fen:
        most = format_cny(yuan(line.amount_fen))
        raise PanelError(_("The panel gave %(most)s, so the decision can’t give more.") % {"most": most})
