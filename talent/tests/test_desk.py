"""The talent desk's queue: who sees which cases, in which tab and order, at what cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enterprises.tests.factories import PostFactory, UnitFactory, UserFactory, official
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.models import WorkItem
from talent.cases.enums import CaseKind, CaseState
from talent.desk.queue import PAGE
from talent.models import Person, TalentCase
from talent.tests.cases import TalentCast, agreed, draft, move, talent_case_in, talent_cast
from talent.tests.people import make_person

pytestmark = pytest.mark.django_db
URL = "/en/admin/talent/talentcase/"
NUMBER = re.compile(r'<th scope="row"><a href="[^"]+">([A-Z]{2}-\d{4}-\d{6}[^<]*)</a>')
S = CaseState


@pytest.fixture
def people() -> TalentCast:
    translation.activate("en")
    return talent_cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def numbers(user: User, address: str = "") -> list[str]:
    response = signed_in(user).get(URL + address)
    assert response.status_code == 200
    return NUMBER.findall(response.content.decode())


def due(case: TalentCase, days: int) -> None:
    WorkItem.objects.filter(case_id=case.pk, closed_at=None).update(due_on=clock.today() + timedelta(days=days))


def in_each_tab(user: User) -> dict[str, list[str]]:
    tabs = ("mine", "team", "overdue", "soon", "waiting", "sign", "partner", "closed")
    return {tab: numbers(user, f"?tab={tab}") for tab in tabs}


def test_each_case_stands_in_the_tabs_that_it_belongs_to(people: TalentCast) -> None:
    states = (S.DRAFT, S.SUBMITTED, S.RETURNED, S.CHECKING, S.WITH_PARTNER, S.LETTER_DRAFTED, S.ISSUED, S.REFUSED)
    cases = {state: talent_case_in(state, people) for state in states}
    for place, case in enumerate(cases.values()):
        due(case, 30 + place)
    due(cases[S.SUBMITTED], -1)
    number = {state: case.number for state, case in cases.items()}
    assert in_each_tab(people.second) == {
        "mine": [number[S.SUBMITTED], number[S.CHECKING]],
        "team": [number[S.SUBMITTED], number[S.CHECKING], number[S.WITH_PARTNER], number[S.LETTER_DRAFTED]],
        "overdue": [number[S.SUBMITTED]],
        "soon": [],
        "waiting": [number[S.RETURNED], number[S.ISSUED]],
        "sign": [number[S.LETTER_DRAFTED]],
        "partner": [number[S.WITH_PARTNER]],
        "closed": [number[S.REFUSED]],
    }


def test_my_work_is_what_i_hold_or_nobody_holds(people: TalentCast) -> None:
    free, held = talent_case_in(S.SUBMITTED, people), talent_case_in(S.CHECKING, people)
    WorkItem.objects.filter(case_id=held.pk, closed_at=None).update(holder=people.second)
    assert numbers(people.desk) == [free.number]
    assert sorted(numbers(people.second)) == sorted([free.number, held.number])


def test_filters_stay_and_narrow(people: TalentCast) -> None:
    talent_case_in(S.SUBMITTED, people)
    wanted = talent_case_in(S.CHECKING, people, CaseKind.INVITATION)
    district = people.employer.district.code
    assert numbers(people.desk, "?tab=team&kind=invitation") == [wanted.number]
    assert numbers(people.desk, "?tab=team&state=checking") == [wanted.number]
    assert len(numbers(people.desk, f"?tab=team&district={district}")) == 2
    assert numbers(people.desk, "?tab=team&district=999999") == []
    assert numbers(people.desk, "?tab=closed&kind=family") == []
    page = signed_in(people.desk).get(f"{URL}?tab=team&kind=invitation").content.decode()
    assert 'value="invitation" selected' in page


def test_a_case_is_found_by_number_and_names_and_never_by_a_passport(people: TalentCast) -> None:
    case = talent_case_in(S.SUBMITTED, people)
    assert numbers(people.desk, f"?q={case.number}") == [case.number]
    assert numbers(people.desk, f"?q={people.person.latin_name[:5]}") == [case.number]
    assert numbers(people.desk, f"?q={people.employer.name[:4]}") == [case.number]
    assert numbers(people.desk, "?q=M70460421") == []


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.LEADERSHIP, Role.FINANCE, Role.DISTRICT, Role.EXPERT])
def test_officials_of_other_desks_do_not_get_in(people: TalentCast, role: str) -> None:
    case = talent_case_in(S.SUBMITTED, people)
    client = signed_in(official(role))
    assert client.get(URL).status_code == 403
    assert client.get(f"{URL}{case.pk}/change/").status_code == 403


def test_an_administrator_sees_no_case_by_that(people: TalentCast) -> None:
    case = talent_case_in(S.SUBMITTED, people)
    client = signed_in(UserFactory(is_staff=True, is_superuser=True))
    assert client.get(URL).status_code == 403
    assert client.get(f"{URL}{case.pk}/change/").status_code == 403


def test_another_talent_desk_has_its_own_cases(people: TalentCast) -> None:
    case = talent_case_in(S.SUBMITTED, people)
    stranger = official(Role.TALENT_DESK, UnitFactory(code="QD-OTHER"))
    assert numbers(stranger, "?tab=team") == []
    assert numbers(stranger, f"?q={case.number}") == []
    assert signed_in(stranger).get(f"{URL}{case.pk}/change/").status_code == 404


def test_the_supervision_and_the_administrator_see_no_case(people: TalentCast) -> None:
    case = talent_case_in(S.CHECKING, people)
    for user in (official(Role.DISCIPLINE), UserFactory(is_staff=True, is_superuser=True)):
        client = signed_in(user)
        for address in ("", "?tab=team", f"{case.pk}/change/", f"{case.pk}/papers/", "reports/"):
            answer = client.get(f"{URL}{address}")
            assert answer.status_code in (403, 404), address
            assert case.number not in answer.content.decode()


def test_nothing_sealed_stands_in_a_list_or_on_a_case(people: TalentCast) -> None:
    case = talent_case_in(S.CHECKING, people)
    client = signed_in(people.desk)
    for address in (URL, f"{URL}{case.pk}/change/", f"{URL}{case.pk}/papers/"):
        page = client.get(address).content.decode()
        assert "M70460421" not in page
        assert "1990" not in page
    shown = client.get(f"{URL}{case.pk}/change/").content.decode()
    assert Person.objects.get(pk=people.person.pk).masked_passport in shown


def many(people: TalentCast, count: int, *, start: int = 0) -> None:
    for number in range(start, start + count):
        person = agreed(make_person(f"many{number}@example.test"))
        cast = TalentCast(people.desk, people.second, person, people.employer, people.agent)
        move(draft(cast), "submit", cast)


def cost(user: User, address: str) -> int:
    client = signed_in(user)
    client.get(URL + address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(URL + address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["", "?tab=team&kind=r_visa", "?tab=waiting"])
def test_as_many_queries_for_one_case_as_for_a_full_page(people: TalentCast, address: str) -> None:
    many(people, 1)
    few = cost(people.desk, address)
    many(people, 4, start=1)
    assert cost(people.desk, address) == few
    assert 5 < few <= 15


def test_pages_follow_each_other_both_ways(people: TalentCast, monkeypatch: pytest.MonkeyPatch) -> None:
    many(people, 5)
    monkeypatch.setattr("talent.desk.queue.PAGE", 2)
    client, seen, address = signed_in(people.desk), [], URL
    for _page in range(3):
        page = client.get(address)
        seen += NUMBER.findall(page.content.decode())
        address = page.context["desk_pager"]["next_url"]
    assert len(seen) == len(set(seen)) == 5
    assert address == ""
    back = client.get(page.context["desk_pager"]["previous_url"])
    assert NUMBER.findall(back.content.decode()) == seen[2:4]
    assert PAGE == 30


def menu(user: User) -> dict[str, list[str]]:
    groups = signed_in(user).get(URL).context["desk_menu"]
    return {str(group["title"]): [str(item["title"]) for item in group["items"]] for group in groups}


WORK = [
    "Facilitation cases: my work", "The team’s cases", "Overdue", "Letters to sign", "With a partner authority",
    "Inquiries", "Questions to partner authorities", "Times and causes of delay", "Facts and translations to check",
]  # fmt: skip


def test_the_side_bar_names_the_work_before_the_records(people: TalentCast) -> None:
    talent_case_in(S.CHECKING, people)
    late = talent_case_in(S.SUBMITTED, people)
    due(late, -1)
    shown = menu(people.desk)
    assert list(shown) == ["", "Talent", "Facts on the talent pages"]
    assert shown[""] == WORK
    assert set(shown["Talent"]) == {"Labels", "Edits of facts", "Service guides"}
    items = signed_in(people.desk).get(f"{URL}?tab=overdue").context["desk_menu"][0]["items"]
    counts = ["2", "2", "1", "0", "0", "0", None, None, None]
    assert [item["count"] for item in items] == counts
    assert [item["title"] for item in items if item["current"]] == ["Overdue"]


def test_whoever_works_at_both_desks_finds_both_kinds_of_work(people: TalentCast) -> None:
    PostFactory(user=people.desk, role=Role.CASE_MANAGER, unit=people.desk.posts.get().unit)
    shown = signed_in(people.desk).get(URL).context["desk_menu"]
    assert [str(group["title"]) for group in shown[:3]] == ["", "Talent", "Funds"]
    assert [str(item["title"]) for item in shown[1]["items"]] == WORK
    assert str(shown[0]["items"][0]["title"]) == "My to-do"
