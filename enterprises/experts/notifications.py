"""What experts are told. One message a day and call, however many applications it brings; one for each stand-in."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from enterprises.models import Sheet
from portal.core import clock
from portal.notifications.actions import tell
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
    person, application = sheet.expert.user, sheet.application
    with translation.override(person.language):
        tell(
            kind=f"enterprises/{name}",
            recipient=person,
            dedupe_key=dedupe_key,
            url=reverse("admin:enterprises_sheet_changelist"),
            case_reference=application.number,
            context={
                "name": person.name or person.email,
                "number": application.number,
                "measure": application.call.measure.title,
            },
        )
