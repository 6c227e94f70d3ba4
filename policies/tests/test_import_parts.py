"""Clauses and contacts of a document travel in its row of a table, and long texts in as many cells as they need."""

import csv
import io
import re

import pytest
from django.test import Client

from policies.enums import RevisionState
from policies.imports.notation import read_clauses, read_contacts, write_clauses, write_contacts
from policies.models import Clause, Contact, Policy, Revision
from policies.tests.edits import a_policy, official
from policies.tests.imported import brought, csv_file, exported, imported, keeper, page_of, told
from policies.workflow import revision_flow
from portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
OFFICE = {"name_zh": "政策处", "name_en": "Policy office", "phone": "demo 000", "email": "office@example.test"}


@pytest.fixture
def person(db: None) -> User:
    return keeper()


@pytest.fixture
def policy(db: None) -> Policy:
    policy = a_policy()
    Contact.objects.create(policy=policy, **OFFICE)
    return policy


def row_of(client: Client, person: User, kind: str = "csv") -> dict[str, str]:
    client.force_login(person)
    (row,) = csv.DictReader(io.StringIO(exported(client, "policy", kind).decode("utf-8-sig"), newline=""))
    return row


def test_the_table_shows_clauses_and_contacts_as_people_write_them(
    client: Client, person: User, policy: Policy
) -> None:
    row = row_of(client, person)
    assert row["Clauses in Chinese"] == "【1】总则\n【1.1】支持数字贸易。"
    assert row["Clauses in English"] == "【1】General\n【1.1】Support it."
    assert row["Contacts"] == "政策处 | Policy office | demo 000 | office@example.test"


def test_clauses_are_changed_added_moved_and_taken_out_by_a_file(client: Client, person: User, policy: Policy) -> None:
    kept = policy.clauses.get(number="1").pk
    row = row_of(client, person)
    row["Clauses in Chinese"] = "【2】附则\n［1］总则\n【1.2】第一行\n第二行"
    row["Clauses in English"] = "【2】Final\n【1】General\n【1.2】First line\nsecond line"
    row["Contacts"] = "综合处\n政策处 | Policy office | demo 111"
    job = imported(person, csv_file([row]), "policy")
    edit = Revision.objects.get(version=None)
    assert (job.changed_count, edit.state) == (1, RevisionState.CHECKING)
    assert edit.summary_en == "Changed: clauses in Chinese, clauses in English, contacts"
    assert policy.clauses.count() == 2
    revision_flow.take(edit, "approve", official("second"))
    assert list(policy.clauses.values_list("number", "text_zh", "text_en")) == [
        ("2", "附则", "Final"), ("1", "总则", "General"), ("1.2", "第一行\n第二行", "First line\nsecond line"),
    ]  # fmt: skip
    assert policy.clauses.get(number="1").pk == kept
    assert list(policy.contacts.values_list("name_zh", "phone")) == [("综合处", ""), ("政策处", "demo 111")]


def test_a_new_document_comes_with_its_clauses(person: User) -> None:
    row = {"Code": "QD-NEU", "Title in Chinese": "新文件", "Title in English": "New one", "Kind": "Circular",
           "Level": "City", "Clauses in Chinese": "【1】总则", "Clauses in English": "[1] General"}  # fmt: skip
    imported(person, csv_file([row]), "policy")
    revision_flow.take(Revision.objects.get(), "approve", official("second"))
    assert list(Clause.objects.values_list("policy__code", "number", "text_en")) == [("QD-NEU", "1", "General")]


def test_a_column_that_is_not_there_leaves_the_other_half_and_marks_it(
    client: Client, person: User, policy: Policy
) -> None:
    row = row_of(client, person)
    del row["Clauses in English"], row["Contacts"]
    row["Clauses in Chinese"] = row["Clauses in Chinese"].replace("支持", "大力支持")
    imported(person, csv_file([row]), "policy")
    edit = Revision.objects.get(version=None)
    assert [(one["text_en"], one["stale"]) for one in edit.content["clauses"]] == [
        ("General", False), ("Support it.", True),
    ]  # fmt: skip
    assert (len(edit.content["contacts"]), edit.state) == (1, RevisionState.DRAFT)


