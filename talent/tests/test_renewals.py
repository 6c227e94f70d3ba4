"""The expiry radar: reminders once each and caught up once, nobody else's eyes, nothing of the day in clear."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.core import clock
from portal.core.loading import Report
from portal.notifications.models import Message
from talent.models import ExpiringPaper, KeptPlan, TalentCase
from talent.renewals.reminders import remind
from talent.rights import of_account
from talent.tests.people import make_person

START = dt.datetime(2026, 6, 1, 9)
END = dt.date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _english(talent: Report):
    with clock.at(START), translation.override("en"):
        yield


def watched(user, kind: str = "residence", day: dt.date = END) -> ExpiringPaper:
    paper = ExpiringPaper(user=user, kind=kind)
    paper.expires_on = day
    paper.save(force_insert=True)
    return paper


def on(days_before: int) -> dt.datetime:
    return dt.datetime.combine(END, dt.time(8, 20)) - dt.timedelta(days=days_before)


def test_three_reminders_once_each():
    watched(make_person().user)
    told = {}
    for days in (91, 90, 90, 89, 61, 60, 59, 31, 30, 1, 0, -1):
        with clock.at(on(days)):
            told[days] = told.get(days, 0) + remind()
    assert {days: number for days, number in told.items() if number} == {90: 1, 60: 1, 30: 1}
    messages = Message.objects.filter(kind="people/paper_expires")
    assert messages.count() == 3
    # Neither mail nor inbox says the day.
    assert [word for one in messages for word in ("2026", "December") if word in one.subject + one.body] == []


def test_the_page_says_how_many_days_before():
    client = Client()
    client.force_login(make_person().user)
    assert "You get a message 90, 60, 30 days before." in client.get(reverse("talent:renewals")).text


def test_after_an_outage_only_the_one_that_holds_today_is_told():
    watched(make_person().user)
    with clock.at(on(20)):
        assert (remind(), remind()) == (1, 0)
    [message] = Message.objects.filter(kind="people/paper_expires")
    assert "expires within 30 days" in message.subject


def test_what_has_expired_is_told_of_no_more():
    watched(make_person().user)
    with clock.at(on(-1)):
        assert remind() == 0


def test_the_day_lies_sealed_in_the_table():
    watched(make_person().user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM talent_expiringpaper")
        assert "2026-12-31" not in str(cursor.fetchall())


def test_the_page_shows_when_a_renewal_may_be_applied_for(client: Client):
    client.force_login(make_person().user)
    client.post(reverse("talent:renewals"), {"kind": "residence", "whose": "own", "expires_on": "2026-12-31"})
    client.post(reverse("talent:renewals"), {"kind": "work", "whose": "own", "expires_on": "2026-12-30"})
    rows = client.get(reverse("talent:renewals")).context["rows"]
    assert [row["window"] for row in rows] == [
        "apply from Thursday 1 October 2026 to Monday 30 November 2026",
        "apply by Tuesday 1 December 2026",
    ]


@pytest.mark.parametrize("day", ["2026-05-31", "9999-12-31", "2026-02-29", ""])
def test_days_that_make_no_sense_are_said(client: Client, day: str):
    client.force_login(make_person().user)
    answer = client.post(reverse("talent:renewals"), {"kind": "visa", "whose": "own", "expires_on": day})
    assert answer.status_code == 422
    assert ExpiringPaper.objects.count() == 0


def test_a_renewal_begins_as_a_case_of_the_right_kind(client: Client):
    from enterprises.tests.factories import UnitFactory

    UnitFactory(code="QD-COM")
    person = make_person()
    client.force_login(person.user)
    answer = client.post(reverse("talent:renewal_begin", args=[watched(person.user).pk]))
    case = TalentCase.objects.get()
    assert (case.kind, case.purpose, case.person) == ("permits", "Renewal: Residence permit", person)
    assert answer["Location"] == reverse("talent:case_form", args=[case.number])


def test_a_renewal_proposes_employer_and_letter_of_the_earlier_case_and_keeps_neither_unasked(client: Client):
    from talent.cases.enums import CaseState
    from talent.tests.cases import draft, talent_case_in, talent_cast

    people = talent_cast()
    earlier = talent_case_in(CaseState.COLLECTED, people)
    client.force_login(people.person.user)
    client.post(reverse("talent:renewal_begin", args=[watched(people.person.user).pk]))
    case = TalentCase.objects.exclude(pk=earlier.pk).get()
    forms = {
        name: client.get(reverse(f"talent:case_{name}", args=[case.number])).context["form"]
        for name in ("employer", "visit")
    }
    assert forms["employer"]["credit_code"].value() == people.employer.credit_code
    assert forms["visit"]["earlier_letter"].value() == earlier.number
    case.refresh_from_db()
    assert (case.employer, case.earlier_letter) == (None, "")
    # A stranger's earlier case proposes nothing.
    other = talent_cast(2)
    client.force_login(other.person.user)
    nobody = dict.fromkeys(("employer", "employer_confirmed_at", "employer_confirmed_by", "employer_sees_since"))
    empty = draft(other, **nobody)
    form = client.get(reverse("talent:case_employer", args=[empty.number])).context["form"]
    assert form["credit_code"].value() == ""


def test_nobody_else_sees_removes_or_renews_it(client: Client):
    paper = watched(make_person().user)
    client.force_login(make_person("stranger@example.test", number="M70460422").user)
    assert client.get(reverse("talent:renewals")).context["rows"] == []
    for name in ("renewal_remove", "renewal_begin"):
        assert client.post(reverse(f"talent:{name}", args=[paper.pk])).status_code == 404
    assert ExpiringPaper.objects.count() == 1


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(client: Client, django_assert_max_num_queries):
    user = make_person().user
    client.force_login(user)
    watched(user)
    client.get(reverse("talent:renewals"))
    with django_assert_max_num_queries(50) as few:
        client.get(reverse("talent:renewals"))
    for _number in range(29):
        watched(user)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("talent:renewals"))


def test_it_is_exported_and_goes_with_the_person():
    person = make_person()
    watched(person.user)
    plan = KeptPlan(user=person.user)
    plan.answers = {"way": "z"}
    plan.save(force_insert=True)
    assert of_account.as_data(person) == {
        "kept_plans": [{"way": "z"}],
        "expiring_papers": [{"kind": "residence", "whose": "own", "expires_on": END}],
    }
    of_account.forget(person)
    assert (ExpiringPaper.objects.count(), KeptPlan.objects.count()) == (0, 0)
