"""The case workspace and the pages of the steps: what they show, what they take, whom they refuse."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enterprises.desk.case_parts import MAIN, SIDE
from enterprises.enums import State
from enterprises.models import Application, Call, Decision
from enterprises.review.verdicts import judge_rest
from enterprises.tests.factories import (
    SHINAN,
    SOUND_ANSWERS,
    CallFactory,
    Cast,
    UserFactory,
    application_in,
    cast,
    district_unit,
    needs_paper,
    official,
    take,
)
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.models import Request, Transition, WorkItem

pytestmark = pytest.mark.django_db
BASE = "/en/admin/enterprises/application/"


@pytest.fixture
def people() -> Cast:
    return cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def case_url(application: Application) -> str:
    return f"{BASE}{application.pk}/change/"


def step_url(application: Application, name: str) -> str:
    return f"{BASE}{application.pk}/step/{name}/"


def state_of(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


# --- the workspace ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["district", "case_manager", "leader"])
def test_as_many_queries_for_a_hundred_events_as_for_one(people: Cast, role: str) -> None:
    call = CallFactory()
    needs_paper(call.measure)
    application = application_in(State.DECIDING, people=people, call=call)
    client = signed_in(getattr(people, role))
    counts = []
    for more in (0, 100):
        moment = clock.now() - timedelta(days=1)
        Transition.objects.bulk_create(
            Transition(
                case_id=application.pk, step="begin_review", source="x", target="y", at=moment, actor=people.leader
            )
            for _ in range(more)
        )
        client.get(case_url(application))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(case_url(application))
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 17 + 2 * len(MAIN + SIDE)


def test_the_case_at_a_glance(people: Cast) -> None:
    call = CallFactory()
    needs_paper(call.measure)
    application = application_in(State.SUBMITTED, people=people, call=call)
    other = application_in(State.ACCEPTED, people=people, enterprise=application.enterprise)
    page = signed_in(people.district).get(case_url(application)).content.decode()
    item = WorkItem.objects.get(case_id=application.pk, closed_at=None)
    for text in (
        application.number,
        application.enterprise.credit_code,
        "CNY 75,000",
        "5 working days, promised",
        f"{item.due_on:%A} {item.due_on.day}",
        SOUND_ANSWERS["project_title"],
        "D05.pdf",
        "clause 3.2",
        other.number,
        "Application submitted",
    ):
        assert text in page, text
    for name in ("accept", "request_correction", "refuse"):
        assert step_url(application, name) in page
    assert step_url(application, "withdraw") not in page


def test_the_account_number_is_for_the_desk_that_pays(people: Cast) -> None:
    application = application_in(State.APPROVED, people=people)
    number = SOUND_ANSWERS["bank_account_number"]
    for user, whole in ((people.district, False), (people.case_manager, False), (people.finance, True)):
        page = signed_in(user).get(case_url(application)).content.decode()
        assert (number in page) is whole
        assert number[-4:] in page


def test_another_districts_official_finds_nothing(people: Cast) -> None:
    """404 on every page, although the stranger has a case of their own."""
    application = application_in(State.SUBMITTED, people=people)
    stranger = signed_in(official(Role.DISTRICT, district_unit(SHINAN)))
    for url in (case_url(application), step_url(application, "accept"), step_url(application, "refuse")):
        assert stranger.get(url).status_code == 404
        assert stranger.post(url, {"comment": "x"}).status_code == 404
    assert stranger.post(f"{BASE}{application.pk}/hold/").status_code == 404
    assert state_of(application) == State.SUBMITTED


def test_the_desk_is_for_officials(people: Cast) -> None:
    """An applicant is sent away, an official without a post is refused, a draft does not exist."""
    application = application_in(State.SUBMITTED, people=people)
    assert signed_in(application.applicant).get(case_url(application)).status_code in {302, 403}
    assert Client().get(case_url(application)).status_code == 302
    assert signed_in(UserFactory(is_staff=True)).get(case_url(application)).status_code == 403
    draft = application_in(State.DRAFT, people=people)
    for user in (people.district, people.case_manager, UserFactory(is_staff=True, is_superuser=True)):
        assert signed_in(user).get(case_url(draft)).status_code == 404


def test_nothing_is_added_deleted_or_edited_by_hand(people: Cast) -> None:
    application = application_in(State.SUBMITTED, people=people)
    root = signed_in(UserFactory(is_staff=True, is_superuser=True))
    assert root.get(f"{BASE}add/").status_code == 403
    assert root.post(f"{BASE}{application.pk}/delete/", {"post": "yes"}).status_code == 403
    root.post(case_url(application), {"state": "approved", "computed_fen": "1"})
    application.refresh_from_db()
    assert (application.state, application.computed_fen) == (State.SUBMITTED, 75_000_00)


def test_taking_a_case_up(people: Cast) -> None:
    """The second of two colleagues learns that the first was quicker; putting it back frees it."""
    application, colleague = application_in(State.SUBMITTED, people=people), official(Role.DISTRICT)
    hold = f"{BASE}{application.pk}/hold/"
    item = WorkItem.objects.get(case_id=application.pk, closed_at=None)
    signed_in(people.district).post(hold, {"seen": ""})
    item.refresh_from_db()
    assert item.holder == people.district
    page = signed_in(colleague).post(hold, {"seen": ""}, follow=True).content.decode()
    assert "a colleague took it first" in page
    item.refresh_from_db()
    assert item.holder == people.district
    signed_in(people.district).post(hold, {"back": "1"})
    item.refresh_from_db()
    assert item.holder is None
    assert signed_in(people.case_manager).post(hold, {"seen": ""}).status_code == 302
    item.refresh_from_db()
    assert item.holder is None, "it lies at another desk"
    assert signed_in(people.district).get(hold).status_code == 405


# --- steps --------------------------------------------------------------------------------------


def test_a_case_goes_its_way_on_these_pages(people: Cast) -> None:
    application = application_in(State.SUBMITTED, people=people)
    decision = {"outcome": "approve", "amount": "75000", "reason": "按规则核定。", "clause": "3.1"}
    way = [
        (people.district, "accept", {}, State.ACCEPTED),
        (people.case_manager, "begin_review", {}, State.FORMAL_REVIEW),
        (people.case_manager, "send_to_verification", {}, State.VERIFICATION),
        (people.case_manager, "draft_decision", decision, State.DECIDING),
        (people.leader, "return_draft", {"comment": "请核对金额。"}, State.DECIDING),
        (people.case_manager, "redraft_decision", decision | {"amount": "70000.50"}, State.DECIDING),
        (people.leader, "sign_approval", {}, State.DECIDING),
        (people.case_manager, "publish_notice", {}, State.PUBLICITY),
        (people.case_manager, "close_notice", {}, State.APPROVED),
    ]
    for user, name, data, state in way:
        client = signed_in(user)
        if name == "publish_notice":
            page = reverse("admin:enterprises_notice_build", args=[application.call_id])
            client.post(page, {"chosen": application.pk, "workdays": 5, "masking": "standard", "publish": "1"})
            assert state_of(application) == state
            continue
        if name == "close_notice":
            take(Application.objects.get(pk=application.pk), name, people)
            continue
        assert client.get(step_url(application, name)).status_code == 200, name
        if name == "send_to_verification":
            judge_rest(Application.objects.get(pk=application.pk), user)
        response = client.post(step_url(application, name), data)
        assert (response.status_code, state_of(application)) == (302, state), name
    application.refresh_from_db()
    assert application.granted_fen == 70_000_50


def test_a_step_of_another_desk_is_refused(people: Cast) -> None:
    application = application_in(State.FORMAL_REVIEW, people=people)
    client = signed_in(people.district)
    assert client.get(step_url(application, "send_to_verification")).status_code == 403
    assert client.post(step_url(application, "send_to_verification")).status_code == 403
    assert client.get(step_url(application, "no_such_step")).status_code == 404
    assert client.get(step_url(application, "withdraw")).status_code == 404
    assert client.get(step_url(application, "close_notice")).status_code == 404
    assert state_of(application) == State.FORMAL_REVIEW


def test_the_drafter_does_not_sign(people: Cast) -> None:
    """Four eyes, also for somebody who sits at both desks."""
    both = official(Role.CASE_MANAGER)
    both.posts.create(unit=both.posts.get().unit, role=Role.LEADERSHIP)
    application = application_in(State.DECIDING, people=people, drafter=both)
    client = signed_in(both)
    assert step_url(application, "sign_approval") not in client.get(case_url(application)).content.decode()
    assert client.post(step_url(application, "sign_approval")).status_code == 403
    assert state_of(application) == State.DECIDING
    assert signed_in(people.leader).post(step_url(application, "sign_approval")).status_code == 302


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_whoever_signs_again_in_another_tab_reads_that_it_is_signed(people: Cast, language: str) -> None:
    application = application_in(State.DECIDING, people=people)
    url = step_url(application, "sign_approval").replace("/en/", f"/{language}/")
    client, colleague = signed_in(people.leader), signed_in(official(Role.LEADERSHIP))
    assert client.post(url).status_code == 302
    words = {"en": f"{people.leader} moved this case on", "zh-hans": f"{people.leader}已于"}[language]
    for again in (client.post, client.get, colleague.post):
        page = again(url, follow=True)
        assert (page.status_code, words in page.content.decode()) == (200, True)
    assert application.sign_offs.count() == 1
    assert signed_in(people.case_manager).post(step_url(application, "return_draft")).status_code == 403


def test_the_second_of_two_officials_reads_who_was_first(people: Cast) -> None:
    application = application_in(State.SUBMITTED, people=people)
    signed_in(people.district).post(step_url(application, "accept"))
    colleague = signed_in(official(Role.DISTRICT))
    response = colleague.post(step_url(application, "refuse"), {"comment": "材料不全"})
    page = response.content.decode()
    assert response.status_code == 409
    assert f"{people.district} moved this case" in page
    assert "材料不全" in page
    assert state_of(application) == State.ACCEPTED
    assert colleague.get(step_url(application, "refuse")).url == case_url(application)


def test_a_reason_is_asked_for_and_what_was_typed_is_kept(people: Cast) -> None:
    application = application_in(State.SUBMITTED, people=people)
    response = signed_in(people.district).post(step_url(application, "refuse"), {"comment": "  "})
    assert response.status_code == 422
    assert "Write the reason or the result" in response.content.decode()
    assert state_of(application) == State.SUBMITTED


# --- corrections --------------------------------------------------------------------------------


def fields_of(application: Application, client: Client, *marked: tuple[str, str, str]) -> dict[str, str]:
    """The form's data with these targets marked, each with why and how."""
    form = client.get(step_url(application, "request_correction")).context["form"]
    places = {target: number for number, target in enumerate(form.names)}
    data = {"kind": "incorrect"}
    for target, why, how in marked:
        number = places[target]
        data |= {f"mark_{number}": "on", f"why_{number}": why, f"how_{number}": how}
    return data