def test_only_the_english_may_come_and_an_empty_cell_empties(client: Client, person: User, policy: Policy) -> None:
    row = row_of(client, person)
    del row["Clauses in Chinese"]
    row["Clauses in English"], row["Contacts"] = "【1.1】Support it firmly.", ""
    imported(person, csv_file([row]), "policy")
    edit = Revision.objects.get(version=None)
    assert [one["text_en"] for one in edit.content["clauses"]] == ["", "Support it firmly."]
    assert edit.content["contacts"] == []


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (
            "Clauses in Chinese",
            "总则\n【1】一",
            "begins with “总则”; each clause begins on its own line with its number",
        ),
        ("Clauses in Chinese", "【1】一\n【1】二", "clause 1 stands in this cell twice"),
        ("Clauses in Chinese", "【1】\n【2】二", "clause 1 has no text"),
        ("Clauses in Chinese", f"【{'1' * 21}】一", "the number has more than 20 characters"),
        ("Clauses in Chinese", "\n".join(f"【{n}】一" for n in range(601)), "holds 601; at most 600 are kept"),
        ("Clauses in English", "【7】Seven", "clause 7 has no Chinese text"),
        ("Contacts", " | Policy office", "line 1: "),
        ("Contacts", "处\n处 | | | no address", "line 2: Enter a valid email address."),
        ("Contacts", "a|b|c|d|e|f|g", "line 1 has 7 parts; a contact has 6"),
        ("Contacts", "\n".join(["处"] * 21), "holds 21; at most 20 are kept"),
    ],
)
def test_what_cannot_be_read_is_named_by_row_and_column(
    client: Client, person: User, policy: Policy, column: str, text: str, said: str
) -> None:
    row = row_of(client, person) | {column: text}
    ((place, heading, sentence),) = told(brought(person, csv_file([row]), "policy"))
    assert (re.sub("[A-Z]", "", place), heading) == ("2", column)
    assert said in sentence


@pytest.mark.parametrize("without", ["Clauses in Chinese", "Contacts"])
def test_an_english_clause_is_compared_with_the_database_where_the_file_is_silent(
    client: Client, person: User, policy: Policy, without: str
) -> None:
    row = row_of(client, person) | {"Clauses in English": "【7】Seven"}
    del row[without]
    assert [text for _place, _heading, text in told(brought(person, csv_file([row]), "policy"))] == [
        "clause 7 has no Chinese text"
    ]


def test_the_difference_shows_the_clause_that_changed_and_no_other(
    client: Client, person: User, policy: Policy
) -> None:
    Clause.objects.create(policy=policy, number="0", text_zh="长" * 2000, text_en="Long " * 500, order=0)
    row = row_of(client, person)
    row["Clauses in Chinese"] = row["Clauses in Chinese"].replace("支持", "大力支持")
    row["Summary in Chinese"] = "摘" * 500 + "要"
    job = brought(person, csv_file([row]), "policy")
    page = client.get(page_of("policy", "import_job", job.pk)).content.decode()
    assert "【1.1】支持数字贸易。" in page
    assert "【1.1】大力支持数字贸易。" in page
    assert "长长" not in page


@pytest.mark.parametrize("kind", ["xlsx", "csv", "gb18030"])
def test_texts_that_no_cell_holds_come_back_whole(client: Client, person: User, policy: Policy, kind: str) -> None:
    long = "".join(f"第{number}行，数字贸易。\r\n【{number}】不是条款\n\n" for number in range(5000)).strip()
    Clause.objects.create(policy=policy, number="9", text_zh=long, text_en="=1+1\n'x\n[1] no clause\n\\[2] no", order=9)
    Policy.objects.update(reading_zh="𠮷" * 70_000)
    client.force_login(person)
    encoding = kind if kind == "gb18030" else ""
    job = brought(keeper("other"), exported(client, "policy", kind), "policy", encoding)
    assert (told(job), job.refusal, job.same_count) == ([], {}, 1)


def test_the_notation_gives_back_what_was_written() -> None:
    pairs = [("1", "a\n【2】b\n\\【3】c"), ("1.1", "[x] at the beginning"), ("附", "末\n[4]\n\\\\[5]")]
    assert read_clauses(write_clauses(pairs)) == pairs
    rows = [["处", "a|b", "", "\\|", "", "h"], ["二", "", "", "", "", ""]]
    assert [row + [""] * (6 - len(row)) for row in read_contacts(write_contacts(rows))] == rows


@pytest.mark.parametrize("name", ["import", "export"])
def test_both_pages_say_how_the_cells_are_written(client: Client, person: User, name: str) -> None:
    client.force_login(person)
    page = client.get(page_of("policy", name)).content.decode()
    assert "with its number in brackets: 【1.1】" in page
    assert "whose heading ends in (2)" in page
