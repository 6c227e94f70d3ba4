"""What a plan can be taken away as: PDF in four languages, calendar file, API, and plans that are kept."""

import datetime as dt
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar

from portal.accounts.models import User
from portal.core import clock
from portal.core.loading import Report, load_files
from talent.models import KeptPlan, PlanConstant, StepLimit
from talent.plans.page import plan_page
from talent.plans.paper import paper_data
from talent.plans.records import read_records
from talent.views.planner import plan_form

HOLIDAYS = Path(__file__).resolve().parents[2] / "portal" / "calendars" / "data" / "calendar.yaml"
ANSWERS = {
    "way": "z", "goal": "arrive", "date": "2026-09-01", "permit": "B", "family": "no", "long": "yes",
    "registered": "no", "passport": "2031-05-17",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _a_day(talent: Report):
    load_files([HOLIDAYS])
    with clock.at(dt.datetime(2026, 6, 1, 9)), translation.override("en"):
        yield


def text_of(pdf: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def person(name: str) -> User:
    return User.objects.create_user(email=f"{name}@example.test", password=None)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "You can arrive on Tuesday 1 September 2026"),
        ("zh-hans", "您可以于2026年9月1日（星期二）入境"),
        ("ko", "입국할 수 있습니다"),
        ("ja", "入国できます"),
    ],
)
def test_the_pdf_is_in_the_readers_language_with_its_letters(client, language, words):
    with translation.override(language):
        answer = client.get(reverse("talent:plan_pdf"), ANSWERS)
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    # Between Chinese and digits the typesetter leaves a hair, which reads as a space.
    assert re.sub(r"\s+", "", words) in re.sub(r"\s+", "", text)
    assert "外国人工作许可通知" in text
    # A letter that the font lacks would be drawn as an empty box and read as nothing or as this sign.
    assert "\ufffd" not in text


def test_the_calendar_file_holds_each_step_on_its_latest_day(client):
    answer = client.get(reverse("talent:plan_ics"), ANSWERS)
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 17
    by_title = {str(event["summary"]): event.decoded("dtstart") for event in events}
    assert by_title["By today: Claim the work permit"] == dt.date(2026, 9, 16)
    assert len({str(event["uid"]) for event in events}) == 17
    assert answer.content == client.get(reverse("talent:plan_ics"), ANSWERS).content


@pytest.mark.parametrize("name", ["talent:plan_pdf", "talent:plan_ics"])
def test_wrong_answers_lead_back_to_the_form(client, name):
    answer = client.get(reverse(name), ANSWERS | {"date": "x"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("talent:planner") + "?")


def test_software_gets_the_same_plan_by_both_methods(client):
    url = reverse("talent-plan")
    english = {"accept-language": "en"}
    by_get = client.get(url, ANSWERS, headers=english).json()
    by_post = client.post(url, json.dumps(ANSWERS), content_type="application/json", headers=english).json()
    assert by_get == by_post
    assert by_get["works_out"] is True
    steps = {step["code"]: step for step in by_get["steps"]}
    assert steps["claim"]["limit"] == {"date": "2026-09-16", "provisional": False}
    assert steps["lodging"]["rule"] == "within 24 hours"
    assert {paper["code"]: paper["state"] for paper in by_get["papers"]}["passport"] == "good"
    assert all(number["sources"] or number["checked_on"] for number in by_get["numbers"])


def test_software_may_leave_out_what_is_preset(client):
    body = {"way": "m", "goal": "start", "date": "2026-09-01", "family": True}
    answer = client.post(reverse("talent-plan"), json.dumps(body), content_type="application/json").json()
    assert [caution["code"] for caution in answer["cautions"] if caution["grave"]] == ["no_work"]
    assert "family_visa" in {step["code"] for step in answer["steps"]}


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"way", "goal", "date"}),
        (ANSWERS | {"date": "2026-02-29"}, {"date"}),
        (ANSWERS | {"name": "somebody"}, {"name"}),
        (ANSWERS | {"way": ["z"]}, {"way"}),
        ([], None),
    ],
)
def test_errors_are_sentences(client, body, wrong):
    answer = client.post(reverse("talent-plan"), json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    if wrong is not None:
        assert set(answer.json()["answers"]) == wrong


def test_a_plan_is_kept_sealed_and_for_its_owner_alone(client):
    owner, stranger = person("owner"), person("stranger")
    client.force_login(owner)
    query = "&".join(f"{name}={value}" for name, value in ANSWERS.items())
    client.post(reverse("talent:kept_plans"), {"query": query})
    kept = KeptPlan.objects.get()
    assert kept.answers["date"] == "2026-09-01"
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers_sealed FROM talent_keptplan")
        assert "2031" not in cursor.fetchone()[0]
    page = client.get(reverse("talent:kept_plans"))
    assert [row["url"].startswith(reverse("talent:planner") + "?") for row in page.context["rows"]] == [True]
    client.force_login(stranger)
    assert client.get(reverse("talent:kept_plans")).context["rows"] == []
    assert client.post(reverse("talent:remove_plan", args=[kept.pk])).status_code == 404
    client.force_login(owner)
    client.post(reverse("talent:remove_plan", args=[kept.pk]))
    assert KeptPlan.objects.count() == 0


def test_what_can_not_be_planned_is_not_kept(client):
    client.force_login(person("owner"))
    client.post(reverse("talent:kept_plans"), {"query": "way=z&date=x"})
    assert KeptPlan.objects.count() == 0


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(client, django_assert_num_queries):
    owner = person("owner")
    client.force_login(owner)

    def keep(number: int) -> None:
        for _turn in range(number):
            plan = KeptPlan(user=owner)
            plan.answers = ANSWERS
            plan.save(force_insert=True)

    keep(1)
    client.get(reverse("talent:kept_plans"))
    with django_assert_num_queries(4) as few:
        client.get(reverse("talent:kept_plans"))
    keep(29)
    with django_assert_num_queries(len(few)):
        client.get(reverse("talent:kept_plans"))


@pytest.mark.parametrize("language", ["zh-hans", "en", "ko", "ja"])
def test_each_number_in_the_pdf_names_its_source_and_its_check(language):
    """Also a number of which no source is known: the line says so, it is not empty."""
    StepLimit.objects.filter(step__number=6).update(source_kinds="", checked_on=dt.date(2026, 5, 2), checked_by="Li")
    PlanConstant.objects.filter(code="paper_photo").update(checked_on=None)
    with translation.override(language), clock.at(dt.datetime(2026, 6, 1, 9)):
        records = read_records()
        form = plan_form(ANSWERS, records)
        assert form.is_valid()
        data = paper_data(plan_page(form.question, records), "https://example.test/")
        unknown, nobody = _("source: to be supplied by the bureau"), _("Nobody has checked it yet")
    assert [row for row in data["numbers"] if not all(part.strip() for part in row)] == []
    assert unknown in {source for _value, _name, source, _checked in data["numbers"]}
    checks = [checked for _value, _name, _source, checked in data["numbers"]]
    assert nobody in checks
    assert any("Li" in checked for checked in checks)
