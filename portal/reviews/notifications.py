"""What the clock says: to the applicant at once, to officials in one summary a day."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.core.dates import by_text, day_text, moment_text, number_of
from portal.notifications.actions import tell
from portal.notifications.kinds import declare
from portal.reviews.due import day_of
from portal.reviews.models import Extension, Pause, WorkItem

declare("reviews/paused", _("The clock of a case stands still"))
declare("reviews/resumed", _("The clock of a case runs again"))
declare("reviews/extended", _("The time for a case was extended"))


def paused(item: WorkItem, found: Pause) -> None:
    _tell_reader("paused", item, f"pause:{found.pk}:began", lambda: _words(found))


def resumed(item: WorkItem, found: Pause) -> None:
    _tell_reader("resumed", item, f"pause:{found.pk}:ended", lambda: _words(found))


def extended(item: WorkItem, found: Extension) -> None:
    _tell_reader(
        "extended",
        item,
        f"extension:{found.pk}",
        lambda: {"length": number_of(found.days, item.limit_unit), "reason": found.reason},
    )


def _words(found: Pause) -> dict[str, Any]:
    return {
        "cause": found.get_cause_display(),
        "owner": Role(found.owner).label,
        "note": found.note,
        "since": day_text(day_of(found.since)),
        "until": moment_text(found.until) if found.until else "",
    }


def _tell_reader(name: str, item: WorkItem, key: str, words: Any) -> None:
    """To whom outside the house the case concerns, where there is such a person."""
    from portal.reviews.flow import flows

    flow = flows[item.case.flow]
    case = flow.model().objects.get(pk=item.case_id)
    person = flow.reader_of(case)
    if person is None:
        return
    with translation.override(person.language):
        tell(
            kind=f"reviews/{name}",
            recipient=person,
            dedupe_key=f"clock:{key}",
            url=flow.page_of(case, False),
            case_reference=case.number,
            context={
                "number": case.number,
                "title": flow.title_of(case),
                "due": by_text(item.due_on, item.due_provisional) if item.due_on else "",
                "applicant_acts": item.desk == Role.APPLICANT,
                **words(),
            },
        )
