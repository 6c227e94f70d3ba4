"""Where the queue's rows come from: stretches of an index, read in the index's order and never past a limit.

A lane is one such stretch: one desk in one unit, or one state. However many applications there are, a page costs
the rows that it shows. Nothing here counts further than CAP.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from enterprises.desk.access import desks_of, districts_of, sees_city
from enterprises.desk_enums import DeskCode
from enterprises.enums import FINAL, State
from enterprises.models import Application, CaseLabel, DeskColumns, Label
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.core.money import fen
from portal.reviews.models import Case, WorkItem

FLOW = "application"
CAP = 100
# What each desk has to do.
HANDLED: dict[str, tuple[str, ...]] = {
    Role.DISTRICT: (State.SUBMITTED,),
    Role.CASE_MANAGER: (
        State.ACCEPTED,
        State.FORMAL_REVIEW,
        State.VERIFICATION,
        State.DECIDING,
        State.OBJECTION,
        State.PAID,
    ),
    Role.EXPERT: (State.EXPERT_REVIEW,),
    Role.AUDITOR: (State.VERIFICATION,),
    Role.LEADERSHIP: (State.DECIDING,),
    Role.FINANCE: (State.APPROVED, State.SUSPENDED, State.RECOVERING, State.DECIDING),
    # What only signs, where a call's chain names it.
    Role.JOINT_DEPARTMENT: (State.DECIDING,),
}
# What lies at a desk and only waits for its day.
WAITING: dict[str, str] = {Role.CASE_MANAGER: State.PUBLICITY}


@dataclass(frozen=True)
class Filters:
    """What narrows a list: only what is mine or nobody's, one call, one state, one accepting authority, one label of
    a unit of one's own, one holder (0: nobody), days of submission, computed amounts in yuan."""

    mine: bool = False
    call: int | None = None
    state: str = ""
    place: int | None = None
    label: int | None = None
    holder: int | None = None
    sent_from: date | None = None
    sent_to: date | None = None
    amount_from: int | None = None
    amount_to: int | None = None

    def _figures(self, filed: str, amount: str) -> dict[str, Any]:
        asked = {
            f"{filed}__gte": _midnight(self.sent_from) if self.sent_from else None,
            f"{filed}__lt": _midnight(self.sent_to + timedelta(days=1)) if self.sent_to else None,
            f"{amount}__gte": None if self.amount_from is None else fen(self.amount_from),
            f"{amount}__lte": None if self.amount_to is None else fen(self.amount_to),
        }
        return {name: value for name, value in asked.items() if value is not None}

    def of_application(self) -> dict[str, Any]:
        return self._figures("submitted_at", "computed_fen")

    def of_item(self) -> dict[str, Any]:
        """The same of an open work item, which keeps what it is narrowed by."""
        there = {} if self.place is None else {"place": self.place}
        return there | self._figures("filed_at", "amount_fen")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.now().tzinfo)


@dataclass(frozen=True)
class Source:
    """Lanes of one kind, with the column they are ordered by: a due date or the last move."""

    lanes: tuple[QuerySet, ...]
    order: str
    case: str
    newest_first: bool = False


@dataclass(frozen=True)
class Place:
    """Where a row stands in its list: the value that orders it and the key that breaks ties."""

    value: date | datetime
    pk: int


def to_do(user: User, filters: Filters, **due: Any) -> Source:
    """What lies at the person's desks, the most urgent first; `due` narrows the due date."""
    wanted = _item_conditions(user, filters) | due
    lanes = [_at_desk(_items(wanted, filters), role, filters).filter(**where) for role, where in _desks(user)]
    return Source(tuple(_of_items(user, lanes, filters)), order="due_on", case="case_id")


def to_sign(user: User, filters: Filters) -> Source:
    """Drafts that wait for a signature; the districts see the cases that are being decided."""
    if not sees_city(user):
        return running(user, State.DECIDING, filters)
    lane = _items(_item_conditions(user, Filters(call=filters.call)), filters).filter(desk=Role.LEADERSHIP)
    return Source(tuple(_of_items(user, [lane], filters)), order="due_on", case="case_id")


def running(user: User, state: str, filters: Filters) -> Source:
    """Cases in a state, wherever they lie, those first that have stood there longest."""
    wanted = _item_conditions(user, Filters(call=filters.call))
    lanes = [lane.filter(**_of_item(wanted)) for lane in _in_state(user, state, filters)]
    return _cases(_of_cases(user, lanes, filters))


