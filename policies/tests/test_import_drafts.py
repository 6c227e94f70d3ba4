"""An import of documents and measures drafts edits: the public reads nothing of it before a second person agreed."""

import csv
import io
import json

import pytest
from django.test import Client

from policies.enums import RevisionState
from policies.imports import jobs
from policies.models import Change, Measure, Policy, Revision
from policies.tests.edits import a_policy, official
from policies.tests.imported import brought, csv_file, exported, imported, keeper, told
from policies.workflow import revision_flow
from portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def person(db: None) -> User:
    return keeper()


def rows_of(client: Client, person: User, noun: str) -> list[dict[str, str]]:
    client.force_login(person)
    return list(csv.DictReader(io.StringIO(exported(client, noun).decode("utf-8-sig"), newline="")))


def test_a_changed_document_becomes_an_edit_that_waits_for_another_person(client: Client, person: User) -> None:
    policy = a_policy()
    (row,) = rows_of(client, person, "policy")
    row |= {"Title in Chinese": "关于数字贸易的新通知", "Title in English": "New circular"}
    row |= {"In force until": "2030年12月31日"}
    job = imported(person, csv_file([row]), "policy")
    assert (job.phase, job.changed_count) == ("done", 1)
    policy.refresh_from_db()
    assert (policy.title_zh, policy.version, Change.objects.count()) == ("关于数字贸易的通知", 1, 0)
    edit = Revision.objects.get(version=None)
    assert (edit.state, edit.author, edit.policy) == (RevisionState.CHECKING, person, policy)
    assert edit.summary_en == "Changed: title in Chinese, title in English, in force until"
    assert "中文标题" in edit.summary_zh
    assert [clause["number"] for clause in edit.content["clauses"]] == ["1", "1.1"]
    revision_flow.take(edit, "approve", official("second"))
    policy.refresh_from_db()
    assert (policy.title_zh, policy.title_en, str(policy.expires_on)) == (
        "关于数字贸易的新通知", "New circular", "2030-12-31",
    )  # fmt: skip
    assert (policy.version, policy.clauses.count()) == (2, 2)


def test_the_importer_cannot_approve_it(client: Client, person: User) -> None:
    a_policy()
    (row,) = rows_of(client, person, "policy")
    imported(person, csv_file([row | {"Title in English": "New circular"}]), "policy")
    edit = Revision.objects.get(version=None)
    assert "approve" not in revision_flow.open_steps(edit, person)


def test_an_english_half_that_was_left_behind_keeps_the_edit_a_draft(client: Client, person: User) -> None:
    a_policy()
    (row,) = rows_of(client, person, "policy")
    imported(person, csv_file([row | {"Title in Chinese": "换了题目"}]), "policy")
    edit = Revision.objects.get(version=None)
    assert (edit.state, edit.content["stale"]) == (RevisionState.DRAFT, ["title_en"])


def test_a_new_document_becomes_an_edit_without_a_document(person: User) -> None:
    row = {"Code": "QD-NEU", "Title in Chinese": "新文件", "Title in English": "New one", "Kind": "Circular",
           "Level": "City", "Document number": "青商字【2026】7号", "Audience": "Enterprises、Everybody",
           "Published": "yes"}  # fmt: skip
    imported(person, csv_file([row]), "policy")
    edit = Revision.objects.get()
    assert (edit.state, edit.policy, Policy.objects.count()) == (RevisionState.CHECKING, None, 0)
    revision_flow.take(edit, "approve", official("second"))
    policy = Policy.objects.get()
    assert (policy.document_number, policy.audiences, policy.slug) == (
        "青商字〔2026〕7号", ["enterprise", "public"], "qd-neu",
    )  # fmt: skip