def test_a_correction_is_previewed_before_it_is_sent(people: Cast) -> None:
    application = application_in(State.SUBMITTED, people=people)
    client, url = signed_in(people.district), step_url(application, "request_correction")
    data = fields_of(application, client, ("fact:eligible_cost_cny", "与发票不一致", "按发票填写"))
    page = client.post(url, data | {"preview": "1"}).content.decode()
    assert "As the applicant will read it" in page
    assert page.count("与发票不一致") == 2, "in the preview and still in the field"
    assert (state_of(application), Request.objects.count()) == (State.SUBMITTED, 0)
    assert client.post(url, data).status_code == 302
    assert state_of(application) == State.CORRECTION
    request = Request.objects.get(case_id=application.pk)
    lines = [(line.target, line.why, line.how) for line in request.lines.all()]
    assert (request.kind, lines) == ("incorrect", [("fact:eligible_cost_cny", "与发票不一致", "按发票填写")])


def test_a_correction_names_something_and_says_why(people: Cast) -> None:
    application = application_in(State.SUBMITTED, people=people)
    client, url = signed_in(people.district), step_url(application, "request_correction")
    assert "Mark at least one" in client.post(url, {"kind": "incomplete"}).content.decode()
    unsaid = client.post(url, fields_of(application, client, ("answer:project_title", "", "照合同填写")))
    assert unsaid.status_code == 422
    assert "Say why: the applicant reads it." in unsaid.content.decode()
    assert "照合同填写" in unsaid.content.decode()
    data = fields_of(application, client, ("answer:project_title", "名称不符", ""))
    forgotten = {name: value for name, value in data.items() if not name.startswith("mark")}
    assert "Tick this as well" in client.post(url, forgotten).content.decode()
    assert state_of(application) == State.SUBMITTED


