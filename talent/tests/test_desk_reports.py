"""Times and causes of delay: lengths by stage and kind, ages, and for whom cases waited."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enterprises.tests.factories import official
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.models import WorkItem
from talent.cases.enums import CaseKind, CaseState
from talent.models import TalentCase
from talent.tests.cases import TalentCast, talent_case_in, talent_cast

pytestmark = pytest.mark.django_db
URL = "/en/admin/talent/talentcase/reports/?from=2026-03-01&to=2026-03-31"
S = CaseState


@pytest.fixture
def people() -> TalentCast:
    translation.activate("en")
    return talent_cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=clock.now().tzinfo)


def closed(case: TalentCase, state: str, first: int, last: int, desk: str = Role.TALENT_DESK) -> None:
    """A stretch in March 2026, which begins with a Sunday and has no holidays."""
    unit = None if desk == Role.APPLICANT else case.unit
    WorkItem.objects.create(
        case=case,
        flow=case.flow,
        desk=desk,
        unit=unit,
        state=state,
        topic=case.kind,
        opened_at=at(3, first),
        closed_at=at(3, last),
    )


def table(user: User, slug: str) -> list[list[str]]:
    found = {one.slug: one for one in signed_in(user).get(URL).context["sections"]}
    return [[cell.text for cell in row] for row in found[slug].rows]


def test_times_are_told_by_stage_and_kind_without_the_parties_own(people: TalentCast) -> None:
    case = talent_case_in(S.CHECKING, people)
    other = talent_case_in(S.CHECKING, people, CaseKind.INVITATION)
    for last in (3, 4, 6):
        closed(case, S.CHECKING, 2, last)
    closed(other, S.CHECKING, 2, 13)
    closed(case, S.RETURNED, 2, 20, Role.APPLICANT)
    assert table(people.desk, "times") == [
        ["Being checked", "Invitation letter", "1", "9", "9", "0"],
        ["Being checked", "Recommendation for an R visa", "3", "2", "4", "0"],
    ]


def test_causes_add_up_to_the_time_that_cases_took(people: TalentCast) -> None:
    case = talent_case_in(S.CHECKING, people)
    closed(case, S.CHECKING, 2, 4)
    closed(case, S.WITH_PARTNER, 4, 10)
    closed(case, S.RETURNED, 10, 12, Role.APPLICANT)
    # Before a case is sent and once its letter lies there, nobody is kept waiting.
    closed(case, S.DRAFT, 2, 20, Role.APPLICANT)
    closed(case, S.ISSUED, 12, 30, Role.APPLICANT)
    row = table(people.desk, "causes")
    assert row == [["Recommendation for an R visa", "3", "2 (25 %)", "4 (50 %)", "2 (25 %)"]]


def test_what_lies_open_is_told_by_age(people: TalentCast) -> None:
    talent_case_in(S.CHECKING, people)
    talent_case_in(S.RETURNED, people)
    rows = table(people.desk, "backlog")
    assert sorted(row[1] for row in rows) == ["1", "1"]


def test_tables_are_handed_out_as_files_to_the_desk_alone(people: TalentCast) -> None:
    case = talent_case_in(S.CHECKING, people)
    closed(case, S.CHECKING, 2, 4)
    file = signed_in(people.desk).get(f"{URL}&file=causes")
    assert file["Content-Type"].startswith("text/csv")
    assert "Recommendation" in file.content.decode("utf-8-sig")
    for role in (Role.CASE_MANAGER, Role.LEADERSHIP, Role.DISCIPLINE):
        assert signed_in(official(role)).get(URL).status_code == 403


def test_more_cases_cost_no_more_queries(people: TalentCast) -> None:
    client = signed_in(people.desk)

    def cost() -> int:
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        return len(queries)

    case = talent_case_in(S.CHECKING, people)
    closed(case, S.CHECKING, 2, 4)
    few = cost()
    for kind in CaseKind:
        closed(talent_case_in(S.CHECKING, people, kind), S.CHECKING, 2, 9)
    assert cost() == few
