"""Which rows each tab of the queue reads."""

from datetime import date, datetime

from enterprises.desk import lanes
from enterprises.desk.lanes import Source
from enterprises.desk.query import Query
from enterprises.enums import State
from portal.accounts.models import User
from portal.core import clock
from portal.notifications.models import Message

SOON_WORKDAYS = 3


def source_of(user: User, query: Query, soon: date | None = None) -> Source:
    today = clock.today()
    if query.tab == "overdue":
        return lanes.to_do(user, query.filters, due_on__lt=today)
    if query.tab == "waiting":
        return lanes.running(user, State.CORRECTION, query.filters)
    if query.tab == "sign":
        return lanes.to_sign(user, query.filters)
    if query.tab == "notice":
        return lanes.running(user, State.PUBLICITY, query.filters)
    if query.tab == "closed":
        return lanes.finished(user, query.filters)
    if query.due == "today":
        return lanes.to_do(user, query.filters, due_on=today)
    if query.due == "soon":
        return lanes.to_do(user, query.filters, due_on__gte=today, due_on__lte=soon)
    return lanes.to_do(user, query.filters)


def counted_sources(user: User, query: Query, soon: date) -> dict[str, Source]:
    """What the tiles and tabs of this page count: without the filters, so that they stay put."""
    whole = query.whole_desk
    # How many cases are closed tells nobody what to do.
    names = ("overdue", "waiting", "notice")
    return {tab: source_of(user, Query(tab=tab, whole_desk=whole)) for tab in names} | {
        "today": source_of(user, Query(due="today", whole_desk=whole)),
        "soon": source_of(user, Query(due="soon", whole_desk=whole), soon),
        "done": lanes.dealt_with(user, month_start()),
        "failed": Source((Message.objects.failed(),), order="created_at", case="pk"),
    }


def month_start() -> datetime:
    return clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