def test_marks_on_the_case_come_along(people: Cast) -> None:
    application = application_in(State.SUBMITTED, people=people)
    client = signed_in(people.district)
    assert 'name="mark" value="answer:bank_name"' in client.get(case_url(application)).content.decode()
    form = client.get(step_url(application, "request_correction") + "?mark=answer:bank_name").context["form"]
    assert [name for name, field in form.fields.items() if field.initial is True] == [
        f"mark_{list(form.names).index('answer:bank_name')}"
    ]


def test_a_second_correction_is_refused_with_the_reason(people: Cast) -> None:
    application = application_in(State.CORRECTION, people=people)
    request = Request.objects.get(case_id=application.pk)
    request.lines.update(answered_at=clock.now())
    take(application, "resubmit", people)
    client = signed_in(people.district)
    data = fields_of(application, client, ("answer:project_title", "名称不符", ""))
    response = client.post(step_url(application, "request_correction"), data)
    assert response.status_code == 409
    assert "already requested once" in response.content.decode()


# --- decisions ----------------------------------------------------------------------------------


def test_the_rules_amount_is_filled_in(people: Cast) -> None:
    application = application_in(State.VERIFICATION, people=people)
    page = signed_in(people.case_manager).get(step_url(application, "draft_decision")).content.decode()
    assert 'name="amount" value="75000"' in page
    assert "CNY 1,000,000" in page


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"amount": ""}, 422, "Enter the amount"),
        ({"amount": "-1"}, 422, "greater than or equal to 0"),
        ({"amount": "75000.001"}, 422, "2 decimal places"),
        ({"amount": "75000.01"}, 409, "at most CNY 75,000"),
        ({"outcome": "perhaps"}, 422, "perhaps is not one of the available choices"),
        ({"reason": " "}, 422, "Give the reason"),
    ],
)
def test_a_decision_that_does_not_fit(people: Cast, changes: dict[str, str], status: int, sentence: str) -> None:
    application = application_in(State.VERIFICATION, people=people)
    data = {"outcome": "approve", "amount": "75000", "reason": "按规则核定。", "clause": "3.1"} | changes
    response = signed_in(people.case_manager).post(step_url(application, "draft_decision"), data)
    assert (response.status_code, sentence in response.content.decode()) == (status, True)
    assert not Decision.objects.exists()
    assert (data["clause"] in response.content.decode()) is True


def test_a_refusal_needs_no_amount(people: Cast) -> None:
    application = application_in(State.VERIFICATION, people=people)
    data = {"outcome": "reject", "amount": "75000", "reason": "不符合第 3.1 条。", "clause": "3.1"}
    assert signed_in(people.case_manager).post(step_url(application, "draft_decision"), data).status_code == 302
    decision = Decision.objects.get()
    assert (decision.outcome, decision.amount_fen, decision.drafter) == ("reject", 0, people.case_manager)


def test_the_signer_sees_the_money_before_and_after(people: Cast) -> None:
    application = application_in(State.DECIDING, people=people)
    page = signed_in(people.leader).get(step_url(application, "sign_approval")).content.decode()
    for text in ("按规则核定。", str(people.case_manager), "CNY 75,000", "CNY 925,000"):
        assert text in page, text


def test_a_signature_over_the_budget_is_refused(people: Cast) -> None:
    application = application_in(State.DECIDING, people=people)
    Call.objects.filter(pk=application.call_id).update(budget_fen=74_999_99)
    response = signed_in(people.leader).post(step_url(application, "sign_approval"))
    assert response.status_code == 409
    assert "CNY 74,999.99" in response.content.decode()
    assert state_of(application) == State.DECIDING
