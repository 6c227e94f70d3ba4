"""A calendar that changes while clocks run: every open date is counted anew from its start, logged and told."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.clock_words import clock_lines
from enterprises.enums import State
from enterprises.models import Application
from enterprises.tests.factories import application_in, cast
from enterprises.tests.test_clocks import ZONE, at, year_2026  # noqa: F401  (a fixture)
from portal.accounts.enums import Role
from portal.audit.models import Entry
from portal.calendars.models import CalendarDay, CalendarYear
from portal.notifications.models import Message
from portal.reviews import clocks, recount
from portal.reviews.enums import PauseCause
from portal.reviews.models import DueChange, WorkItem
from portal.reviews.tasks import recount_due_dates

pytestmark = pytest.mark.django_db

START = date(2026, 12, 21)
EVE = date(2026, 12, 31)


def running():
    """In formal review since Monday 21 December: the tenth working day is in 2027, which is not announced."""
    people = cast()
    with at(START):
        recount_due_dates()
        application = application_in(State.FORMAL_REVIEW, people=people)
    Message.objects.all().delete()
    return application, people


def item_of(application) -> WorkItem:
    return application.work_items.get(closed_at=None)


def announce(*holidays: date, worked: tuple[date, ...] = ()):
    CalendarYear.objects.update_or_create(year=2027, defaults={"status": "official", "source": "国办发明电"})
    for day in holidays:
        CalendarDay.objects.update_or_create(date=day, defaults={"kind": "holiday", "source_doc": "国办发明电"})
    for day in worked:
        CalendarDay.objects.update_or_create(date=day, defaults={"kind": "makeup_workday", "source_doc": "国办发明电"})


def test_a_year_becomes_official_and_the_dates_with_it():
    application, people = running()
    item = item_of(application)
    # 1 January is a holiday by statute.
    assert (item.due_on, item.due_provisional) == (date(2027, 1, 5), True)
    WorkItem.objects.filter(pk=item.pk).update(holder=people.case_manager)
    announce(date(2027, 1, 1), date(2027, 1, 4))
    with at(EVE):
        assert (recount_due_dates(), recount_due_dates()) == (1, 0)
    item.refresh_from_db()
    assert (item.due_on, item.due_provisional) == (date(2027, 1, 6), False)
    change = DueChange.objects.get()
    assert (change.old, change.new, change.old_provisional, change.new_provisional) == (
        date(2027, 1, 5), date(2027, 1, 6), True, False,
    )  # fmt: skip
    assert {message.recipient for message in Message.objects.all()} == {application.applicant, people.case_manager}
    with translation.override("en"):
        assert "the calendar of working days changed" in clock_lines(Application.objects.get(pk=application.pk))[-1]


def test_only_the_mark_vanishes_where_the_date_stays_and_nobody_is_told():
    application, _people = running()
    announce(date(2027, 1, 1))
    with at(EVE):
        assert recount_due_dates() == 1
    item = item_of(application)
    assert (item.due_on, item.due_provisional) == (date(2027, 1, 5), False)
    assert not Message.objects.exists()
    with translation.override("en"):
        assert "confirmed" in clock_lines(Application.objects.get(pk=application.pk))[-1]


def test_a_day_that_changes_in_an_official_year():
    application, _people = running()
    announce(date(2027, 1, 1))
    with at(EVE):
        recount_due_dates()
        CalendarDay.objects.create(date=date(2027, 1, 2), kind="makeup_workday", source_doc="补充通知")
        assert recount_due_dates() == 1
        assert item_of(application).due_on == date(2027, 1, 4)
        CalendarDay.objects.get(date=date(2027, 1, 2)).delete()
        assert recount_due_dates() == 1
    assert item_of(application).due_on == date(2027, 1, 5)
    assert [(one.old.day, one.new.day) for one in DueChange.objects.all()] == [(5, 5), (5, 4), (4, 5)]


def test_paused_and_extended_at_that_time():
    application, people = running()
    item = item_of(application)
    with at(date(2026, 12, 23)):
        clocks.pause(item, cause=PauseCause.HEARING, owner=Role.CASE_MANAGER, actor=people.case_manager)
        clocks.extend(item, days=2, reason="材料量大。", asked_by=people.case_manager, approved_by=people.leader)
    assert item_of(application).due_on == date(2027, 1, 7)
    with at(date(2026, 12, 25)):
        clocks.resume(item, people.case_manager)
    assert item_of(application).due_on == date(2027, 1, 11)
    with at(date(2026, 12, 28)):
        clocks.pause(item, cause=PauseCause.HEARING, owner=Role.CASE_MANAGER, actor=people.case_manager)
    announce(date(2027, 1, 1), date(2027, 1, 4), worked=(date(2027, 1, 9),))
    with at(EVE):
        recount_due_dates()
    # 10 + 2 + 2 working days after the 21st: 8 in December; 5 to 8, the swapped Saturday 9 and Monday 11 in January.
    assert item_of(application).due_on == date(2027, 1, 11)
    with at(date(2027, 1, 5)):
        clocks.resume(item, people.case_manager)
    # The second pause took 29, 30, 31 December and 5 January.
    assert item_of(application).due_on == date(2027, 1, 15)


def test_what_was_told_half_way_is_told_once(monkeypatch):
    application, _people = running()
    announce(date(2027, 1, 1), date(2027, 1, 4))

    def died():
        raise RuntimeError

    with at(EVE), monkeypatch.context() as patch:
        patch.setattr(recount, "_tell_moved", died)
        with pytest.raises(RuntimeError):
            recount_due_dates()
    assert item_of(application).due_on == date(2027, 1, 6)
    assert not Message.objects.exists()
    with at(EVE):
        assert (recount_due_dates(), recount_due_dates()) == (0, 0)
    assert Message.objects.get().recipient == application.applicant


def test_five_thousand_open_dates_in_few_queries(django_assert_max_num_queries):
    application, _people = running()
    item = item_of(application)
    moment = datetime(2026, 12, 1, 10, tzinfo=ZONE)
    cases = Application.objects.get(pk=application.pk)
    clones = []
    for number in range(5_000):
        clones.append(
            type(cases.case_ptr)(
                flow="application", number=f"X{number}", state=item.state, unit_id=cases.unit_id, moved_at=moment
            )
        )
    made = type(cases.case_ptr).objects.bulk_create(clones)
    fields = {"desk": item.desk, "unit_id": item.unit_id, "state": item.state, "limit_kind": "commit"}
    WorkItem.objects.bulk_create(
        WorkItem(
            case=case,
            flow=case.flow,
            opened_at=moment + timedelta(days=case.pk % 25),
            due_on=date(2026, 12, 30),
            limit_unit="workday",
            limit_number=10 + case.pk % 9,
            **fields,
        )
        for case in made
    )
    announce(date(2027, 1, 1))
    with at(EVE), django_assert_max_num_queries(200):
        assert recount_due_dates() > 4_000


class TestInTheAdmin:
    def client(self, user) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    def test_the_first_click_shows_what_moves_the_second_saves(self):
        application, people = running()
        client = self.client(people.case_manager)
        add = reverse("admin:calendars_calendarday_add")
        values = {"date": "2026-12-28", "kind": "holiday", "note_zh": "", "note_en": "", "source_doc": "通知"}
        shown = client.post(add, values)
        assert (shown.status_code, shown.context["dates"]) == (200, 1)
        assert application.number in shown.content.decode()
        assert not CalendarDay.objects.filter(date="2026-12-28").exists()
        assert client.post(add, values | {"sure": "1"}).status_code == 302
        assert Entry.objects.get(scope="calendar").verb == "add_calendarday"
        with at(EVE):
            assert recount_due_dates() == 1
        assert item_of(application).due_on == date(2027, 1, 6)

    def test_a_year_made_official_and_a_day_deleted_show_what_moves(self):
        application, people = running()
        client = self.client(people.case_manager)
        CalendarYear.objects.create(year=2027, status="provisional", source="办法")
        CalendarDay.objects.create(date="2027-01-01", kind="holiday", source_doc="办法")
        year = reverse("admin:calendars_calendaryear_change", args=[2027])
        shown = client.post(year, {"year": "2027", "status": "official", "source": "通知"})
        assert (shown.context["dates"], shown.context["marks"]) == (0, 1)
        assert client.post(year, {"year": "2027", "status": "official", "source": ""}).context["errors"]
        day = CalendarDay.objects.get(date=date(2026, 10, 1))
        page = client.get(reverse("admin:calendars_calendarday_delete", args=[day.pk]))
        assert (page.status_code, page.context["dates"]) == (200, 0)
        assert application.number not in page.content.decode()

    @pytest.mark.parametrize(("name", "status"), [("case_manager", 200), ("district", 403), ("leader", 403)])
    def test_the_division_edits_and_others_do_not(self, name, status):
        people = cast()
        client = self.client(getattr(people, name))
        assert client.get(reverse("admin:calendars_calendarday_changelist")).status_code == status
        values = {"date": "2026-12-28", "kind": "holiday", "source_doc": "通知"}
        assert client.post(reverse("admin:calendars_calendarday_add"), values).status_code == status

    def test_a_day_without_its_notice_is_refused(self):
        people = cast()
        answer = self.client(people.case_manager).post(
            reverse("admin:calendars_calendarday_add"), {"date": "2026-12-28", "kind": "holiday", "source_doc": ""}
        )
        assert "source_doc" in answer.context["adminform"].form.errors
