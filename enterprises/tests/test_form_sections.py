"""The call's own questions in an application: asked, saved, handed in, corrected, by the version it began with."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from enterprises.actions import give_paper
from enterprises.check_answers import answered_sections
from enterprises.demo.answers import complete_form
from enterprises.drafting import save_section
from enterprises.enums import FormState, State
from enterprises.exceptions import Incomplete
from enterprises.models import Application, FormField, FormVersion, Paper
from enterprises.sections import definition, missing_sections, sections_of, targets
from enterprises.tests.call_forms import long_form, publish, warehouse_form
from enterprises.tests.factories import CallFactory, cast, draft, official, pdf
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.calendars.workdays import is_workday
from portal.core import clock

pytestmark = pytest.mark.django_db
STANDARD = ["contact", "conditions", "project", "bank", "papers"]


def url(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"enterprises:{name}", args=args)


@pytest.fixture
def application() -> Application:
    call = CallFactory()
    warehouse_form(call, published=True)
    return draft(call=call)


def again(application: Application) -> Application:
    return Application.objects.for_page().get(pk=application.pk)


def post(client, application: Application, section: str, **typed: object):
    client.force_login(application.applicant)
    sent = {"version": str(application.form_version_id), "seen": "0"} | typed
    return client.post(url("section", application.number, section), sent)


class TestWriting:
    def test_the_sections_of_the_form_stand_in_the_task_list_as_the_answers_bring_them_up(self, client, application):
        assert [one.slug for one in sections_of(application)] == [*STANDARD[:3], "warehouse", *STANDARD[3:]]
        post(client, application, "warehouse", operator="own", area="800")
        found = again(application)
        assert [one.slug for one in sections_of(found)] == [*STANDARD[:3], "warehouse", "costs", *STANDARD[3:]]
        page = client.get(url("tasks", application.number)).content.decode()
        assert "Section costs" in page

    def test_without_a_form_there_are_the_standard_sections_only(self):
        assert [one.slug for one in sections_of(draft())] == STANDARD

    def test_what_is_asked_only_then_is_not_saved_otherwise(self, client, application):
        answer = post(client, application, "warehouse", operator="own", landlord="hidden", area="800", bank_name="X")
        assert answer.status_code == 302
        stored = again(application).answers
        assert {name: stored.get(name) for name in ("operator", "area", "landlord")} == {
            "operator": "own",
            "area": "800",
            "landlord": None,
        }
        assert stored["bank_name"] != "X"

    def test_a_file_of_a_field_is_a_paper_of_the_application(self, client, application):
        answer = post(client, application, "warehouse", operator="rented", landlord="A", area="200", lease=pdf("l.pdf"))
        assert answer.status_code == 302
        paper = application.papers.get()
        assert (paper.code, paper.attachment.original_name) == ("field:lease", "l.pdf")
        assert again(application).answers.get("lease") is None
        page = client.get(url("section", application.number, "warehouse")).content.decode()
        assert "l.pdf" in page
        client.post(url("remove_paper", application.number, paper.pk))
        assert not application.papers.filter(replaced_at=None).exists()

    def test_a_field_takes_no_more_files_than_its_limit(self, client, application):
        FormField.objects.filter(code="lease").update(limits={"max_files": 1})
        application.form_version.save()  # a process keeps a version by its times
        rented = {"operator": "rented", "landlord": "A", "area": "200"}
        assert post(client, application, "warehouse", lease=pdf("one.pdf"), **rented).status_code == 302
        answer = post(client, application, "warehouse", lease=pdf("two.pdf"), seen="1", **rented)
        assert answer.status_code == 422
        assert "at most 1 files" in answer.content.decode()
        assert application.papers.count() == 1

    def test_a_row_is_added_without_saving_and_without_a_script(self, client, application):
        post(client, application, "warehouse", operator="own", area="800")
        row = {"invoices-rows": "1", "invoices-0-number": "F-1", "add_row": "invoices"}
        page = post(client, application, "costs", **row).content.decode()
        assert 'name="invoices-1-number"' in page
        assert 'value="F-1"' in page
        assert "invoices" not in again(application).answers

    def test_a_page_of_another_version_is_refused(self, client, application):
        answer = post(client, application, "warehouse", operator="own", area="800", version="99")
        assert answer.status_code == 409
        missing = client.post(url("section", application.number, "warehouse"), {"operator": "own", "area": "800"})
        assert missing.status_code == 409
        assert "operator" not in again(application).answers

    def test_a_running_application_keeps_its_version(self, client, application):
        old = application.form_version
        FormVersion.objects.filter(pk=old.pk).update(state=FormState.REPLACED)
        new = warehouse_form(application.call, published=True, number=2)
        assert definition(again(application)).version_pk == old.pk
        assert draft(call=application.call).form_version_id == new.pk
        assert post(client, application, "warehouse", operator="own", area="800").status_code == 302
        answer = post(client, application, "warehouse", operator="own", area="900", version=str(new.pk))
        assert answer.status_code == 409


def test_a_section_of_a_form_with_120_fields_is_saved_in_at_most_twenty_queries(client):
    call = CallFactory()
    publish(long_form(call, 120))
    application = draft(call=call)
    typed = {f"f_{number}": f"answer {number}" for number in range(10)}
    post(client, application, "part_0", **dict.fromkeys(typed, "first"))
    sent = typed | {"version": str(application.form_version_id), "seen": "1"}
    with CaptureQueriesContext(connection) as queries:
        assert client.post(url("section", application.number, "part_0"), sent).status_code == 302
    statements = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= 20, "\n".join(statements)
    assert {name: again(application).answers[name] for name in typed} == typed


class TestHandingIn:
    def test_it_is_incomplete_without_the_forms_sections(self, application):
        assert [one.slug for one in missing_sections(application)] == ["warehouse"]
        with pytest.raises(Incomplete):
            application_flow.take(application, "submit", application.applicant)

    def test_answers_files_and_version_are_in_the_snapshot_and_on_the_pages(self, client, application):
        complete_form(application, application.applicant)
        assert missing_sections(application) == []
        application_flow.take(application, "submit", application.applicant)
        content = application.snapshots.get().content
        assert content["form"] == application.form_version.number
        assert content["answers"]["operator"] == "own"
        rows = {row["target"]: row for one in answered_sections(again(application)) for row in one.rows}
        assert rows["answer:operator"]["value"] in {"自建", "Own"}
        client.force_login(official(Role.CASE_MANAGER))
        with translation.override("en"):
            desk = client.get(reverse("admin:enterprises_application_change", args=[application.pk]))
        assert "Question operator" in desk.content.decode()

    def test_an_answer_whose_question_disappeared_is_not_handed_in(self, application):
        people = application.applicant
        answers = {"operator": "rented", "landlord": "A", "area": "200"}
        save_section(application, "warehouse", user=people, answers=answers, seen=0, done=True)
        give_paper(application, "field:lease", pdf("l.pdf"), people)
        save_section(application, "warehouse", user=people, answers={"operator": "own"}, seen=1, done=True)
        application_flow.take(application, "submit", people)
        assert "landlord" not in application.snapshots.get().content["answers"]

    def test_a_submission_with_a_form_takes_at_most_twenty_queries(self, client, application):
        complete_form(application, application.applicant)
        client.force_login(application.applicant)
        client.get(url("check", application.number))
        is_workday(clock.today())
        with CaptureQueriesContext(connection) as queries:
            assert client.post(url("check", application.number), {"declaration": "on"}).status_code == 302
        statements = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(statements) <= 20, "\n".join(statements)


class TestCorrecting:
    def corrected(self, application: Application, target: str):
        people = cast(application.unit.code)
        complete_form(application, application.applicant)
        application_flow.take(application, "submit", application.applicant)
        lines = [{"target": target, "why": "与合同不一致", "how": ""}]
        application_flow.take(application, "request_correction", people.district, lines=lines)
        return application.requests.get().lines.get()

    def test_a_field_of_the_form_can_be_named_and_corrected_alone(self, client, application):
        line = self.corrected(application, "answer:area")
        client.force_login(application.applicant)
        page = url("correction", application.number, line.pk)
        assert "Question area" in client.get(page).content.decode()
        client.post(page, {"area": "900", "operator": "rented", "answer": ""})
        stored = again(application).answers
        assert (stored["area"], stored["operator"]) == ("900", "own")

    def test_a_file_of_the_form_can_be_named_and_replaced(self, client, application):
        answers = {"operator": "rented", "landlord": "A"}
        save_section(application, "warehouse", user=application.applicant, answers=answers, seen=0, done=False)
        assert targets(application)["paper:field:lease"] in {"题目lease", "Question lease"}
        line = self.corrected(application, "paper:field:lease")
        client.force_login(application.applicant)
        client.post(url("correction", application.number, line.pk), {"file": pdf("new.pdf"), "answer": ""})
        names = Paper.objects.filter(application=application, code="field:lease", replaced_at=None)
        assert [paper.attachment.original_name for paper in names] == ["new.pdf"]

    def test_after_sending_no_file_is_swapped(self, client, application):
        complete_form(application, application.applicant)
        paper = give_paper(application, "field:lease", pdf("first.pdf"), application.applicant)
        application_flow.take(application, "submit", application.applicant)
        client.force_login(application.applicant)
        client.post(url("remove_paper", application.number, paper.pk))
        client.post(url("section", application.number, "warehouse"), {"lease": pdf("other.pdf")})
        assert application.state == State.SUBMITTED
        assert [one.pk for one in application.papers.filter(replaced_at=None, code="field:lease")] == [paper.pk]
