"""What is known is not asked again: each value says where it came from until somebody changes it."""

import pytest
from django.urls import reverse
from django.utils import translation

from enterprises.accounts_of import account_digest, sealed_for
from enterprises.actions import begin_application
from enterprises.enums import AccountState, Figure, State
from enterprises.models import Application, BankAccount, YearFigure
from enterprises.prefill import FROM_ENTERPRISE, origin_text, prefill_choices
from enterprises.tests.call_forms import field, form_version, publish, section
from enterprises.tests.factories import (
    CallFactory,
    EnterpriseFactory,
    MembershipFactory,
    application_in,
    district_unit,
    draft,
)
from portal.core import clock
from portal.core.sealing import seal

pytestmark = pytest.mark.django_db


def member_of(enterprise):
    district_unit(enterprise.district.code)
    return MembershipFactory(enterprise=enterprise).user


def account_of(enterprise, number: str = "6222000099998888") -> BankAccount:
    user = MembershipFactory(enterprise=enterprise).user
    account = BankAccount.objects.create(
        enterprise=enterprise, holder="崂山示例", bank="示例银行", number_digest=account_digest(number),
        last4=number[-4:], proposed_by=user, expires_at=clock.now(), state=AccountState.CURRENT,
        confirmed_at=clock.now(),
    )  # fmt: skip
    BankAccount.objects.filter(pk=account.pk).update(number_sealed=seal(number, sealed_for(account)))
    return account


def sources(application: Application) -> dict[str, str]:
    return {target: origin["source"] for target, origin in application.sources.items()}


def test_the_account_in_use_is_filled_in_with_its_day():
    enterprise = EnterpriseFactory()
    account_of(enterprise)
    application = begin_application(member_of(enterprise), enterprise, CallFactory(), {})
    assert application.answers["bank_account_number"] == "6222000099998888"
    assert sources(application)["answer:bank_account_number"] == "account"


def test_answers_of_the_self_check_stand_before_everything_else():
    sent = application_in(State.SUBMITTED)
    facts = {"statistics_reported": False}
    application = begin_application(sent.applicant, sent.enterprise, CallFactory(), facts)
    assert application.facts["statistics_reported"] is False
    assert sources(application)["fact:statistics_reported"] == "self_check"


def test_the_last_application_gives_what_lasts_and_no_amount():
    sent = application_in(State.SUBMITTED)
    application = begin_application(sent.applicant, sent.enterprise, CallFactory(), {})
    assert application.answers["contact_phone"] == "0532-85912345"
    assert application.sources["answer:contact_phone"]["ref"] == sent.number
    assert application.facts["independent_legal_person"] is True
    assert "eligible_cost_cny" not in application.facts
    assert "same_cost_funded_elsewhere" not in application.facts
    assert "project_title" not in application.answers


def test_another_enterprises_application_gives_nothing():
    application_in(State.SUBMITTED)
    enterprise = EnterpriseFactory()
    application = begin_application(member_of(enterprise), enterprise, CallFactory(), {})
    assert set(application.answers) == {"contact_name", "contact_email"}
    assert set(sources(application).values()) == {"person"}


def test_nothing_that_is_filled_in_counts_as_completed():
    sent = application_in(State.SUBMITTED)
    assert begin_application(sent.applicant, sent.enterprise, CallFactory(), {}).done_sections == []


def test_fields_of_the_form_are_filled_in_from_the_file_and_its_figures():
    enterprise = EnterpriseFactory(address="青岛市崂山区示例路 1 号")
    YearFigure.objects.create(enterprise=enterprise, year=2024, code=Figure.REVENUE_CNY, declared=1)
    YearFigure.objects.create(enterprise=enterprise, year=2025, code=Figure.REVENUE_CNY, declared=5, verified=7)
    call = CallFactory()
    version = form_version(call)
    part = section(version)
    field(part, "where", prefill="enterprise.address")
    field(part, "revenue", "money", prefill="figure.revenue_cny")
    field(part, "odd", prefill="secret.key")
    publish(version)
    application = begin_application(member_of(enterprise), enterprise, call, {})
    found = {name: application.answers.get(name) for name in ("where", "revenue", "odd")}
    assert found == {"where": "青岛市崂山区示例路 1 号", "revenue": "7", "odd": None}
    assert application.sources["answer:revenue"]["ref"] == "2025"


@pytest.mark.parametrize(("language", "words"), [("en", "Filled in from application"), ("zh-hans", "预填")])
def test_the_source_stands_next_to_the_field_until_the_value_changes(client, language, words):
    sent = application_in(State.SUBMITTED)
    application = begin_application(sent.applicant, sent.enterprise, CallFactory(), {})
    client.force_login(sent.applicant)
    with translation.override(language):
        page = reverse("enterprises:section", args=[application.number, "contact"])
    assert words in client.get(page).content.decode()
    typed = {"contact_name": "New", "contact_phone": "0532-11112222", "contact_email": "n@example.test", "seen": "0"}
    assert client.post(page, typed).status_code == 302
    assert words not in client.get(page).content.decode()


def test_two_clicks_begin_one_draft():
    application = draft()
    again = begin_application(application.applicant, application.enterprise, application.call, {})
    assert again.pk == application.pk


def test_every_source_has_a_name_and_a_sentence():
    codes = [code for code, _label in prefill_choices()]
    assert set(FROM_ENTERPRISE) < set(codes)
    assert len(codes) == len(set(codes))
    assert origin_text({"source": "unheard", "ref": "", "on": "2026-01-01"}) == ""
    assert origin_text(None) == ""