def finished(user: User, filters: Filters) -> Source:
    lanes: list[QuerySet] = []
    for state in _states(sorted(FINAL), filters):
        lanes += _in_state(user, state, filters)
    if filters.call is not None:
        lanes = [lane.filter(application__call_id=filters.call) for lane in lanes]
    return _cases(_of_cases(user, lanes, filters), newest_first=True)


def dealt_with(user: User, since: datetime) -> Source:
    """The work items that the person's desks have closed since then."""
    lanes = [
        WorkItem.objects.filter(flow=FLOW, closed_at__gte=since, **where)
        for _role, where in _desks(user)
        if "unit" in where
    ]
    return Source(tuple(lanes), order="closed_at", case="case_id")


def read(source: Source, size: int, place: Place | None = None, *, backwards: bool = False) -> list[tuple[int, Place]]:
    """Up to `size` cases after a place (or before it), each with its own place; in the list's order."""
    rows = written(source, size, place, backwards=backwards)
    return placed(list(rows) if rows is not None else [], backwards=backwards)


def written(source: Source, size: int, place: Place | None = None, *, backwards: bool = False) -> QuerySet | None:
    """The query of a page; None where no lane leads to anything."""
    descending = source.newest_first != backwards
    pieces = [piece for lane in source.lanes for piece in _pieces(lane, source.order, place, descending, size)]
    return _merged(pieces, source.order, source.case, descending, size) if pieces else None


def placed(rows: list[tuple], *, backwards: bool = False) -> list[tuple[int, Place]]:
    found = [(row[-1], Place(row[0], row[1])) for row in rows]
    return found[::-1] if backwards else found


@dataclass(frozen=True)
class Counting:
    """How a person's lanes are counted: one statement, and which of its numbers belongs to which source."""

    names: tuple[str, ...]
    lanes: tuple[str, ...]
    sql: str
    params: tuple[Any, ...]


def counting(user: User, sources: Mapping[str, Source]) -> Counting:
    """Written once for a person and a day, because its SQL takes longer than its answer."""
    parts = [
        (name, _Capped(lane.order_by(source.order, "pk").values("pk")[:CAP]))
        for name, source in sources.items()
        for lane in source.lanes
    ]
    renamed = {f"n{number}": part for number, (_name, part) in enumerate(parts)}
    # The person's own columns come along: the queue asks for them on every page.
    own = {f"own_{desk}": Subquery(_columns(user, desk)) for desk in DeskCode}
    asked = User.objects.filter(pk=user.pk).annotate(**own, **renamed).values_list(*own, *renamed)
    sql, params = asked.query.sql_with_params()
    return Counting(tuple(sources), tuple(name for name, _part in parts), sql, params)


def _columns(user: User, desk: str) -> QuerySet:
    return DeskColumns.objects.filter(user=user.pk, desk=desk).values("columns")[:1]


def counted(user: User, how: Counting) -> dict[str, int]:
    """How many rows each source has, up to CAP."""
    with connection.cursor() as cursor:
        cursor.execute(how.sql, how.params)
        found = cursor.fetchone()
    columns, numbers = found[: len(DeskCode)], found[len(DeskCode) :]
    kept = zip(DeskCode, columns, strict=True)
    user.own_columns = {desk: json.loads(own) if own else None for desk, own in kept}  # type: ignore[attr-defined]
    totals = dict.fromkeys(how.names, 0)
    for name, value in zip(how.lanes, numbers, strict=True):
        totals[name] += value
    return {name: min(total, CAP) for name, total in totals.items()}


def count(user: User, sources: Mapping[str, Source]) -> dict[str, int]:
    """One query for all of them."""
    return counted(user, counting(user, sources))


class _Capped(Subquery):
    """How many rows a sliced queryset has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


def _desks(user: User) -> list[tuple[str, dict[str, Any]]]:
    """The desks in question: each post's role and unit; every desk for who administers without a post."""
    # Experts work by their sheets (`enterprises.experts`), not by cases that lie at a desk of theirs.
    work = [(role, unit) for role, unit in desks_of(user) if role in HANDLED and role != Role.EXPERT]
    held = [(role, {"desk": role, "unit": unit}) for role, unit in work]
    if user.is_superuser and not held:
        return [(role, {"desk": role}) for role in HANDLED]
    return held


def _at_desk(lane: QuerySet, role: str, filters: Filters) -> QuerySet:
    """Few conditions, because planners multiply them as if role, unit and state had nothing to do with each other."""
    if filters.state:
        return lane.filter(state=filters.state)
    return lane.exclude(state=WAITING[role]) if role in WAITING else lane


def _states(states: Iterable[str], filters: Filters) -> list[str]:
    return [state for state in states if filters.state in ("", state)]


