"""The guard across applications: pointed out politely, without telling whose the other one is."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from enterprises.actions import give_paper
from enterprises.cautions import cautions
from enterprises.drafting import save_section
from enterprises.enums import FieldKind, State
from enterprises.models import Application, Call, Reference
from enterprises.references import normalised, references_of, save_references, twins
from enterprises.tests.call_forms import field, form_version, publish, section
from enterprises.tests.factories import (
    CallFactory,
    DistrictFactory,
    EnterpriseFactory,
    MeasureFactory,
    application_in,
    cast,
    draft,
    needs_paper,
    official,
    pdf,
)
from enterprises.workflow import application_flow
from portal.accounts.enums import Role

pytestmark = pytest.mark.django_db


def invoice_call() -> Call:
    call = CallFactory()
    version = form_version(call)
    part = section(version, "costs")
    field(part, "contract", reference="contract", required=False)
    columns = [{"code": "number", "kind": "text", "zh": "号码", "en": "Number", "reference": "invoice"}]
    field(part, "invoices", FieldKind.TABLE, columns=columns, required=False)
    publish(version)
    return call


def answer(application: Application, *numbers: str, contract: str = "") -> None:
    rows = [{"number": number} for number in numbers]
    revision = 0
    mark = application.section_marks.filter(section="costs").first()
    revision = mark.revision if mark else 0
    answers = {"invoices": rows or None, "contract": contract}
    save_section(application, "costs", user=application.applicant, answers=answers, seen=revision, done=True)


def account(application: Application, number: str) -> None:
    answers = {"bank_account_number": number}
    save_section(application, "bank", user=application.applicant, answers=answers, seen=0, done=True)


def two(own: bool = False, **texts: tuple[str, str]) -> tuple[Application, Application]:
    """A first application that was sent, and a draft; of the same enterprise with `own`."""
    call = invoice_call()
    first = draft(call=call)
    account(first, "10000000000000001")
    enterprise = first.enterprise if own else EnterpriseFactory(district=DistrictFactory())
    second = draft(call=invoice_call(), enterprise=enterprise, applicant=first.applicant if own else None)
    account(second, "20000000000000002")
    return first, second


def send(application: Application) -> Application:
    application_flow.take(application, "submit", application.applicant)
    return application


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FP-2026 001", "fp2026001"),
        ("ＦＰ２０２６００１", "FP2026001"),
        ("FP–2026/001", "FP_2026.001"),
        (" 044001 ", "044001"),
    ],
)
def test_numbers_count_by_what_they_say(one, other):
    assert normalised(one) == normalised(other)


def test_a_long_text_stays_within_its_column():
    assert len(normalised("A" * 5000)) <= 120
    assert normalised("A" * 5000) != normalised("A" * 5001)


class TestReferences:
    def test_fields_tables_files_and_the_account_are_kept_with_the_section(self):
        application = draft(call=invoice_call())
        answer(application, "FP-1", "FP-2", contract="HT 9")
        give_paper(application, "D05", pdf(), application.applicant)
        kinds = sorted(Reference.objects.filter(application=application).values_list("kind", flat=True))
        assert kinds == ["account", "contract", "file", "invoice", "invoice"]
        account_row = Reference.objects.get(application=application, kind="account")
        assert "6222000011112222" not in account_row.value + account_row.shown

    def test_nothing_is_written_when_nothing_changed(self, django_assert_num_queries):
        application = draft(call=invoice_call())
        answer(application, "FP-1")
        references_of(application)
        with django_assert_num_queries(1):
            save_references(application)

    def test_a_change_is_one_delete_and_one_insert(self, django_assert_max_num_queries):
        application = draft(call=invoice_call())
        answer(application, *[f"FP-{n}" for n in range(40)])
        application.answers = application.answers | {"invoices": [{"number": "other"}]}
        application.forget()
        references_of(application)
        with django_assert_max_num_queries(4):
            save_references(application)
        assert Reference.objects.filter(application=application, kind="invoice").count() == 1


class TestTwins:
    def test_the_same_invoice_of_another_enterprise_is_pointed_out_without_its_name(self, client):
        first, second = two()
        answer(first, "FP-2026 001")
        send(first)
        answer(second, "fp2026001")
        client.force_login(second.applicant)
        with translation.override("en"):
            page = client.get(reverse("enterprises:check", args=[second.number])).content.decode()
        assert "An application of another enterprise contains the same invoice: FP-2026 001." in page
        assert first.enterprise.name not in page
        assert first.number not in page

    def test_another_enterprises_draft_is_its_own_business(self):
        first, second = two()
        answer(first, "FP-1")
        answer(second, "FP-1")
        assert twins(second) == []

    def test_the_own_draft_is_named(self):
        first, second = two(own=True)
        answer(first, "FP-1")
        answer(second, "FP-1")
        with translation.override("en"):
            assert [one.text for one in cautions(second)] == [
                f"Your application {first.number} contains the same invoice: FP-1."
            ]
        assert cautions(second, for_official=True) == []

    def test_what_was_withdrawn_is_free_again(self):
        first, second = two()
        answer(first, "FP-1")
        send(first)
        answer(second, "FP-1")
        assert len(twins(second)) == 1
        application_flow.take(first, "withdraw", first.applicant)
        assert twins(second) == []

    def test_other_numbers_are_no_twins(self):
        first, second = two()
        answer(first, "FP-1", contract="FP-2")
        send(first)
        answer(second, "FP-2")
        assert twins(second) == []

    def test_the_own_account_is_the_same_each_time_another_enterprises_is_not(self):
        first, own = two(own=True)
        answer(first, "FP-1")
        account_number = "30000000000000003"
        for one in (first, own):
            answers = {"bank_account_number": account_number}
            save_section(one, "bank", user=one.applicant, answers=answers, seen=1, done=True)
        send(first)
        assert cautions(own) == []
        other = draft()
        account(other, account_number)
        assert [row.kind for row in twins(other)] == ["account"]

    def test_the_official_sees_the_twin_they_may_see(self, client):
        first, second = two()
        for one in (first, second):
            answer(one, "FP-1")
            send(one)
        with translation.override("en"):
            change = reverse("admin:enterprises_application_change", args=[second.pk])
            twin = reverse("admin:enterprises_application_change", args=[first.pk])
        client.force_login(official(Role.CASE_MANAGER))
        assert twin in client.get(change).content.decode()

    def test_a_district_reads_that_there_is_one_elsewhere(self, client):
        first = draft(call=invoice_call(), enterprise=EnterpriseFactory(district=DistrictFactory(code="370202")))
        answer(first, "FP-1")
        send(first)
        second = draft(call=invoice_call())
        answer(second, "FP-1")
        send(second)
        client.force_login(official(Role.DISTRICT, second.unit))
        with translation.override("en"):
            page = client.get(reverse("admin:enterprises_application_change", args=[second.pk])).content.decode()
        assert "lies with another desk" in page
        assert first.number not in page

    def test_the_same_file_is_found(self):
        measure = MeasureFactory()
        needs_paper(measure, "D05")
        first, second = draft(call=CallFactory(measure=measure)), draft(call=CallFactory(measure=MeasureFactory()))
        account(first, "10000000000000001")
        give_paper(second, "D05", pdf("another name.pdf"), second.applicant)
        send(first)
        assert "file" in {row.kind for row in twins(second)}


class TestMoney:
    def test_a_yearly_cap_counts_what_was_granted_in_the_year(self):
        people = cast()
        granted = application_in(State.APPROVED, people=people)
        call = CallFactory(yearly_cap_fen=100_000_00)
        second = draft(call=call, enterprise=granted.enterprise, applicant=granted.applicant)
        with translation.override("en"):
            texts = [one.text for one in cautions(second)]
        assert len(texts) == 1
        assert "25,000" in texts[0]
        call.yearly_cap_fen = 200_000_00
        call.save()
        second.call = call
        second.forget()
        assert cautions(second) == []

    def test_a_measure_that_excludes_this_one(self):
        granted = application_in(State.APPROVED)
        call = CallFactory()
        call.exclusive_measures.add(granted.call.measure)
        second = draft(call=call, enterprise=granted.enterprise, applicant=granted.applicant)
        assert [one.other for one in cautions(second)] == [granted]
        call.exclusive_measures.clear()
        second.forget()
        assert cautions(second) == []

    def test_a_cost_of_the_same_amount_and_day(self):
        first = draft(facts={"cost_date": "2026-01-15"})
        facts = {"eligible_cost_cny": {"number": "150000"}, "cost_date": {"day": "2026-01-15"}}
        second = draft(enterprise=first.enterprise, applicant=first.applicant)
        for one in (first, second):
            one.facts = one.facts | facts
            one.save(update_fields=["facts"])
        assert [one.other for one in cautions(second)] == [first]
        second.facts = second.facts | {"eligible_cost_cny": {"number": str(Decimal(150001))}}
        assert cautions(second) == []
