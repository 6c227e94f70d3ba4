"""What still lies ahead while a case waits for its applicant: by when, if they answer today or on the last day.

Every later stage is counted at its full limit, so a date here is the latest that the promises allow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.enums import State
from enterprises.limits import StageLimit, acceptance_again, stage_limit
from enterprises.models import Application
from enterprises.permissions import current_item
from portal.accounts.enums import Role
from portal.calendars.workdays import Calendar, Due
from portal.core import clock
from portal.core.dates import day_text
from portal.reviews.due import day_of
from portal.reviews.flow import Limit
from portal.reviews.models import WorkItem

# The stages of an application in their order; the experts only where they are asked.
STAGES: tuple[tuple[State, Any, StageLimit], ...] = (
    (State.ACCEPTED, gettext_lazy("Check of the documents"), stage_limit("formal")),
    (State.EXPERT_REVIEW, gettext_lazy("Expert review"), stage_limit("expert")),
    (State.VERIFICATION, gettext_lazy("Verification of figures"), stage_limit("audit")),
    (State.DECIDING, gettext_lazy("Decision"), stage_limit("decision")),
    (State.PUBLICITY, gettext_lazy("Public notice"), stage_limit("publicity")),
    (State.APPROVED, gettext_lazy("Payment"), stage_limit("payment")),
)
REACHED = {State.ACCEPTED: 0, State.FORMAL_REVIEW: 0, State.EXPERT_REVIEW: 1, State.VERIFICATION: 2, State.DECIDING: 3}


@dataclass(frozen=True)
class Ahead:
    title: Any
    today: Due
    latest: Due | None


def waits_for_applicant(application: Application, item: WorkItem | None) -> bool:
    """A correction to be answered, or a clock that stands still until the applicant does something."""
    if item is None or item.due_on is None:
        return False
    if item.paused_at:
        return item.pauses.filter(until=None, owner=Role.APPLICANT).exists()
    return item.desk == Role.APPLICANT and application.state == State.CORRECTION


def forecast(application: Application) -> list[Ahead]:
    item = current_item(application)
    if item is None or not waits_for_applicant(application, item):
        return []
    calendar = Calendar.load()
    if application.state == State.CORRECTION:
        answers = (clock.today(), item.due_on if item.due_on >= clock.today() else None)
        limits = [(_("Acceptance"), acceptance_again(application)), *_later(application, 0)]
    else:
        answers = (clock.today(), None)
        rest = _left(item, calendar)
        limits = [(application.reader_state, rest), *_later(application, REACHED.get(State(application.state), 5) + 1)]
    today, latest = ([*_chain(start, limits, calendar)] if start else [None] * len(limits) for start in answers)
    return [Ahead(title, one, other) for (title, _limit), one, other in zip(limits, today, latest, strict=True)]


def _later(application: Application, first: int) -> list[tuple[Any, Limit]]:
    competitive = application.call.is_competitive
    return [
        (title, of(application)) for state, title, of in STAGES[first:] if competitive or state != State.EXPERT_REVIEW
    ]


def _left(item: WorkItem, calendar: Calendar) -> Limit:
    """What is left of a clock that stands still, counted from the day on which it runs again."""
    left = calendar.lost_in(day_of(item.paused_at), item.due_on, item.limit_unit)
    unit = "workday" if item.limit_unit == "workday" else "day"
    return Limit(max(left, 0), unit, item.limit_kind)


def _chain(start: date, limits: list[tuple[Any, Limit]], calendar: Calendar) -> Iterator[Due]:
    for _title, limit in limits:
        due = calendar.due_on(start, limit.n, limit.unit)
        yield due
        start = due.on


def shown(ahead: list[Ahead]) -> list[dict[str, str]]:
    """For the table on both pages."""
    return [
        {"title": str(one.title), "today": _text(one.today), "latest": _text(one.latest) if one.latest else ""}
        for one in ahead
    ]


def _text(due: Due) -> str:
    text = day_text(due.on)
    return _("%(day)s, provisional") % {"day": text} if due.provisional else text
