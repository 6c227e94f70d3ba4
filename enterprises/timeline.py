"""One timeline: what happened, who must act now and by when, what is next."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.enums import State
from enterprises.limits import stage_limit
from enterprises.models import Application
from enterprises.permissions import current_item
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.core.dates import by_text, moment_text, number_of
from portal.reviews.flow import Limit
from portal.reviews.models import Transition

# The way ahead, as the applicant is told of it: the stage, who does it, within what time.
AHEAD = (
    (State.SUBMITTED, _("Acceptance"), Role.DISTRICT, stage_limit("acceptance")),
    (State.ACCEPTED, _("Check of the documents"), Role.CASE_MANAGER, stage_limit("formal")),
    (State.VERIFICATION, _("Verification of figures"), Role.CASE_MANAGER, stage_limit("audit")),
    (State.DECIDING, _("Decision"), Role.LEADERSHIP, stage_limit("decision")),
    (State.PUBLICITY, _("Public notice"), Role.CASE_MANAGER, stage_limit("publicity")),
    (State.APPROVED, _("Payment"), Role.FINANCE, stage_limit("payment")),
    (State.PAID, _("Performance report"), Role.APPLICANT, stage_limit("performance")),
)
# Where each state stands on that way.
PLACE = {
    State.DRAFT: -1,
    State.SUBMITTED: 0,
    State.CORRECTION: 0,
    State.ACCEPTED: 1,
    State.FORMAL_REVIEW: 1,
    State.EXPERT_REVIEW: 2,
    State.VERIFICATION: 2,
    State.DECIDING: 3,
    State.PUBLICITY: 4,
    State.OBJECTION: 4,
    State.APPROVED: 5,
    State.SUSPENDED: 5,
    State.PAID: 6,
}


@dataclass(frozen=True)
class Event:
    """A line of the timeline. `kind` is done, now or next."""

    kind: str
    title: Any
    who: Any = ""
    at: datetime | None = None
    due: date | None = None
    provisional: bool = False
    limit: Limit | None = None
    note: str = ""


def timeline(application: Application, *, official: bool = False) -> list[Event]:
    """Two queries, however many events: the moves that the reader may see, and the open item."""
    moves = application.transitions.select_related("actor")
    if not official:
        moves = moves.filter(visible=True)
    events = [_past(move, application, official) for move in moves]
    item = current_item(application)
    if item is not None:
        events.append(
            Event(
                "now",
                application.state_label if official else application.reader_state,
                who=who_acts(application, official=official),
                due=None if item.paused_at else item.due_on,
                provisional=item.due_provisional,
                note=item.why_paused,
            )
        )
    return events + _ahead(application, official)


def _past(move: Transition, application: Application, official: bool) -> Event:
    step = application_flow.steps[move.step]
    who = (move.actor or _("the portal, by the clock")) if official else _office(move, application)
    return Event("done", step.done, who=who, at=move.at, note=move.comment)


def _office(move: Transition, application: Application) -> Any:
    """The applicant reads the office, not the official's name."""
    if move.actor is None:
        return _("the portal, by the clock")
    if move.actor_id == application.applicant_id or move.step in {"submit", "resubmit", "withdraw", "submit_report"}:
        return _("you")
    return (
        application.unit if move.step in {"accept", "refuse", "request_correction"} else _("Qingdao Bureau of Commerce")
    )


def who_acts(application: Application, *, official: bool = False) -> Any:
    item = current_item(application)
    if item is None:
        return ""
    return _applicant(official) if item.desk == Role.APPLICANT else (item.unit or item.get_desk_display())


def _applicant(official: bool) -> Any:
    return Role.APPLICANT.label if official else _("you")


def _ahead(application: Application, official: bool) -> list[Event]:
    if application.is_final:
        return []
    place = PLACE.get(State(application.state), len(AHEAD))
    return [
        Event("next", title, who=_applicant(official) if role == Role.APPLICANT else role.label, limit=of(application))
        for _state, title, role, of in AHEAD[place + 1 :]
    ]


def shown(events: list[Event], *, acting: bool) -> list[dict[str, Any]]:
    """The events as the timeline component reads them; `acting` marks that the reader must act now."""
    states = {"done": "done", "now": "current", "next": "next"}
    return [
        {
            "title": event.title,
            "state": states[event.kind],
            "note": event.who,
            "when": _when(event),
            "tone": "tile" if acting else "sea",
        }
        for event in events
    ]


def _when(event: Event) -> str:
    if event.at:
        return f"{moment_text(event.at)} · {event.note}" if event.note else moment_text(event.at)
    if event.kind == "now" and event.note:
        return _("the clock stands still: %(why)s") % {"why": event.note}
    if event.due:
        return by_text(event.due, event.provisional)
    if event.limit:
        return _("within %(time)s") % {"time": number_of(event.limit.n, event.limit.unit)}
    return ""
