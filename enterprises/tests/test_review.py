"""Verdicts field by field: who judges when, what is refused, and what a resubmission leaves."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.corrections import correct_value, find_line
from enterprises.enums import State
from enterprises.exceptions import CorrectionError
from enterprises.models import Application, FieldVerdict
from enterprises.requests import open_request
from enterprises.review.enums import Judgment, ReviewStage
from enterprises.review.exceptions import ReviewRefused
from enterprises.review.verdicts import judge, judge_rest
from enterprises.sections import targets
from enterprises.tests.factories import CallFactory, Cast, application_in, cast, needs_paper
from enterprises.workflow import application_flow
from portal.accounts.models import User
from portal.attachments.enums import ScanState
from portal.attachments.models import Attachment
from portal.reviews.exceptions import StepForbidden

pytestmark = pytest.mark.django_db
TITLE, COST = "answer:project_title", "fact:eligible_cost_cny"
OK, PROBLEM = str(Judgment.OK), str(Judgment.PROBLEM)


@pytest.fixture
def people() -> Cast:
    return cast()


def url(name: str, application: Application, *args: Any) -> str:
    with translation.override("en"):
        return reverse(f"admin:enterprises_application_{name}", args=[application.pk, *args])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(application: Application) -> dict[tuple[str, str], tuple[str, str]]:
    rows = application.verdicts.values_list("stage", "target", "verdict", "note")
    return {(stage, target): (verdict, note) for stage, target, verdict, note in rows}


def place(application: Application, target: str) -> int:
    return list(targets(application)).index(target)


@pytest.mark.parametrize("state", list(State))
def test_who_judges_when(state: State) -> None:
    people = cast()
    application = application_in(state, people=people)
    FieldVerdict.objects.all().delete()
    turns = {("district", State.SUBMITTED), ("case_manager", State.FORMAL_REVIEW)}
    for name, person in vars(people).items():
        if (name, state) in turns:
            assert judge(application, person, {TITLE: (OK, "")}) == 1
        else:
            with pytest.raises(StepForbidden):
                judge(application, person, {TITLE: (OK, "")})
    with pytest.raises(StepForbidden):
        judge(application, application.applicant, {TITLE: (OK, "")})


@pytest.mark.parametrize(
    "wanted",
    [
        {"answer:nonsense": (OK, "")},
        {TITLE: ("maybe", "")},
        {TITLE: (PROBLEM, " ")},
        {TITLE: ("", "only a note")},
        {TITLE: (PROBLEM, "长" * 5000)},
    ],
)
def test_what_does_not_fit_saves_nothing(people: Cast, wanted: dict) -> None:
    application = application_in(State.FORMAL_REVIEW, people=people)
    with pytest.raises(ReviewRefused):
        judge(application, people.case_manager, {COST: (OK, "")} | wanted)
    assert said(application) == {}


def test_the_database_wants_a_reason_and_one_verdict_each(people: Cast) -> None:
    application = application_in(State.FORMAL_REVIEW, people=people)
    row = {"application": application, "stage": ReviewStage.FORMAL, "target": TITLE, "by": people.case_manager}
    with pytest.raises(IntegrityError), transaction.atomic():
        FieldVerdict.objects.create(**row, verdict=Judgment.PROBLEM)
    FieldVerdict.objects.create(**row, verdict=Judgment.OK)
    with pytest.raises(IntegrityError), transaction.atomic():
        FieldVerdict.objects.create(**row, verdict=Judgment.OK)


def test_the_formal_review_ends_when_everything_was_looked_at(people: Cast) -> None:
    application = application_in(State.FORMAL_REVIEW, people=people)
    judge(application, people.case_manager, {TITLE: (PROBLEM, "与合同不一致")})
    with pytest.raises(ReviewRefused):
        application_flow.take(application, "send_to_verification", people.case_manager)
    assert judge_rest(application, people.case_manager) == len(targets(application)) - 1
    assert judge_rest(application, people.case_manager) == 0
    assert said(application)[("formal", TITLE)] == (PROBLEM, "与合同不一致")
    application_flow.take(application, "send_to_verification", people.case_manager)
    assert application.state == State.VERIFICATION


def test_a_verdict_that_stays_keeps_whose_it_is(people: Cast) -> None:
    application = application_in(State.FORMAL_REVIEW, people=people)
    judge(application, people.case_manager, {TITLE: (OK, ""), COST: (OK, "")})
    before = dict(application.verdicts.values_list("target", "pk"))
    judge(application, people.case_manager, {TITLE: (OK, ""), COST: ("", "")})
    assert dict(application.verdicts.values_list("target", "pk")) == {TITLE: before[TITLE]}


def test_the_districts_problems_are_the_draft_of_the_correction(people: Cast) -> None:
    application = application_in(State.SUBMITTED, people=people)
    client = signed_in(people.district)
    number = place(application, TITLE)
    data = {f"verdict_{number}": PROBLEM, f"note_{number}": "名称与合同不一致", "correct": "1"}
    answer = client.post(url("review", application), data)
    assert answer.url == url("step", application, "request_correction")
    form = client.get(answer.url).context["form"]
    marked = {name: (form[f"mark_{n}"].initial, form[f"why_{n}"].initial) for n, name in enumerate(form.names)}
    assert marked == dict.fromkeys(form.names, (False, "")) | {TITLE: (True, "名称与合同不一致")}


def test_only_what_was_changed_is_judged_again(people: Cast) -> None:
    """And only what the request names can be changed."""
    application = application_in(State.SUBMITTED, people=people)
    judge(application, people.district, {TITLE: (PROBLEM, "不一致")}, rest=True)
    lines = [{"target": TITLE, "why": "不一致"}, {"target": "answer:project_summary", "why": "不清楚"}]
    application_flow.take(application, "request_correction", people.district, lines=lines)
    request = open_request(application)
    for line in request.lines.all():
        value = "新的名称" if line.target == TITLE else application.answers["project_summary"]
        correct_value(application, line, value, "")
    application_flow.take(application, "resubmit", application.applicant)
    everything = {("acceptance", target) for target in targets(application)}
    assert set(said(application)) == everything - {("acceptance", TITLE)}
    page = signed_in(people.district).get(url("review", application)).context
    assert {row["target"] for row in page["rows"] if row["changed"]} == {TITLE}


def test_only_the_named_fields_are_open(people: Cast) -> None:
    application = application_in(State.SUBMITTED, people=people)
    judge(application, people.district, {TITLE: (PROBLEM, "不一致")}, rest=True)
    lines = [{"target": TITLE, "why": "不一致"}]
    application_flow.take(application, "request_correction", people.district, lines=lines)
    (line,) = open_request(application).lines.all()
    client = signed_in(application.applicant)
    with translation.override("en"):
        pages = {pk: reverse("enterprises:correction", args=[application.number, pk]) for pk in (line.pk, line.pk + 1)}
    found = {pk: client.get(page).status_code for pk, page in pages.items()}
    assert found[line.pk] == 200
    assert found[line.pk + 1] != 200
    posted = {"project_title": "新的名称", "project_summary": "偷改", "eligible_cost_cny": "1", "answer": ""}
    client.post(pages[line.pk], posted)
    before = (application.answers["project_summary"], application.facts["eligible_cost_cny"])
    application.refresh_from_db()
    assert application.answers["project_title"] == "新的名称"
    assert (application.answers["project_summary"], application.facts["eligible_cost_cny"]) == before
    with pytest.raises(CorrectionError):
        find_line(application, line.pk + 1)


def test_the_page_judges_and_judges_the_rest(people: Cast) -> None:
    application = application_in(State.FORMAL_REVIEW, people=people)
    client = signed_in(people.case_manager)
    page = client.get(url("review", application))
    assert (page.status_code, page.context["left"]) == (200, len(targets(application)))
    assert {row["target"] for row in page.context["rows"]} == set(targets(application))
    number = place(application, COST)
    wrong = client.post(url("review", application), {f"verdict_{number}": PROBLEM, f"note_{number}": "x" * 5000})
    assert (wrong.status_code, said(application)) == (422, {})
    wrong = client.post(url("review", application), {f"verdict_{number}": "<b>", "verdict_999": OK})
    assert (wrong.status_code, said(application)) == (422, {})
    data = {f"verdict_{number}": PROBLEM, f"note_{number}": "凭证不足", "rest": "1"}
    assert client.post(url("review", application), data).status_code == 302
    assert len(said(application)) == len(targets(application))
    assert said(application)[("formal", COST)] == (PROBLEM, "凭证不足")


def test_others_read_the_page_or_do_not_find_it(people: Cast) -> None:
    application = application_in(State.FORMAL_REVIEW, people=people)
    seen = {}
    for name, person in vars(people).items():
        client = signed_in(person)
        seen[name] = (client.get(url("review", application)).status_code,
                      client.post(url("review", application), {"rest": "1"}).status_code)  # fmt: skip
    assert seen == {
        "district": (200, 403), "case_manager": (200, 302), "leader": (200, 403), "finance": (200, 403),
        "auditor": (404, 404), "expert": (404, 404),
    }  # fmt: skip


def read(client: Client, address: str) -> HttpResponse:
    """With its file, so that it is closed again."""
    answer = client.get(address)
    b"".join(answer.streaming_content)
    return answer


def test_the_paper_stands_in_a_frame_of_our_own_and_of_nobody_else(people: Cast) -> None:
    call = CallFactory()
    needs_paper(call.measure)
    application = application_in(State.FORMAL_REVIEW, people=people, call=call)
    Attachment.objects.update(state=ScanState.CLEAN)
    client = signed_in(people.case_manager)
    page = client.get(url("review", application))
    frame = page.context["document"]["inline"]
    assert frame in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    shown, plain = read(client, frame), read(client, frame.partition("?")[0])
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert shown["Content-Security-Policy"].startswith("default-src 'none'; frame-ancestors 'self'")
    assert plain["Content-Disposition"].startswith("attachment")
    assert (plain["X-Frame-Options"], plain["Content-Security-Policy"]) == ("DENY", "sandbox; default-src 'none'")
    assert "frame-src" not in client.get(url("change", application))["Content-Security-Policy"]
    assert signed_in(people.auditor).get(frame).status_code == 404
    Attachment.objects.update(media_type="application/vnd.ofd")
    assert read(client, frame)["Content-Disposition"].startswith("attachment")
    assert client.get(url("review", application) + "?paper=nonsense").status_code == 200
