"""Which rows each tab of the talent desk's queue reads: stretches of an index, never past a page (see
`enterprises.desk.lanes`, which reads and counts them)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from enterprises.desk.lanes import Source, held_by, labelled
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.models import Case, WorkItem
from talent.case_querysets import desks_of
from talent.cases.enums import FINAL_STATES, CaseState, InquiryState
from talent.desk.access import desk_places
from talent.desk.query import Query
from talent.models import TalentCase

FLOW, INQUIRIES = "talent_case", "talent_inquiry"
# What the desk has to do; a case with a partner authority waits, a drafted letter is somebody's to sign.
HANDLED = (CaseState.SUBMITTED, CaseState.ACCEPTED, CaseState.CHECKING)
AT_DESK = (*HANDLED, CaseState.WITH_PARTNER, CaseState.LETTER_DRAFTED)
WITH_PARTIES = (CaseState.RETURNED, CaseState.ISSUED)


def source_of(user: User, query: Query, soon: date) -> Source:
    today = clock.today()
    if query.tab in ("waiting", "closed"):
        states = WITH_PARTIES if query.tab == "waiting" else sorted(FINAL_STATES)
        return _cases(user, states, query, newest_first=query.tab == "closed")
    if query.tab == "inquiries":
        return _inquiries(user, query)
    due: dict[str, Any] = {}
    if query.tab == "overdue":
        due = {"due_on__lt": today}
    elif query.tab == "soon":
        due = {"due_on__gte": today, "due_on__lte": soon}
    states = {"sign": (CaseState.LETTER_DRAFTED,), "partner": (CaseState.WITH_PARTNER,), "team": AT_DESK}
    return _items(user, states.get(query.tab, HANDLED), query, due)


def counted(user: User, soon: date) -> dict[str, Source]:
    """The tabs without the filters, and what was dealt with this month: all counted in one query."""
    tabs = ("mine", "team", "overdue", "soon", "waiting", "sign", "partner", "inquiries", "closed")
    first = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return {tab: source_of(user, Query(tab=tab), soon) for tab in tabs} | {"done": _done(user, first)}


def _items(user: User, states: Iterable[str], query: Query, due: dict[str, Any]) -> Source:
    """By due date. A lane for each state, because an index is walked in its order only where the state is given."""
    wanted = [state for state in states if query.state in ("", state)]
    lanes = []
    for where in desk_places(user):
        for state in wanted:
            lane = WorkItem.objects.filter(flow=FLOW, closed_at=None, state=state, **where, **due)
            if query.kind:
                lane = lane.filter(topic=query.kind)
            if query.tab == "mine":
                lane = lane.filter(Q(holder=user) | Q(holder=None))
            lanes.append(_held(lane, query))
    return Source(_narrowed(user, lanes, "case_id", query), order="due_on", case="case_id")


def _cases(user: User, states: Iterable[str], query: Query, *, newest_first: bool) -> Source:
    """By the last move: those first that have stood there longest, or the latest."""
    lanes = []
    for state in states:
        if query.state not in ("", state):
            continue
        lane = Case.objects.filter(flow=FLOW, state=state)
        if query.kind:
            lane = lane.filter(Exists(TalentCase.objects.filter(pk=OuterRef("pk"), kind=query.kind)))
        if query.holder is not None:
            lane = lane.filter(**held_by(query.holder))
        lanes += [lane.filter(**where) for where in _units(user)]
    return Source(_narrowed(user, lanes, "pk", query), order="moved_at", case="pk", newest_first=newest_first)


def _units(user: User) -> list[dict[str, Any]]:
    return [{"unit": unit} for unit in sorted(desks_of(user), key=str)]


def _inquiries(user: User, query: Query) -> Source:
    """The cases about which somebody asks, by the day by which the answer is due."""
    about = "case__inquiry__about"
    lanes = [
        WorkItem.objects.filter(flow=INQUIRIES, closed_at=None, state=InquiryState.OPEN, **where)
        for where in desk_places(user)
    ]
    lanes = [_held(lane, query) for lane in lanes]
    return Source(_narrowed(user, lanes, about, query), order="due_on", case=about)


def _done(user: User, since: datetime) -> Source:
    """What the person's desks have closed since then."""
    lanes = [
        WorkItem.objects.filter(flow=FLOW, closed_at__gte=since, **where)
        for where in desk_places(user)
        if "unit" in where
    ]
    return Source(tuple(lanes), order="closed_at", case="case_id")


def _held(lane: QuerySet, query: Query) -> QuerySet:
    return lane if query.holder is None else lane.filter(holder=query.holder or None)


def _narrowed(user: User, lanes: list[QuerySet], case: str, query: Query) -> tuple[QuerySet, ...]:
    if query.label is not None:
        lanes = labelled(user, lanes, case, query.label)
    if not query.district:
        return tuple(lanes)
    # A value of each row that is walked, and no condition that PostgreSQL turns round to begin with all cases there.
    there = TalentCase.objects.filter(pk=OuterRef(case)).values("employer__district__code")[:1]
    return tuple(lane.alias(district=Subquery(there)).filter(district=query.district) for lane in lanes)
