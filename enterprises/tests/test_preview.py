"""Whoever signs reads the letter and the last check of credit first; the preview is no letter yet."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.credit.checking import latest_check
from enterprises.credit.enums import CreditMoment
from enterprises.decisions.letters import letter_data, letter_of
from enterprises.decisions.preview import draft_to_sign, preview_of
from enterprises.enums import State
from enterprises.models import Application
from enterprises.tests.credit_records import CreditRecordFactory
from enterprises.tests.factories import CallFactory, Cast, application_in, cast, take
from enterprises.tests.test_letters import fresh, text_of
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.dates import moment_text

pytestmark = pytest.mark.django_db
LONG = [Role.CASE_MANAGER, Role.FINANCE, Role.LEADERSHIP]


@pytest.fixture
def people() -> Cast:
    return cast()


def opened(user: User, name: str, application: Application, *more: str) -> tuple[int, bytes]:
    client = Client()
    client.force_login(user)
    with translation.override("en"):
        answer = client.get(reverse(f"admin:enterprises_application_{name}", args=[application.pk, *more]))
    return answer.status_code, answer.content


def test_the_preview_is_the_letter_that_goes_out_but_for_its_code(people: Cast) -> None:
    application = application_in(State.DECIDING, people=people)
    before = preview_of(fresh(application), people.leader)["letter"]
    drafted = letter_data(draft_to_sign(fresh(application), people.leader))
    take(application, "sign_approval", people)
    take(application, "publish_notice", people)
    issued = letter_data(letter_of(fresh(application)))
    assert {name for name in issued if issued[name] != drafted[name]} == {
        "preview", "code", "verify_at", "qr", "sha256", "signatures",
    }  # fmt: skip
    assert (drafted["code"], drafted["qr"], drafted["preview"], issued["preview"]) == ("", [], True, False)
    assert (before["outcome"], before["amount"]) == (issued["outcome"], issued["amount"])
    assert [one["role"] for one in drafted["signatures"]] == [one["role"] for one in issued["signatures"]]
    assert [one["on"] for one in drafted["signatures"]] == [""]


def test_the_paper_says_that_it_is_a_preview(people: Cast) -> None:
    application = application_in(State.DECIDING, people=people)
    status, body = opened(people.leader, "preview", application)
    text = text_of(body)
    assert (status, "预览" in text, "尚未签批" in text, "75,000元" in text) == (200, True, True, True)
    assert ("验证码·" in text, application.decisions.get().code) == (False, "")
    take(application, "sign_approval", people)
    take(application, "publish_notice", people)
    assert "预览" not in text_of(opened(people.leader, "letter", application)[1])


def test_each_signer_has_it_in_their_turn_and_nobody_else(people: Cast) -> None:
    application = application_in(State.DECIDING, people=people, call=CallFactory(sign_off_chain=LONG))

    def readers() -> set[str]:
        found = {name: opened(user, "preview", application)[0] for name, user in vars(people).items()}
        return {name for name, status in found.items() if status == 200}

    assert readers() == {"finance"}
    application_flow.take(fresh(application), "countersign", people.finance)
    assert readers() == {"leader"}
    application_flow.take(fresh(application), "return_draft", people.leader, "请核对金额。")
    assert readers() == set()


def test_it_stands_with_the_credit_on_the_page_of_the_case_and_of_the_step(people: Cast) -> None:
    application = application_in(State.DECIDING, people=people)
    made = latest_check(application, CreditMoment.DECISION)
    for name, more in (("change", ()), ("step", ("sign_approval",))):
        page = opened(people.leader, name, application, *more)[1].decode()
        assert page.count('id="letter-preview"') == page.count('id="before-signing"') == 1, name
        with translation.override("en"):
            assert moment_text(made.at) in page, name
    drafters = opened(people.case_manager, "change", application)[1].decode()
    assert 'id="letter-preview"' not in drafters


def test_a_list_that_changed_since_the_check_is_told(people: Cast) -> None:
    application = application_in(State.DECIDING, people=people)
    assert preview_of(fresh(application), people.leader)["lists_agree"]
    CreditRecordFactory(credit_code=application.enterprise.credit_code)
    assert not preview_of(fresh(application), people.leader)["lists_agree"]
