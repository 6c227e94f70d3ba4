"""A corrected notice takes the place of the published one: whole, with the time for objections anew."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.enums import LineResult, Masking, ObjectionState, State
from enterprises.exceptions import NoticeError
from enterprises.models import Application, Notice, NoticeLine, Objection
from enterprises.notices.correcting import correct
from enterprises.tests.factories import CallFactory, Cast, application_in, cast, put_on_notice, take
from enterprises.tests.notices import close_objections, let_notice_end, object_to
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden
from portal.reviews.models import DueChange, WorkItem
from portal.reviews.tasks import take_due_steps

pytestmark = pytest.mark.django_db
WHY = {"why_zh": "企业名称有误。", "why_en": "The name of an enterprise was wrong."}


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def notice(people: Cast) -> Notice:
    call = CallFactory()
    found = [application_in(State.DECIDING, people=people, call=call) for _number in range(2)]
    for one in found:
        take(one, "sign_approval", people)
    return put_on_notice(*found, actor=people.case_manager)


def correction(notice: Notice, people: Cast, **more) -> Notice:
    values = WHY | {"workdays": notice.workdays, "masking": Masking.STANDARD} | more
    return correct(Notice.objects.get(pk=notice.pk), people.case_manager, **values)


def test_its_entries_run_on_the_new_notice_for_the_whole_time_anew(notice: Notice, people: Cast) -> None:
    enterprise = notice.lines.first().application.enterprise
    enterprise.name = "青岛改名演示有限公司"
    enterprise.save()
    with clock.at(clock.now() + timedelta(2)):
        later = correction(notice, people)
    names = {line["enterprise"] for line in later.content["lines"]}
    assert ("青岛改名演示有限公司" in names, later.content["replaces"]) == (True, notice.number)
    assert later.last_day > notice.last_day
    assert set(notice.lines.values_list("result", flat=True)) == {LineResult.REPLACED}
    dues = set(WorkItem.objects.filter(closed_at=None).values_list("due_on", "on_due"))
    assert dues == {(later.last_day, "close_notice")}
    assert set(DueChange.objects.values_list("old", "new", "why")) == {(notice.last_day, later.last_day, "notice")}


def test_the_clock_closes_the_corrected_notice_on_its_own_day(notice: Notice, people: Cast) -> None:
    with clock.at(clock.now() + timedelta(2)):
        later = correction(notice, people)
    with clock.at(clock.now() + timedelta((notice.last_day - clock.today()).days + 1)):
        assert take_due_steps() == 0
    with clock.at(clock.now() + timedelta((later.last_day - clock.today()).days + 1)):
        assert take_due_steps() == 2
    assert set(later.lines.values_list("result", flat=True)) == {LineResult.SUPPORTED}
    assert set(notice.lines.values_list("result", flat=True)) == {LineResult.REPLACED}


def test_an_objection_that_was_made_stands_and_its_entry_too(notice: Notice, people: Cast) -> None:
    contested = notice.lines.first().application
    object_to(contested)
    item = WorkItem.objects.get(case_id=contested.pk, closed_at=None)
    later = correction(notice, people)
    assert later.lines.count() == 2
    assert WorkItem.objects.get(case_id=contested.pk, closed_at=None).due_on == item.due_on
    let_notice_end(contested)
    contested = Application.objects.get(pk=contested.pk)
    close_objections(contested, people, "dismiss")
    assert Objection.objects.get().state == ObjectionState.DISMISSED
    assert later.lines.get(application=contested).result == LineResult.SUPPORTED
    assert contested.state == State.APPROVED


def test_each_applicant_is_told_once_where_to_read_it_and_why(notice: Notice, people: Cast) -> None:
    later = correction(notice, people)
    told = Message.objects.filter(kind="notices/corrected")
    assert set(told.values_list("case_reference", flat=True)) == {
        line.application.number for line in notice.lines.select_related("application")
    }
    assert all(later.number in message.body and WHY["why_zh"] in message.body for message in told)


def test_it_is_corrected_once_and_the_second_tab_says_so(notice: Notice, people: Cast) -> None:
    correction(notice, people)
    with pytest.raises(NoticeError):
        correction(notice, people)
    assert (Notice.objects.count(), NoticeLine.objects.filter(result="").count()) == (2, 2)


@pytest.mark.parametrize("missing", ["why_zh", "why_en"])
def test_a_reason_is_given_in_both_languages(notice: Notice, people: Cast, missing: str) -> None:
    with pytest.raises(NoticeError):
        correction(notice, people, **{missing: "  "})
    assert Notice.objects.count() == 1


def test_what_is_over_stays_as_it_was_published(notice: Notice, people: Cast) -> None:
    with clock.at(clock.now() + timedelta((notice.last_day - clock.today()).days + 1)):
        take_due_steps()
        with pytest.raises(NoticeError):
            correction(notice, people)
    assert Notice.objects.count() == 1


def test_only_the_division_corrects_and_never_for_less_than_the_call_promises(notice: Notice, people: Cast) -> None:
    for user in (people.leader, people.district, people.finance):
        with pytest.raises(StepForbidden):
            correct(notice, user, **WHY, workdays=notice.workdays, masking=Masking.STANDARD)
    with pytest.raises(NoticeError):
        correction(notice, people, workdays=notice.workdays - 1)


def test_the_page_leads_from_the_notice_to_the_corrected_one(notice: Notice, people: Cast, client: Client) -> None:
    client.force_login(people.case_manager)
    page = reverse("admin:enterprises_notice_correct", args=[notice.pk])
    assert page in client.get(reverse("admin:enterprises_notice_change", args=[notice.pk])).content.decode()
    assert client.get(page).status_code == 200
    assert client.post(page, WHY | {"workdays": notice.workdays}).status_code == 422
    answer = client.post(page, WHY | {"workdays": notice.workdays, "masking": Masking.STANDARD})
    later = Notice.objects.get(replaces=notice)
    assert answer.url == reverse("admin:enterprises_notice_change", args=[later.pk])
    assert page not in client.get(reverse("admin:enterprises_notice_change", args=[notice.pk])).content.decode()
    assert later.number in client.get(reverse("enterprises:notice", args=[notice.number])).content.decode()