def _items(wanted: dict[str, Any], filters: Filters) -> QuerySet:
    rest = {name: value for name, value in wanted.items() if name != "holder"}
    lane = WorkItem.objects.filter(flow=FLOW, closed_at=None, **rest)
    return lane.filter(Q(holder=wanted["holder"]) | Q(holder=None)) if "holder" in wanted else lane


def _item_conditions(user: User, filters: Filters) -> dict[str, Any]:
    """What is asked of the open item. Who has no desk of their own has nothing that is only theirs."""
    wanted: dict[str, Any] = {}
    if filters.mine and any("unit" in where for _role, where in _desks(user)):
        wanted["holder"] = user
    if filters.call is not None:
        wanted["topic"] = str(filters.call)
    return wanted


def _of_items(user: User, lanes: Iterable[QuerySet], filters: Filters) -> list[QuerySet]:
    if filters.holder is not None:
        lanes = [lane.filter(holder=filters.holder or None) for lane in lanes]
    lanes = [lane.filter(**filters.of_item()) for lane in lanes]
    return labelled(user, lanes, "case_id", filters.label) if filters.label is not None else lanes


def _of_cases(user: User, lanes: Iterable[QuerySet], filters: Filters) -> list[QuerySet]:
    if filters.holder is not None:
        lanes = [lane.filter(**held_by(filters.holder)) for lane in lanes]
    lanes = labelled(user, lanes, "pk", filters.label) if filters.label is not None else list(lanes)
    asked = filters.of_application()
    if not asked:
        return lanes
    # Asked of each row and not joined: the planner may walk the lane, or begin with the few that are wanted.
    return [lane.filter(Exists(Application.objects.filter(pk=OuterRef("pk"), **asked))) for lane in lanes]


def labelled(user: User, lanes: Iterable[QuerySet], case: str, label: int) -> list[QuerySet]:
    """With this label, which is one of the person's: that is asked once and not of each row."""
    own = Label.objects.visible_to(user).filter(pk=label)
    cases = CaseLabel.objects.filter(label=label).values("case")
    return [lane.filter(Exists(own), **{f"{case}__in": cases}) for lane in lanes]


def held_by(holder: int) -> dict[str, Any]:
    """Asked of the open item of a case; 0: nobody."""
    return {"work_items__closed_at": None, "work_items__holder": holder or None}


def _of_item(wanted: dict[str, Any]) -> dict[str, Any]:
    """The same conditions, asked of the open item of a case."""
    return {f"work_items__{name}": value for name, value in wanted.items()} | (
        {"work_items__closed_at": None} if wanted else {}
    )


def _in_state(user: User, state: str, filters: Filters) -> list[QuerySet]:
    """One lane for the whole city, or one for each district the person works in."""
    lane = Case.objects.filter(flow=FLOW, state=state)
    if filters.state not in ("", state):
        return []
    if sees_city(user):
        return [lane.filter(unit=filters.place) if filters.place is not None else lane]
    return [lane.filter(unit=unit) for unit in districts_of(user) if filters.place in (None, unit)]


def _cases(lanes: Iterable[QuerySet], *, newest_first: bool = False) -> Source:
    return Source(tuple(lanes), order="moved_at", case="pk", newest_first=newest_first)


def _sort(order: str, descending: bool) -> list[str]:
    return [f"-{order}", "-pk"] if descending else [order, "pk"]


def _pieces(lane: QuerySet, order: str, place: Place | None, descending: bool, size: int) -> list[QuerySet]:
    """Rows after a place are those of the same value with a later key, and those of a later value: two stretches."""
    sort = _sort(order, descending)
    if place is None:
        return [lane.order_by(*sort)[:size]]
    later = "lt" if descending else "gt"
    same = lane.filter(**{order: place.value, f"pk__{later}": place.pk})
    beyond = lane.filter(**{f"{order}__{later}": place.value})
    return [same.order_by(*sort)[:size], beyond.order_by(*sort)[:size]]


def _merged(pieces: list[QuerySet], order: str, case: str, descending: bool, size: int) -> QuerySet:
    columns = dict.fromkeys((order, "pk", case))
    if len(pieces) == 1:
        return pieces[0].values_list(*columns)
    everything = pieces[0].model.objects.order_by()
    parts = [everything.filter(pk__in=piece.values("pk")).values_list(*columns) for piece in pieces]
    return parts[0].union(*parts[1:], all=True).order_by(*_sort(order, descending))[:size]


def fits(place: Place, source: Source) -> bool:
    """A list by due date is continued from a day, the others from a moment."""
    return (source.order == "due_on") != isinstance(place.value, datetime)
