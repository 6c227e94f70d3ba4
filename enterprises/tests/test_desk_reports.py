"""What leaders read: lengths in working days, ages, corrections, judgements, money; and who may read which."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.desk.reports import figures
from enterprises.desk.reports.durations import STALE_WORKDAYS, Length, lengths
from enterprises.desk.reports.figures import AGES, Period
from enterprises.desk.reports.page import read_period
from enterprises.enums import State
from enterprises.models import Decision
from enterprises.tests.factories import CallFactory, Cast, application_in, cast
from enterprises.tests.test_queue import URL, signed_in
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.calendars.workdays import add_workdays, workdays_between
from portal.core import clock
from portal.reviews.models import Case, Request, RequestLine, WorkItem

pytestmark = pytest.mark.django_db
REPORTS = f"{URL}reports/"


@pytest.fixture
def people() -> Cast:
    return cast()


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.now().tzinfo)


def closed(case: int, desk: str, unit: Unit | None, opened: datetime, ended: datetime) -> None:
    WorkItem.objects.create(
        case_id=case, flow="application", desk=desk, unit=unit, state=State.ACCEPTED, opened_at=opened, closed_at=ended
    )


def section(user: User, slug: str, address: str = "") -> list[list[str]]:
    found = {one.slug: one for one in signed_in(user).get(REPORTS + address).context["sections"]}
    return [[cell.text for cell in row] for row in found[slug].rows]


def test_lengths_are_working_days_of_the_calendar(people: Cast) -> None:
    """Compared with the portal's own counting over a holiday, a swapped Saturday and both ends of a day."""
    row, unit = application_in(State.SUBMITTED, people=people), Unit.objects.get(code="QD-COM")
    spans = [
        (at(2026, 9, 28), at(2026, 10, 12)),
        (at(2026, 9, 18, 23), at(2026, 9, 21, 0)),
        (at(2026, 9, 18, 0), at(2026, 9, 18, 23)),
        (at(2026, 2, 10), at(2026, 3, 2)),
    ]
    for opened, ended in spans:
        closed(row.pk, Role.CASE_MANAGER, unit, opened, ended)
    expected: dict[int, int] = {}
    for opened, ended in spans:
        used = workdays_between(opened.date(), ended.date())
        expected[used] = expected.get(used, 0) + 1
    assert len(expected) > 2
    [found] = lengths(at(2026, 1, 1), at(2026, 10, 31), unit.pk)
    assert (found.counts, found.stale) == (expected, 0)
    # Out of the period, of another unit, the applicant's own time: none of it counts.
    assert lengths(at(2026, 10, 13), at(2026, 10, 31), unit.pk) == []
    assert lengths(at(2026, 1, 1), at(2026, 10, 31), unit.pk + 10_000) == []
    WorkItem.objects.filter(closed_at__isnull=False).update(desk=Role.APPLICANT)
    assert lengths(at(2026, 1, 1), at(2026, 10, 31)) == []


def test_forgotten_cases_do_not_ruin_the_rest(people: Cast) -> None:
    row, unit = application_in(State.SUBMITTED, people=people), Unit.objects.get(code="QD-COM")
    for _ in range(9):
        closed(row.pk, Role.CASE_MANAGER, unit, at(2026, 11, 2), at(2026, 11, 4))
    for years in (1, 3):
        closed(row.pk, Role.CASE_MANAGER, unit, at(2026 - years, 1, 5), at(2026, 11, 4))
    [found] = lengths(at(2026, 11, 1), at(2026, 11, 30), unit.pk)
    assert (found.number, found.percentile(0.5), found.percentile(0.9), found.stale) == (9, 2, 2, 2)


@pytest.mark.parametrize(
    ("counts", "median", "ninth"),
    [({}, None, None), ({3: 1}, 3, 3), ({1: 5, 10: 5}, 1, 10), ({1: 9, 40: 1}, 1, 1), ({0: 1, 2: 1, 4: 1}, 2, 4)],
)
def test_the_percentile_is_the_nearest_rank(counts: dict[int, int], median: int | None, ninth: int | None) -> None:
    one = Length("accepted", "case_mgr", 1, counts)
    assert (one.percentile(0.5), one.percentile(0.9)) == (median, ninth)


def test_the_backlog_has_each_open_case_in_one_age(people: Cast) -> None:
    for days in (0, 8, 20, 40, 120, 400):
        row = application_in(State.ACCEPTED, people=people)
        item = WorkItem.objects.filter(case_id=row.pk, closed_at=None)
        item.update(opened_at=clock.now() - timedelta(days=days))
    application_in(State.CORRECTION, people=people)
    [found] = figures.backlog(None)
    assert [found[f"age{number}"] for number in range(len(AGES) + 1)] == [1, 1, 1, 1, 1, 1]
    assert (found["desk"], found["total"]) == (Role.CASE_MANAGER, 6)
    assert figures.backlog(people.district.posts.get().unit_id) == []


