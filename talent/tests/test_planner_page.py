"""The planner's page: form, plan in words, wrong answers, numbers with their sources, and nothing of anybody."""

import datetime as dt
import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.calendars.models import CalendarDay, CalendarYear
from portal.core import clock
from portal.core.loading import Report
from talent.models import EntryWithoutVisa, PlanConstant, StepLimit
from talent.plans.records import LIMITS, read_records

MOMENT = dt.datetime(2026, 6, 1, 9)
ANSWERS = {
    "way": "z", "goal": "arrive", "date": "2026-09-01", "permit": "B", "family": "no", "long": "yes",
    "registered": "no",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _a_day(talent: Report):
    with clock.at(MOMENT), translation.override("en"):
        yield


def planner(client: Client, **answers: str):
    return client.get(reverse("talent:planner"), ANSWERS | answers)


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(style|script).*?</\1>", "", response.content.decode()))
    return re.sub(r"\s+", " ", html.unescape(text))


def test_the_form_asks_and_keeps_nothing(client):
    page = client.get(reverse("talent:planner"))
    assert page.status_code == 200
    assert "Make my plan" in words(page)
    assert page.cookies == {}


def test_a_plan_says_whether_it_works_out_and_what_is_next(client):
    page = words(planner(client))
    assert "You can arrive on Tuesday 1 September 2026" in page
    assert "Next: Register the employer in the work-permit system, by" in page
    for term in ("外国人工作许可通知", "住宿登记", "工作类居留证件"):
        assert term in page


def test_a_plan_that_does_not_work_out_says_from_when_it_would(client):
    page = words(planner(client, date="2026-06-10"))
    assert "Arriving on Wednesday 10 June 2026 does not work out" in page
    assert "From today on, the earliest day of arrival is" in page


def test_every_number_stands_there_with_its_source(client):
    page = words(planner(client))
    used = planner(client).context["result"].numbers
    assert len(used) >= 12
    for record in used:
        assert record.value in page
        assert record.name in page
    assert page.count("Compiled by the portal’s makers on") >= len(used)


def test_an_edited_number_changes_the_plan(client):
    before = planner(client).context["result"].rows
    StepLimit.objects.filter(step__number=5, most__isnull=False).update(most=20)
    after = planner(client).context["result"].rows
    latest = [{row["code"]: row["latest"] for row in rows}["apply_visa"] for rows in (before, after)]
    assert latest[0] != latest[1]


def test_the_stay_on_a_port_visa_is_the_one_on_record(client):
    port = {"way": "port", "date": "2026-09-05"}
    page = words(planner(client, **port))
    assert "口岸签证" in page
    assert "A port visa is for urgent grounds only" in page
    assert "Leave China" in page
    assert "Monday 5 October 2026" in page
    assert "Port visa: longest stay" in page
    EntryWithoutVisa.objects.filter(code="PORT").update(stay_days_max=15)
    assert "Sunday 20 September 2026" in words(planner(client, **port))
    EntryWithoutVisa.objects.filter(code="PORT").update(stay_days_max=None)
    assert planner(client, **port).status_code == 503


def test_a_missing_number_is_said_instead_of_guessed(client):
    PlanConstant.objects.filter(code="paper_photo").delete()
    page = planner(client)
    assert page.status_code == 503
    assert "The bureau has yet to supply a number that the plan rests on: paper_photo." in words(page)


def test_every_limit_that_the_planner_reads_is_in_the_shipped_file(talent):
    records = read_records()
    assert set(LIMITS) - set(records) == set()
    assert all(record.row.source_kinds or record.row.checked_on for record in records.values())


@pytest.mark.parametrize(
    ("answers", "name", "sentence"),
    [
        ({"date": "2026-02-29"}, "date", "Enter a valid date."),
        ({"date": ""}, "date", "This field is required."),
        ({"date": "9999-12-31"}, "date", "Give a day from"),
        ({"date": "0001-01-01"}, "date", "Give a day from"),
        ({"way": "x"}, "way", "Select a valid choice"),
        ({"way": "change"}, "goal", "You are in China already"),
        ({"criminal": "2026-06-02"}, "criminal", "This day is yet to come"),
        ({"passport": "9999-12-31"}, "passport", "Check the year."),
    ],
)
def test_wrong_answers_are_said_at_their_question(client, answers, name, sentence):
    page = planner(client, **answers)
    assert page.status_code == 422
    assert sentence in str(page.context["form"].errors[name])
    assert "result" not in page.context


@pytest.mark.parametrize("text", ["2028-02-29", "2027-02-06", "2026-05-20", "2026-06-01", "2029-05-30"])
def test_any_day_within_reach_is_planned(client, text):
    for way in ("z", "r", "k", "m", "f", "free"):
        assert planner(client, way=way, date=text).status_code == 200
    for way in ("z", "r", "k", "m", "f", "free", "inside", "change"):
        assert planner(client, way=way, goal="start", date=text).status_code == 200


def test_a_year_that_is_not_announced_is_shown_as_provisional(client):
    CalendarYear.objects.update_or_create(year=2026, defaults={"status": "official"})
    CalendarYear.objects.filter(year=2027).delete()
    assert "(provisional)" in words(planner(client, date="2027-03-01"))
    CalendarDay.objects.all().delete()
    assert "Some days lie in a year whose holidays are not announced yet." in words(planner(client, date="2027-03-01"))


def test_the_page_takes_a_few_queries_and_no_session(client, django_assert_num_queries):
    planner(client)
    with django_assert_num_queries(4):
        planner(client)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_is_left_unsaid_in_any_language(client, language):
    with translation.override(language):
        for way in ("z", "r", "k", "m", "f", "free", "inside", "change"):
            page = planner(client, way=way, goal="start", date="2027-02-10", family="yes", permit="unknown",
                           contract_end="2027-05-01", stay_until="2026-07-01", criminal="2026-01-01")  # fmt: skip
            assert page.status_code == 200
            assert all(caution["text"] for caution in page.context["result"].cautions)


def test_whoever_is_not_signed_in_is_led_to_keeping_the_plan_and_back_to_it(client):
    page = planner(client).content.decode()
    found = re.search(r'href="([^"]*/accounts/login/\?next=[^"]*)"[^>]*>Sign in to keep it', page)
    assert found
    back = parse_qs(urlsplit(html.unescape(found[1])).query)["next"][0]
    assert back.startswith("/en/talent/planner/?way=z")
    assert client.get(back).context["result"]