def test_a_draft_of_one_s_own_is_not_written_over(client: Client, person: User) -> None:
    a_policy()
    (row,) = rows_of(client, person, "policy")
    imported(person, csv_file([row | {"Title in Chinese": "换了题目"}]), "policy")
    number = Revision.objects.get(version=None).number
    again = brought(person, csv_file([row | {"Title in Chinese": "又换了"}]), "policy")
    assert told(again) == [
        ("A2", "Code", f"you have a draft of this open ({number}); finish or discard it first"),
    ]
    # A colleague may draft beside it; whoever publishes second must take the first one's changes over.
    assert brought(keeper("colleague"), csv_file([row | {"Title in Chinese": "又换了"}]), "policy").may_be_applied


def test_codes_that_differ_in_capital_letters_only(person: User) -> None:
    a_policy("QD-EDIT")
    row = {"Code": "qd-edit", "Title in Chinese": "新", "Kind": "Circular", "Level": "City", "Document number": ""}
    assert told(brought(person, csv_file([row]), "policy")) == [
        ("A2", "Code", "differs from the code of another record in capital letters only: QD-EDIT")
    ]


def test_a_measure_s_rules_are_read_before_anything_is_drafted(city: None, client: Client, person: User) -> None:
    row = rows_of(client, person, "measure")[0]
    rules = json.loads(row["Conditions"])
    rules["all"][0]["field"] = "no_such_field"
    broken = row | {"Conditions": json.dumps(rules), "Window closes": "2020-01-01"}
    found = told(brought(person, csv_file([broken]), "measure"))
    assert [heading for _place, heading, _text in found] == ["Window closes", "Conditions"]
    assert "no_such_field" in found[1][2]
    assert told(brought(person, csv_file([row | {"Amount formula": "[]"}]), "measure")) == [
        ("S2", "Amount formula", "is no object in JSON")
    ]
    twin = row | {"Code": "M99"}
    assert [heading for _place, heading, _text in told(brought(person, csv_file([twin]), "measure"))] == ["Article"]


def test_a_changed_measure_becomes_an_edit(city: None, client: Client, person: User) -> None:
    row = rows_of(client, person, "measure")[0]
    measure = Measure.objects.get(code=row["Code"])
    before = (measure.budget_fen, measure.version)
    row |= {"Budget (yuan)": "1,234,567.00", "Window closes": "2027年1月31日"}
    job = imported(person, csv_file([row]), "measure")
    assert job.changed_count == 1
    edit = Revision.objects.get(version=None, measure=measure)
    assert (edit.content["fields"]["budget_fen"], edit.content["fields"]["window_close"]) == (
        123_456_700, "2027-01-31",
    )  # fmt: skip
    assert edit.state == RevisionState.CHECKING
    measure.refresh_from_db()
    assert (measure.budget_fen, measure.version) == before
    revision_flow.take(edit, "approve", official("second"))
    measure.refresh_from_db()
    assert measure.budget_fen == 123_456_700
    assert "、".join(paper.paper.code for paper in measure.paper_rows.all()) == row["Papers"]


def test_of_many_edits_nobody_is_told_one_by_one(person: User) -> None:
    rows = [{"Code": f"QD-{number}", "Title in Chinese": f"文件{number}", "Title in English": f"No. {number}",
             "Kind": "Circular", "Level": "City", "Document number": ""} for number in range(21)]  # fmt: skip
    imported(person, csv_file(rows), "policy")
    assert set(Revision.objects.values_list("state", flat=True)) == {RevisionState.DRAFT}
    assert Revision.objects.count() == 21


def test_all_drafts_or_none(person: User) -> None:
    """The document came into being while somebody looked at the comparison."""
    rows = [{"Code": code, "Title in Chinese": "新", "Kind": "Circular", "Level": "City", "Document number": ""}
            for code in ("QD-A", "QD-EDIT")]  # fmt: skip
    job = brought(person, csv_file(rows), "policy")
    a_policy("QD-EDIT")
    job = jobs.approve(job, job.fingerprint)
    assert (job.phase, job.new_count, job.changed_count, Revision.objects.count()) == ("checked", 1, 1, 0)
