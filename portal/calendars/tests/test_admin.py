import pytest
from django.contrib import admin
from django.test import RequestFactory

from portal.accounts.models import User
from portal.calendars.admin import CalendarDayForm, CalendarYearForm
from portal.calendars.enums import DayKind
from portal.calendars.models import CalendarDay, CalendarYear

pytestmark = pytest.mark.django_db


def form_for(row: CalendarDay, **change: str) -> CalendarDayForm:
    request = RequestFactory().get("/")
    request.user = User(email="official@example.test", is_staff=True, is_superuser=True)
    form = admin.site.get_model_admin(CalendarDay).get_form(request, row)
    values = {name: getattr(row, name) for name in ("date", "kind", "note_zh", "note_en", "source_doc")}
    return form({**values, **change}, instance=row)


def test_both_tables_are_in_the_admin() -> None:
    assert admin.site.is_registered(CalendarYear)
    assert admin.site.is_registered(CalendarDay)


def test_changing_a_seeded_day_needs_the_notice_that_changes_it() -> None:
    row = CalendarDay.objects.create(date="2027-02-05", kind=DayKind.HOLIDAY, source_doc="办法")
    row.refresh_from_db()
    assert set(form_for(row, kind=DayKind.WORKDAY).errors) == {"source_doc"}
    assert form_for(row, kind=DayKind.WORKDAY, source_doc="通知").is_valid()
    assert form_for(row, note_en="Eve").is_valid()


def test_a_date_can_stand_once_only() -> None:
    row = CalendarDay.objects.create(date="2027-02-05", kind=DayKind.HOLIDAY)
    again = CalendarDay(date=row.date)
    assert set(form_for(again, kind=DayKind.WORKDAY, source_doc="通知").errors) == {"date"}


def test_a_day_and_an_official_year_need_their_notice() -> None:
    assert set(form_for(CalendarDay(date="2027-02-05"), kind=DayKind.HOLIDAY).errors) == {"source_doc"}
    values = {"year": 2027, "status": "official", "source": ""}
    assert set(CalendarYearForm(values, instance=CalendarYear()).errors) == {"source"}
