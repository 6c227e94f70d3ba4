"""The officials' queue: who sees which rows, in which order, at what cost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enterprises.desk import lanes
from enterprises.desk.lanes import HANDLED, WAITING, Filters
from enterprises.desk.query import Query, read_query
from enterprises.desk.queue import PAGE
from enterprises.enums import State
from enterprises.models import Application
from enterprises.tests.factories import (
    LAOSHAN,
    SHINAN,
    CallFactory,
    Cast,
    DistrictFactory,
    EnterpriseFactory,
    UserFactory,
    application_in,
    cast,
    district_unit,
    official,
)
from enterprises.workflow import application_flow
from portal.accounts.enums import SIGNERS, Role
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.models import WorkItem

pytestmark = pytest.mark.django_db
URL = "/en/admin/enterprises/application/"
NUMBER = re.compile(r'<th scope="row"><a href="[^"]+">(QD-\d{4}-\d{6})</a>')


@pytest.fixture
def people() -> Cast:
    return cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def numbers(user: User, address: str = "") -> list[str]:
    response = signed_in(user).get(URL + address)
    assert response.status_code == 200
    return NUMBER.findall(response.content.decode())


def due(application: Application, days: int) -> None:
    WorkItem.objects.filter(case_id=application.pk, closed_at=None).update(due_on=clock.today() + timedelta(days=days))


def _desks(desk: Any, target: str) -> frozenset[str]:
    """Where a step can lead: a draft to any role of a chain, a review to the auditor or the division."""
    if not callable(desk):
        return frozenset({desk})
    return SIGNERS if target == State.DECIDING else frozenset({Role.AUDITOR, Role.CASE_MANAGER})


def test_every_stop_of_the_flow_is_somebodys_to_do() -> None:
    """A desk at which a case can come to lie shows it, or it only waits for its day there."""
    for step in application_flow.steps.values():
        if step.desk is None or step.desk == Role.APPLICANT:
            continue
        roles = _desks(step.desk, step.target)
        for role in roles:
            assert step.target in HANDLED[role] or WAITING.get(role) == step.target, step.target
            assert step.within is not None, "the queue is ordered by due dates"


def test_a_work_item_tells_what_its_list_is_narrowed_by(people: Cast) -> None:
    """At every stop: the authority, the day and the amount of the application."""
    rows = [application_in(state, people=people).pk for state in State if state != State.EXPERT_REVIEW]
    for item in WorkItem.objects.filter(case_id__in=rows, closed_at=None):
        application = Application.objects.get(pk=item.case_id)
        told = (item.place_id, item.filed_at, item.amount_fen)
        assert told == (application.unit_id, application.submitted_at, application.computed_fen), application.state
        assert application.state == State.DRAFT or (item.filed_at and item.amount_fen)


def test_the_most_urgent_stands_first(people: Cast) -> None:
    rows = [application_in(State.SUBMITTED, people=people) for _ in range(3)]
    for row, days in zip(rows, (5, -1, 0), strict=True):
        due(row, days)
    assert numbers(people.district) == [rows[1].number, rows[2].number, rows[0].number]
    assert numbers(people.district, "?tab=overdue") == [rows[1].number]
    assert numbers(people.district, "?due=today") == [rows[2].number]
    page = signed_in(people.district).get(URL).content.decode()
    assert "Overdue ·" in page
    assert '<span class="chip tile">Today</span>' in page


def test_each_desk_has_what_lies_with_it(people: Cast) -> None:
    found = {state: application_in(state, people=people).number for state in State if state != State.EXPERT_REVIEW}
    assert numbers(people.district) == [found[State.SUBMITTED]]
    # What is paid lies with the applicant, who reports on it.
    mine = {State.ACCEPTED, State.FORMAL_REVIEW, State.VERIFICATION, State.OBJECTION}
    assert set(numbers(people.case_manager)) == {found[state] for state in mine}
    assert set(numbers(people.finance)) == {
        found[state] for state in (State.APPROVED, State.SUSPENDED, State.RECOVERING)
    }
    assert numbers(people.leader) == [found[State.DECIDING]]
    assert numbers(people.expert) == []
    for user in (people.case_manager, people.district):
        assert numbers(user, "?tab=waiting") == [found[State.CORRECTION]]
        assert numbers(user, "?tab=sign") == [found[State.DECIDING]]
        assert numbers(user, "?tab=notice") == [found[State.PUBLICITY]]
    closed = {State.LAPSED, State.NOT_ACCEPTED, State.EVALUATED, State.RECOVERED, State.REJECTED, State.WITHDRAWN}
    assert set(numbers(people.leader, "?tab=closed")) == {found[state] for state in closed}
    assert numbers(people.case_manager, f"?q={found[State.DRAFT]}") == []


def test_another_district_sees_nothing_of_it(people: Cast) -> None:
    """In every list and by every way to search; the city sees both districts and can pick one."""
    here = [application_in(state, people=people) for state in (State.SUBMITTED, State.CORRECTION, State.LAPSED)]
    elsewhere = official(Role.DISTRICT, district_unit(SHINAN))
    others = EnterpriseFactory(district=DistrictFactory(code=SHINAN))
    there = application_in(State.SUBMITTED, enterprise=others)
    for address in ("", "?tab=waiting", "?tab=closed", f"?q={here[0].number}", f"?q={here[0].enterprise.credit_code}"):
        assert not {row.number for row in here} & set(numbers(elsewhere, address))
    assert numbers(elsewhere) == [there.number]
    accepted = application_in(State.ACCEPTED, people=people)
    assert numbers(people.case_manager, f"?district={accepted.unit_id}") == [accepted.number]
    assert numbers(people.case_manager, f"?district={there.unit_id}") == []


def test_what_a_colleague_holds_is_not_mine(people: Cast) -> None:
    mine, free, theirs = (application_in(State.SUBMITTED, people=people) for _ in range(3))
    colleague = official(Role.DISTRICT)
    WorkItem.objects.filter(case_id=mine.pk, closed_at=None).update(holder=people.district)
    WorkItem.objects.filter(case_id=theirs.pk, closed_at=None).update(holder=colleague)
    assert set(numbers(people.district)) == {mine.number, free.number}
    assert set(numbers(people.district, "?view=desk")) == {mine.number, free.number, theirs.number}


def test_filters_narrow_the_list(people: Cast) -> None:
    call = CallFactory()
    accepted = application_in(State.ACCEPTED, people=people, call=call)
    reviewed = application_in(State.FORMAL_REVIEW, people=people)
    manager = people.case_manager
    assert set(numbers(manager)) == {accepted.number, reviewed.number}
    assert numbers(manager, f"?call={call.pk}") == [accepted.number]
    assert numbers(manager, "?state=formal_review") == [reviewed.number]
    assert numbers(manager, f"?call={call.pk}&state=formal_review") == []
    assert numbers(manager, f"?district={accepted.unit_id}&state=accepted&tab=overdue") == []


def test_search_by_what_is_at_hand(people: Cast) -> None:
    enterprise = EnterpriseFactory(name="海风示例科技有限公司")
    wanted = application_in(State.ACCEPTED, people=people, enterprise=enterprise)
    application_in(State.SUBMITTED, people=people)
    serial = str(int(wanted.number[-6:]))
    for words in (wanted.number, wanted.number.lower(), serial, enterprise.credit_code, "海风示例"):
        assert numbers(people.district, f"?q={words}") == [wanted.number], words
    assert len(numbers(people.district, f"?q={wanted.number[:-4]}")) == 2
    assert numbers(people.district, "?q=%25") == []


@pytest.mark.parametrize(
    "address",
    [
        "?after=2026-11-25~x",
        "?tab=closed&after=2026-11-25~3",
        "?after=2026-11-25T10:00:00%2B08:00~3",
        "?before=9999-99-99~1",
        "?tab=nothing&state=nothing&call=abc&district=99999999999999999999",
        "?q=" + "9" * 300,
    ],
)
def test_an_address_that_makes_no_sense_is_the_plain_list(people: Cast, address: str) -> None:
    assert signed_in(people.district).get(URL + address).status_code == 200


def test_address_and_query_agree() -> None:
    query = Query(tab="closed", whole_desk=True, call=3, state="rejected", place=7)
    with translation.override("en"):
        parts = dict(part.split("=") for part in query.url().partition("?")[2].split("&"))
    assert read_query(parts) == query


def test_paging_shows_each_row_once(people: Cast) -> None:
    """Forwards and back again, although many rows share a due date."""
    call = CallFactory()
    rows = [application_in(State.SUBMITTED, people=people, call=call) for _ in range(PAGE + 4)]
    for place, row in enumerate(rows):
        due(row, place // 9)
    client = signed_in(people.district)
    first = client.get(URL).content.decode()
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following is not None
    second = client.get(following[1].replace("&amp;", "&")).content.decode()
    shown = NUMBER.findall(first) + NUMBER.findall(second)
    assert shown == [row.number for row in rows]
    assert 'rel="next"' not in second
    back = re.search(r'href="([^"]+)" rel="prev"', second)
    assert back is not None
    assert NUMBER.findall(client.get(back[1].replace("&amp;", "&")).content.decode()) == NUMBER.findall(first)


def test_lanes_are_merged_in_order(people: Cast) -> None:
    """Two posts, one list: each row once, by due date, whatever the size of a page."""
    both = official(Role.DISTRICT)
    both.posts.create(unit=people.case_manager.posts.get().unit, role=Role.CASE_MANAGER)
    states = (State.SUBMITTED, State.ACCEPTED) * 3
    rows = [application_in(state, people=people) for state in states]
    for place, row in enumerate(rows):
        due(row, place // 2)
    source = lanes.to_do(User.objects.get(pk=both.pk), Filters())
    found, place = [], None
    while page := lanes.read(source, 2, place):
        found += [case for case, _place in page]
        place = page[-1][1]
    expected = WorkItem.objects.open().order_by("due_on", "pk").values_list("case_id", flat=True)
    assert found == list(expected)


@pytest.mark.parametrize("role", ["district", "case_manager", "root"])
def test_as_many_queries_for_one_row_as_for_thirty(people: Cast, role: str) -> None:
    state = State.ACCEPTED if role == "case_manager" else State.SUBMITTED
    user = UserFactory(is_staff=True, is_superuser=True) if role == "root" else getattr(people, role)
    call, client = CallFactory(), signed_in(user)
    application_in(state, people=people, call=call)
    counts = []
    for more in (0, PAGE - 1):
        for _ in range(more):
            application_in(state, people=people, call=call)
        # What the filters offer is asked once in a while.
        assert client.get(URL).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            response = client.get(URL)
        assert len(NUMBER.findall(response.content.decode())) == more + 1
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
    assert len(response.content) <= 60 * 1024


def test_chosen_cases_are_taken_together(people: Cast) -> None:
    """Only those that lie free at a desk of mine."""
    free, theirs, elsewhere = (
        application_in(s, people=people) for s in (State.SUBMITTED, State.SUBMITTED, State.ACCEPTED)
    )
    colleague = official(Role.DISTRICT)
    WorkItem.objects.filter(case_id=theirs.pk, closed_at=None).update(holder=colleague)
    rows = (free, theirs, elsewhere)
    form = {"batch": "1", "deed": "take", "chosen": [*(row.pk for row in rows), "x"]}
    response = signed_in(people.district).post(URL, form, follow=True)
    results = [(row["number"], row["text"]) for row in response.context["rows"]]
    assert results == [(free.number, "Done"), (theirs.number, "Not done"), (elsewhere.number, "Not done")]
    holders = [WorkItem.objects.get(case_id=row.pk, closed_at=None).holder for row in rows]
    assert holders == [people.district, colleague, None]


def test_counts_stop_at_the_cap(people: Cast) -> None:
    """A count never reads further than CAP rows, and says so."""
    application = application_in(State.SUBMITTED, people=people)
    item = WorkItem.objects.get(case_id=application.pk, closed_at=None)
    source = lanes.to_do(people.district, Filters())
    assert lanes.count(people.district, {"one": source}) == {"one": 1}
    assert f"LIMIT {lanes.CAP}" in str(source.lanes[0].order_by("due_on", "pk")[: lanes.CAP].query)
    assert item.unit_id == district_unit(LAOSHAN).pk


def test_officials_begin_with_the_queue(people: Cast) -> None:
    assert signed_in(people.district).get("/en/admin/").url == URL
