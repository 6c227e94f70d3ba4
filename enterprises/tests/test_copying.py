"""Last year's application as the beginning of this year's: what holds is taken, what does not is named."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from enterprises.copying import calls_to_copy_into, copy_application, plan_of
from enterprises.enums import FieldKind, State
from enterprises.exceptions import NotCopied
from enterprises.models import Application, Call, VaultPaper
from enterprises.tests.call_forms import field, form_version, publish, section
from enterprises.tests.factories import (
    CallFactory,
    MeasureFactory,
    UserFactory,
    application_in,
    draft,
    needs_paper,
    pdf,
)
from enterprises.vault import copy_from_vault, keep
from enterprises.workflow import application_flow
from portal.attachments.actions import scan
from portal.core import clock

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"enterprises:{name}", args=args)


def with_form(call: Call) -> Call:
    version = form_version(call)
    part = section(version, "site")
    field(part, "describe", FieldKind.LONG_TEXT, required=False)
    field(part, "contract", reference="contract", required=False)
    field(part, "area", FieldKind.NUMBER, required=False)
    field(part, "begun", FieldKind.DATE, required=False)
    field(part, "true", FieldKind.STATEMENT, required=False)
    publish(version)
    return call


@pytest.fixture
def last_year() -> Application:
    measure = MeasureFactory()
    needs_paper(measure, "D05")
    needs_paper(measure, "D07")
    call = with_form(CallFactory(measure=measure))
    application = draft(call=call)
    answers = {"describe": "A", "contract": "HT-1", "area": "5", "begun": "2025-08-01", "true": True}
    application.answers = application.answers | answers
    application.done_sections = [*application.done_sections, "site"]
    application.save(update_fields=["answers", "done_sections"])
    application.papers.all().delete()
    application.forget()
    return application


@pytest.fixture
def this_year(last_year) -> Call:
    measure = last_year.call.measure
    return with_form(
        CallFactory(measure=measure, period_from=date(2026, 7, 1), period_to=date(2027, 6, 30), code="NEXT")
    )


def from_vault(application: Application, code: str, valid_until: date | None) -> VaultPaper:
    kept = keep(application.enterprise, application.applicant, pdf(f"{code}.pdf"), title=code, valid_until=valid_until)
    scan(kept.attachment)
    kept.attachment.refresh_from_db()
    copy_from_vault(kept, application, code, application.applicant)
    return kept


def sent(application: Application) -> Application:
    application_flow.take(application, "submit", application.applicant)
    return application


def test_what_holds_is_taken_with_its_source(last_year, this_year):
    from_vault(last_year, "D05", clock.today() + timedelta(days=400))
    from_vault(last_year, "D07", None)
    made = copy_application(sent(last_year), this_year, last_year.applicant)
    assert (made.state, made.call, made.copied_from) == (State.DRAFT, this_year, last_year)
    assert made.answers["project_title"] == last_year.answers["project_title"]
    assert made.answers["describe"] == "A"
    assert made.sources["answer:describe"] == {
        "source": "copy", "ref": last_year.number, "on": clock.today().isoformat(),
    }  # fmt: skip
    assert made.facts["statistics_reported"] is True
    assert sorted(made.papers.values_list("code", flat=True)) == ["D05", "D07"]
    assert made.done_sections == []


def test_what_belongs_to_the_old_period_is_not(last_year, this_year):
    from_vault(last_year, "D05", None)
    from_vault(last_year, "D07", None)
    made = copy_application(sent(last_year), this_year, last_year.applicant)
    for name in ("contract", "area", "begun", "true", "project_summary", "performance_target"):
        assert name not in made.answers, name
    assert "eligible_cost_cny" not in made.facts


def test_a_paper_whose_validity_ended_is_named_and_not_taken(last_year, this_year):
    from_vault(last_year, "D05", clock.today())
    from_vault(last_year, "D07", clock.today() + timedelta(days=40))
    sent(last_year)
    with clock.at(clock.now() + timedelta(days=1)), translation.override("en"):
        plan = plan_of(last_year, this_year)
        made = copy_application(last_year, this_year, last_year.applicant)
    assert [paper.code for paper in plan.papers] == ["D07"]
    assert any("D05.pdf" in line.label and line.why for line in plan.left)
    assert list(made.papers.values_list("code", flat=True)) == ["D07"]


def test_a_copy_is_a_file_of_its_own(last_year, this_year):
    from_vault(last_year, "D05", None)
    from_vault(last_year, "D07", None)
    made = copy_application(sent(last_year), this_year, last_year.applicant)
    old, new = last_year.papers.get(code="D05").attachment, made.papers.get(code="D05").attachment
    assert (old.sha256 == new.sha256, old.pk == new.pk, old.storage_name == new.storage_name) == (True, False, False)


class TestPages:
    def test_from_the_case_to_the_new_draft(self, client, last_year, this_year):
        from_vault(last_year, "D05", None)
        from_vault(last_year, "D07", None)
        sent(last_year)
        client.force_login(last_year.applicant)
        assert url("copy", last_year.number) in client.get(url("case", last_year.number)).content.decode()
        page = client.get(url("copy", last_year.number)).content.decode()
        assert "It belongs to the earlier period." in page
        answer = client.post(url("copy", last_year.number), {"call": "NEXT"})
        made = Application.objects.get(copied_from=last_year)
        assert answer.url == url("copied", made.number)
        assert "Statements are made anew each time." in client.get(answer.url).content.decode()
        assert answer.url in client.get(url("tasks", made.number)).content.decode()

    def test_the_call_offers_it(self, client, last_year, this_year):
        from_vault(last_year, "D05", None)
        from_vault(last_year, "D07", None)
        sent(last_year)
        client.force_login(last_year.applicant)
        assert url("copy", last_year.number) in client.get(url("apply", "NEXT")).content.decode()

    def test_a_call_of_another_measure_or_one_that_is_closed_is_refused(self, client):
        earlier = application_in(State.SUBMITTED)
        other = CallFactory(code="OTHER")
        client.force_login(earlier.applicant)
        answer = client.post(url("copy", earlier.number), {"call": other.code})
        assert answer.status_code == 409
        assert Application.objects.count() == 1

    def test_another_enterprises_application_is_not_there(self, client, last_year, this_year):
        stranger = draft().applicant
        client.force_login(stranger)
        assert client.post(url("copy", last_year.number), {"call": "NEXT"}).status_code == 404
        client.force_login(UserFactory())
        assert client.get(url("copied", last_year.number)).status_code == 404

    def test_twice_is_once(self, client):
        earlier = application_in(State.SUBMITTED)
        period = {"period_from": date(2026, 7, 1), "period_to": date(2027, 6, 30)}
        call = CallFactory(measure=earlier.call.measure, **period)
        assert calls_to_copy_into(earlier) == [call]
        copy_application(earlier, call, earlier.applicant)
        assert calls_to_copy_into(earlier) == []
        with pytest.raises(NotCopied):
            copy_application(earlier, call, earlier.applicant)
