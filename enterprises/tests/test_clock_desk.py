"""The clock on the pages: who may stop it, who gives more time, and the same words on both sides."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.clock_words import clock_lines
from enterprises.desk.clock_part import open_acts
from enterprises.enums import State
from enterprises.models import Application
from enterprises.tests.factories import application_in, cast, district_unit, official, take
from portal.accounts.enums import Role
from portal.reviews.models import Extension, Pause

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def signed_in(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def url(application, act: str) -> str:
    return reverse("admin:enterprises_application_clock", args=[application.pk, act])


def send(user, application, act: str, **values):
    item = application.work_items.get(closed_at=None)
    return signed_in(user).post(url(application, act), {"item": item.pk} | values)


PAUSE = {"cause": "inspection", "owner": "auditor", "note": "周三现场核查"}


def test_who_may_do_what_with_the_clock():
    people = cast()
    application = application_in(State.FORMAL_REVIEW, people=people)
    everybody = {"applicant": application.applicant} | vars(people)
    found = {name: open_acts(person, application) for name, person in everybody.items()}
    assert found == {name: [] for name in everybody} | {"case_manager": ["pause", "ask"]}
    assert send(people.case_manager, application, "ask", days=3, reason="材料量大。").status_code == 302
    again = Application.objects.get(pk=application.pk)
    found = {name: open_acts(person, again) for name, person in everybody.items()}
    assert found == {name: [] for name in everybody} | {"case_manager": ["pause"], "leader": ["approve", "refuse"]}


def test_the_applicants_time_is_kept_by_the_district_that_asked():
    people = cast()
    application = application_in(State.CORRECTION, people=people)
    strangers = [official(Role.DISTRICT, district_unit("370202")), people.case_manager, application.applicant]
    assert [open_acts(person, application) for person in strangers] == [[], [], []]
    assert open_acts(people.district, application) == ["pause", "ask"]


def test_stopped_and_run_again_with_the_same_words_on_both_sides():
    people = cast()
    application = application_in(State.FORMAL_REVIEW, people=people)
    assert send(people.case_manager, application, "pause", **PAUSE).status_code == 302
    pause = Pause.objects.get()
    assert (pause.cause, pause.owner, pause.note, pause.paused_by) == (*PAUSE.values(), people.case_manager)
    case = reverse("admin:enterprises_application_change", args=[application.pk])
    desk = signed_in(people.case_manager).get(case).content.decode()
    mine = signed_in(application.applicant).get(reverse("enterprises:case", args=[application.number])).content.decode()
    lines = clock_lines(Application.objects.get(pk=application.pk))
    assert len(lines) == 2
    assert "inspection on site" in lines[1]
    for line in lines:
        assert line in desk
        assert line in mine
    assert send(people.case_manager, application, "resume").status_code == 302
    assert "Stood still from" in clock_lines(Application.objects.get(pk=application.pk))[1]


def test_more_time_needs_two_people_and_stands_on_the_page():
    people = cast()
    application = application_in(State.FORMAL_REVIEW, people=people)
    before = application.work_items.get(closed_at=None).due_on
    assert send(people.case_manager, application, "ask", days=6, reason="材料量大。").status_code == 409
    assert send(people.case_manager, application, "ask", days=5, reason="").status_code == 422
    assert send(people.case_manager, application, "ask", days=5, reason="材料量大。").status_code == 302
    assert send(people.case_manager, application, "approve").status_code == 403
    assert "has not answered yet" in signed_in(people.leader).get(url(application, "approve")).content.decode()
    assert send(people.leader, application, "approve").status_code == 302
    assert Extension.objects.get().approved_by == people.leader
    assert application.work_items.get(closed_at=None).due_on > before
    assert "Extended by 5 working days" in clock_lines(Application.objects.get(pk=application.pk))[1]
    assert send(people.leader, application, "approve").status_code == 409


def test_others_get_nowhere():
    people = cast()
    application = application_in(State.FORMAL_REVIEW, people=people)
    assert send(people.finance, application, "pause", **PAUSE).status_code == 403
    assert send(application.applicant, application, "pause", **PAUSE).status_code in {302, 403}
    assert send(official(Role.DISTRICT, district_unit("370202")), application, "pause", **PAUSE).status_code == 404
    assert send(people.case_manager, application, "explode").status_code == 404
    assert not Pause.objects.exists()


def test_a_page_that_is_too_old_changes_nothing():
    people = cast()
    application = application_in(State.ACCEPTED, people=people)
    old = application.work_items.get(closed_at=None)
    take(application, "begin_review", people)
    answer = signed_in(people.case_manager).post(url(application, "pause"), {"item": old.pk} | PAUSE)
    assert answer.status_code == 409
    assert "moved on" in answer.content.decode()
    assert not Pause.objects.exists()


@pytest.mark.parametrize(("kind", "said"), [("incomplete", "starts anew"), ("incorrect", "goes on then")])
def test_a_correction_says_what_it_does_to_the_clock(kind, said):
    people = cast()
    application = application_in(State.SUBMITTED, people=people)
    step = reverse("admin:enterprises_application_step", args=[application.pk, "request_correction"])
    page = signed_in(people.district).get(step)
    marks = [name for name in page.context["form"].fields if name.startswith("mark_")]
    values = {"kind": kind, marks[0]: "on", marks[0].replace("mark", "why"): "不符", "preview": "1"}
    assert said in signed_in(people.district).post(step, values).content.decode()
    take(application, "request_correction", people, kind=kind)
    mine = signed_in(application.applicant).get(reverse("enterprises:case", args=[application.number])).content.decode()
    assert said in mine
    assert "If the answer comes today" in mine


def test_the_forecast_counts_every_stage_that_is_left():
    from enterprises.forecast import forecast
    from enterprises.tests.test_clocks import at
    from portal.calendars.models import CalendarYear
    from portal.core import clock

    CalendarYear.objects.create(year=2026, status="official", source="通知")
    people = cast()
    with at(date(2026, 6, 1)):
        application = application_in(State.CORRECTION, people=people)
        ahead = forecast(application)
    # 5 + 10 + 20 + 10 + 5 + 15 working days after Monday 1 June; the answer may come until Monday 8.
    assert [one.today.on for one in ahead] == [
        date(2026, 6, 8), date(2026, 6, 22), date(2026, 7, 20), date(2026, 8, 3), date(2026, 8, 10), date(2026, 8, 31),
    ]  # fmt: skip
    assert [one.latest.on for one in ahead][:2] == [date(2026, 6, 15), date(2026, 6, 29)]
    assert clock.fixed() is None
