"""What experts are told. One message a day and call, however many applications it brings; one for each stand-in."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from enterprises.models import Sheet
from enterprises.telling import tell_about
from portal.core import clock
from portal.notifications.kinds import declare

declare("enterprises/scoring_asked", _("Applications wait for your score"))
declare("enterprises/scoring_stand_in", _("You stand in for another expert"))


def asked_to_score(sheets: Sequence[Sheet]) -> None:
    """Those who stand in are told of their application; the others of the call."""
    told: set[tuple[int, int]] = set()
    for sheet in sheets:
        if sheet.stands_in_for_id is not None:
            _tell("scoring_stand_in", sheet, f"expert-stands-in:{sheet.application_id}:{sheet.expert_id}")
            continue
        key = sheet.expert_id, sheet.application.call_id
        if key not in told:
            told.add(key)
            _tell("scoring_asked", sheet, f"expert-asked:{key[1]}:{key[0]}:{clock.today().isoformat()}")


def _tell(name: str, sheet: Sheet, dedupe_key: str) -> None:
    page = ("admin:enterprises_sheet_changelist",)
    tell_about(sheet.application, sheet.expert.user, f"enterprises/{name}", dedupe_key, page)
