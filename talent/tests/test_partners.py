"""Partner authorities: asked about several cases, handed a sheet, answered by it; refused rows by row and column."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from enterprises.tests.factories import UnitFactory, official
from policies.models import ImportJob
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from talent import consents
from talent.cases.enums import CaseKind, CaseState, CheckCode, Standing
from talent.enums import ConsentKind
from talent.models import PartnerQuestion, TalentCase
from talent.tests.cases import TalentCast, agency, reread, talent_case_in, talent_cast
from talent.tests.people import NUMBER

pytestmark = pytest.mark.django_db
URL = "/en/admin/talent/partnerquestion/"
S = CaseState


@pytest.fixture
def people() -> TalentCast:
    translation.activate("en")
    return talent_cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def later(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def sheet(client: Client, query: str = "") -> list[dict[str, str]]:
    """The file as the authority gets it, row by row."""
    answer = client.post(f"{URL}export/{query}", {"format": "0"})
    assert answer.status_code == 200
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    return [dict(zip(rows[0], ["" if cell is None else str(cell) for cell in row], strict=True)) for row in rows[1:]]


def brought(client: Client, rows: list[dict[str, str]]) -> ImportJob:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    file = SimpleUploadedFile("answers.csv", out.getvalue().encode("utf-8-sig"), "text/csv")
    answer = client.post(f"{URL}import/", {"file": file, "encoding": ""})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return ImportJob.objects.order_by("pk").last()


def applied(client: Client, job: ImportJob) -> ImportJob:
    client.post(f"{URL}import/{job.pk}/", {"fingerprint": job.fingerprint})
    return ImportJob.objects.get(pk=job.pk)


RESULT, SAID = "Result: confirms or does not confirm", "What the authority says"


def problems(job: ImportJob) -> list[tuple[int, str]]:
    return [(one["row"], one["name"]) for one in job.problems]


def asked(people: TalentCast, count: int = 2) -> list[TalentCase]:
    return [talent_case_in(S.WITH_PARTNER, people) for _one in range(count)]


def test_one_question_is_put_about_several_cases(people: TalentCast) -> None:
    wanted = [talent_case_in(S.CHECKING, people) for _one in range(2)]
    without = talent_case_in(S.CHECKING, people, CaseKind.INVITATION)
    client = signed_in(people.desk)
    shown = [row["number"] for row in client.get(f"{URL}ask/").context["rows"]]
    assert sorted(shown) == sorted(case.number for case in wanted)
    sent: dict[str, Any] = {"agency": agency().pk, "question": "Do they meet A3?", "due_on": later(7)}
    assert client.post(f"{URL}ask/", sent).status_code == 422
    answer = client.post(f"{URL}ask/", sent | {"chosen": [case.pk for case in (*wanted, without)]})
    assert answer.status_code == 302
    assert {reread(case).state for case in wanted} == {S.WITH_PARTNER}
    assert reread(without).state == S.CHECKING
    assert {one.due_on.isoformat() for one in PartnerQuestion.objects.all()} == {later(7)}


def test_the_sheet_holds_what_the_authority_needs_and_nothing_sealed(people: TalentCast) -> None:
    first, second = asked(people)
    answered = talent_case_in(S.WITH_PARTNER, people)
    signed_in(people.desk).post(
        f"/en/admin/talent/talentcase/{answered.pk}/step/enter_answer/", {"confirmed": "yes", "reference": "K-1"}
    )
    rows = sheet(signed_in(people.desk), "?standing=open")
    assert sorted(row["Case"] for row in rows) == sorted([first.number, second.number])
    assert {row["Person"] for row in rows} == {"HONG GIL DONG"}
    assert {row[RESULT] for row in rows} == {""}
    assert not any(NUMBER in cell or "1990" in cell for row in rows for cell in row.values())
    assert all(row["Passport (last characters)"].endswith(NUMBER[-3:]) for row in rows)


def test_who_has_withdrawn_the_consent_to_be_passed_on_stands_in_no_sheet(people: TalentCast) -> None:
    asked(people)
    stays = talent_case_in(S.WITH_PARTNER, talent_cast(2))
    consents.withdraw(people.person, ConsentKind.SHARE_AUTHORITY, people.person.user)
    client = signed_in(people.desk)
    assert [row["Case"] for row in sheet(client, "?standing=open")] == [stays.number]
    # The page before the file counts what will be in it.
    export = reverse("admin:talent_partnerquestion_export")
    assert client.get(f"{export}?standing=open").context["count"] == 1


def test_answers_are_tried_imported_and_the_same_file_changes_nothing(people: TalentCast) -> None:
    first, second = asked(people)
    client = signed_in(people.desk)
    rows = {row["Case"]: row for row in sheet(client, "?standing=open")}
    rows[first.number] |= {RESULT: "confirms", "Reference of the answer": "K-2026-7"}
    rows[second.number] |= {RESULT: "does not confirm", SAID: "No proof of A3."}
    job = brought(client, list(rows.values()))
    assert (job.new_count, job.changed_count, job.problem_count) == (0, 2, 0)
    # The dry run has moved nothing.
    assert {reread(case).state for case in (first, second)} == {S.WITH_PARTNER}
    assert applied(client, job).phase == "done"
    assert {reread(case).state for case in (first, second)} == {S.CHECKING}
    standings = [case.checks.get(code=CheckCode.CONFIRMATION).standing for case in (first, second)]
    assert standings == [Standing.DONE, Standing.NEEDED]
    answer = first.partner_questions.get()
    assert (answer.confirmed, answer.reference, answer.entered_by) == (True, "K-2026-7", people.desk)
    again = brought(client, list(rows.values()))
    assert (again.changed_count, again.same_count, again.problem_count) == (0, 2, 0)


def test_rows_that_do_not_fit_are_named_by_row_and_column(people: TalentCast) -> None:
    first, second = asked(people)
    third = talent_case_in(S.WITH_PARTNER, people)
    client = signed_in(people.desk)
    rows = {row["Case"]: row for row in sheet(client, "?standing=open")}
    a, b, c = (dict(rows[case.number]) for case in (first, second, third))
    unknown = a | {"Line": "TC-2026-000000-9", RESULT: "confirms"}
    a |= {"Case": second.number, RESULT: "confirms"}
    b |= {RESULT: "does not confirm", SAID: ""}
    c |= {RESULT: "perhaps"}
    job = brought(client, [a, b, c, unknown])
    assert problems(job) == [(2, "case"), (3, "answer"), (4, "result"), (5, "line")]
    assert {reread(case).state for case in (first, second, third)} == {S.WITH_PARTNER}
    assert client.get(f"{URL}import/{job.pk}/errors.csv").status_code == 200


def test_an_answer_is_not_taken_back_by_a_file(people: TalentCast) -> None:
    (case,) = asked(people, 1)
    client = signed_in(people.desk)
    (row,) = sheet(client)
    row[RESULT] = "confirms"
    applied(client, brought(client, [row]))
    assert problems(brought(client, [row | {RESULT: "does not confirm", SAID: "x"}])) == [(2, "result")]
    assert problems(brought(client, [row | {RESULT: "", SAID: ""}])) == [(2, "result")]
    assert reread(case).partner_questions.get().confirmed is True


def test_a_case_that_was_withdrawn_waits_for_no_answer(people: TalentCast) -> None:
    from talent.workflow import talent_case_flow

    (case,) = asked(people, 1)
    client = signed_in(people.desk)
    (row,) = sheet(client)
    talent_case_flow.take(case, "withdraw", people.person.user)
    assert problems(brought(client, [row | {RESULT: "confirms"}])) == [(2, "line")]


def test_overdue_questions_are_listed(people: TalentCast) -> None:
    late, early = asked(people)
    PartnerQuestion.objects.filter(case=late).update(due_on=clock.today() - timedelta(days=1))
    page = signed_in(people.desk).get(f"{URL}?standing=late").content.decode()
    assert late.number in page
    assert early.number not in page


def test_another_desk_and_other_officials_see_no_question(people: TalentCast) -> None:
    (case,) = asked(people, 1)
    (row,) = sheet(signed_in(people.desk))
    stranger = signed_in(official(Role.TALENT_DESK, UnitFactory(code="QD-OTHER")))
    assert case.number not in stranger.get(URL).content.decode()
    assert problems(brought(stranger, [row | {RESULT: "confirms"}])) == [(2, "line")]
    for role in (Role.CASE_MANAGER, Role.DISTRICT, Role.DISCIPLINE):
        for address in ("", "ask/", "import/", "export/"):
            assert signed_in(official(role)).get(URL + address).status_code == 403, address