def test_the_load_says_who_has_how_much_and_what_is_late(people: Cast) -> None:
    """Three with the division: overdue, due on the third working day, due on the fourth; one that nobody has taken."""
    today = clock.today()
    days = (today - timedelta(1), add_workdays(today, 3).on, add_workdays(today, 4).on, add_workdays(today, 20).on)
    for day in days:
        row = application_in(State.ACCEPTED, people=people)
        holder = None if day == days[-1] else people.case_manager
        WorkItem.objects.filter(case_id=row.pk, closed_at=None).update(due_on=day, holder=holder)
    application_in(State.CORRECTION, people=people)
    assert [row[1:] for row in section(people.leader, "load")] == [["4", "1", "1"]]
    officials = section(people.leader, "load-officials")
    assert [[row[0], *row[2:]] for row in officials] == [
        [str(people.case_manager), "3", "1", "1"], ["Nobody yet", "1", "0", "0"],
    ]  # fmt: skip
    html = signed_in(people.leader).get(REPORTS).content.decode()
    assert "4 (1 overdue, 1 soon)" in html
    # By team and by official: one overdue case each, and the square of the legend.
    assert html.count('class="chart-part-urgent"') == 4
    assert figures.load(people.district.posts.get().unit_id) == []


def test_the_load_of_each_official_is_for_those_who_lead(people: Cast) -> None:
    application_in(State.ACCEPTED, people=people)
    for user, sees in ((people.leader, True), (people.finance, False), (people.case_manager, False)):
        slugs = {one.slug for one in signed_in(user).get(REPORTS).context["sections"]}
        assert ("load" in slugs, "load-officials" in slugs) == (True, sees)


def test_corrections_are_counted_by_field_and_call(people: Cast) -> None:
    call, other = CallFactory(), CallFactory()
    for one in (call, call, other):
        application_in(State.CORRECTION, people=people, call=one)
    RequestLine.objects.create(request=RequestLine.objects.first().request, target="paper:D99", why="x")
    for _ in range(2):
        application_in(State.SUBMITTED, people=people, call=call)
    # What another procedure asks for belongs to another desk's report.
    abroad = Case.objects.create(
        flow="talent_case", number="TA-2026-000001", state="returned", unit=people.case_manager.posts.get().unit
    )
    asked = Request.objects.create(case=abroad, asked_by=people.case_manager)
    RequestLine.objects.create(request=asked, target="field:passport", why="x")
    rows = section(people.leader, "corrections")
    assert [row[1:] for row in rows] == [["3", "2", "1"], ["1", "1", "–"]]
    assert rows[1][0] == "D99"
    html = signed_in(people.leader).get(REPORTS).content.decode()
    # A larger share of fewer applications is the darker one: 1 of 1, then 2 of 4.
    assert html.count("heat-4") == 1
    assert 'heat-2">2</td>' in html


def test_how_reviewers_judge_is_for_leadership_and_supervision(people: Cast) -> None:
    first = application_in(State.PUBLICITY, people=people)
    application_in(State.REJECTED, people=people)
    Decision.objects.filter(application=first).update(amount_fen=first.computed_fen * 3 // 4)
    assert section(people.leader, "spread") == [[str(people.case_manager), "2", "1", "50", "25.0"]]
    assert [row[2:] for row in section(people.leader, "spread")] == [["1", "50", "25.0"]]
    for user in (people.case_manager, people.finance):
        client = signed_in(user)
        assert "How reviewers judge" not in client.get(REPORTS).content.decode()
        assert "text/html" in client.get(f"{REPORTS}?file=spread")["Content-Type"]
    for user in (people.district, people.expert, people.auditor):
        assert signed_in(user).get(REPORTS).status_code == 403


def test_the_money_of_the_calls(people: Cast) -> None:
    call = CallFactory(code="CALL-X")
    row = application_in(State.APPROVED, people=people, call=call)
    amount = f"{row.granted_fen // 100:,}"
    assert section(people.finance, "burn") == [["CALL-X", "1,000,000", amount, "0", "8"]]
    assert [line[1:] for line in section(people.finance, "months")] == [[f"{amount} / 0"] * 2]
    assert section(people.finance, "burn", "?to=2020-02-01") == []


def test_each_table_is_a_file_too(people: Cast) -> None:
    application_in(State.APPROVED, people=people, call=CallFactory(code="=CALL"))
    answer = signed_in(people.leader).get(f"{REPORTS}?file=burn")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode("utf-8-sig").splitlines()[1].startswith("'=CALL,")


def test_the_period_is_read_with_care() -> None:
    today = clock.today()
    assert read_period({}, []) == Period(today - timedelta(days=365), today)
    assert read_period({"from": "x", "to": "9999-12-31", "unit": "7"}, []) == Period(today - timedelta(days=365), today)
    assert read_period({"from": "2025-05-01", "to": "2025-04-01"}, []) == Period(date(2025, 4, 1), date(2025, 4, 1))
    assert read_period({"from": "1999-01-01"}, []).first == today - timedelta(days=731)
    assert Period(date(2026, 1, 1), date(2026, 1, 1)).start.astimezone(UTC).hour == 16


def test_as_many_queries_for_one_case_as_for_many(people: Cast) -> None:
    client, counts = signed_in(people.leader), []
    for number in (1, 4):
        for state in (State.PUBLICITY, State.CORRECTION):
            for _ in range(number):
                application_in(state, people=people)
        with CaptureQueriesContext(connection) as queries:
            client.get(REPORTS)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
    assert AGES[-1] == STALE_WORKDAYS
