"""A document as data and back, what blocks its publication, English that is older than its Chinese."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from policies.editing.drafts import open_draft
from policies.editing.merging import merge
from policies.editing.policy_editor import PolicyEditor
from policies.editing.versions import bare
from policies.enums import PolicyKind, PolicyLevel, PolicyState
from policies.models import Contact, FocusArea, Policy
from policies.tests.edits import a_policy, official, reworded
from portal.accounts.models import District

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def policy(db) -> Policy:
    return a_policy(document_number="青商字〔2026〕3号", issued_on=date(2026, 1, 5), effective_on=date(2026, 2, 1))


def sent(editor: PolicyEditor, **changes: str) -> QueryDict:
    """What a browser sends of the form as it is drawn, with changes."""
    data = QueryDict(mutable=True)
    for form in (editor.form, *editor.clauses, *editor.contacts):
        for field in form:
            value = field.value()
            for one in value if isinstance(value, list | tuple) else [value]:
                if one not in (None, "", False) and not field.field.disabled:
                    data.appendlist(field.html_name, str("on" if one is True else one))
    for rows in (editor.clauses, editor.contacts):
        for field in rows.management_form:
            data[field.html_name] = str(field.value())
    for name, value in changes.items():
        data[name] = value
    return data


def edited(content: dict[str, Any], **changes: str) -> dict[str, Any]:
    editor = PolicyEditor(content, sent(PolicyEditor(content), **changes))
    assert editor.is_valid(), (editor.form.errors, editor.clauses.errors, editor.contacts.errors)
    return editor.content()


def test_a_form_that_is_sent_unchanged_changes_nothing(policy) -> None:
    area = FocusArea.objects.create(code="A", number=1, title_zh="一", short_zh="一", short_en="One")
    policy.areas.add(area)
    policy.districts.add(District.objects.create(code="370212", name_zh="崂山区"))
    policy.based_on.add(a_policy("QD-BASIS"), a_policy("QD-OTHER-BASIS"))
    Contact.objects.create(policy=policy, name_zh="处室", name_en="Division", phone="0532-12345678")
    content = open_draft(official("author"), policy).content
    assert bare(edited(content)) == bare(content) == PolicyEditor.read(policy)
    assert PolicyEditor.compare(bare(content), bare(edited(content))) == []
    # In one line, because a browser joins what stands on two.
    assert PolicyEditor(content).form["based_on"].value() == "QD-BASIS, QD-OTHER-BASIS"


def test_applying_what_was_read_changes_no_row(policy) -> None:
    before = PolicyEditor.read(policy)
    rows = list(policy.clauses.values())
    PolicyEditor.apply(before, policy)
    assert PolicyEditor.read(Policy.objects.get()) == before
    assert list(policy.clauses.values()) == rows


def test_clauses_are_added_moved_and_removed_by_rows(policy) -> None:
    content = PolicyEditor.with_rows(open_draft(official("author"), policy).content, "clauses")
    new = edited(
        content,
        **{
            "clauses-2-order": "15", "clauses-2-number": "1.0", "clauses-2-text_zh": "目的", "clauses-2-text_en": "Aim",
            "clauses-0-remove": "on", "clauses-1-order": "5",
        },
    )  # fmt: skip
    assert [clause["number"] for clause in new["clauses"]] == ["1.1", "1.0"]
    PolicyEditor.apply(bare(new), policy)
    assert list(policy.clauses.values_list("number", "text_zh")) == [("1.1", "支持数字贸易。"), ("1.0", "目的")]


def test_a_number_in_any_brackets_and_documents_by_number(policy) -> None:
    a_policy("QD-BASIS", document_number="青政发〔2025〕7号")
    content = open_draft(official("author"), policy).content
    new = edited(
        content, document_number="青商字【2026】 3 号", based_on="青政发[2025]7号, QD-BASIS；NOBODY", supersedes=""
    )
    assert new["fields"]["document_number"] == "青商字〔2026〕3号"
    assert new["based_on"] == ["NOBODY", "QD-BASIS"]
    assert [text for text in PolicyEditor.problems(new) if "NOBODY" in text]


def test_english_is_stale_once_its_chinese_changes_until_it_is_changed_or_found_right(policy) -> None:
    content = open_draft(official("author"), policy).content
    new = edited(content, title_zh="新的题目", **{"clauses-1-text_zh": "改了。"})
    assert new["stale"] == ["title_en"]
    assert [clause["stale"] for clause in new["clauses"]] == [False, True]
    assert len(PolicyEditor.problems(new)) == 2
    # Saved again without a word, it is still stale.
    assert edited(new)["stale"] == ["title_en"]
    right = edited(new, right_title_en="on", **{"clauses-1-text_en": "Changed."})
    assert (right["stale"], [clause["stale"] for clause in right["clauses"]]) == ([], [False, False])
    assert PolicyEditor.problems(right) == []
    # What was found right stays so for exactly this Chinese.
    assert edited(right)["stale"] == []
    assert edited(right, title_zh="又是新的题目")["stale"] == ["title_en"]


def test_what_is_published_stale_stays_so_until_its_english_is_touched(policy) -> None:
    Policy.objects.update(stale=["title_en"])
    policy.clauses.filter(number="1").update(stale=True)
    policy.refresh_from_db()
    content = open_draft(official("author"), policy).content
    again = edited(content)
    assert (again["stale"], [clause["stale"] for clause in again["clauses"]]) == (["title_en"], [True, False])
    mended = edited(content, title_en="Another", **{"clauses-0-right": "on"})
    assert (mended["stale"], [clause["stale"] for clause in mended["clauses"]]) == ([], [False, False])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title_zh": ""}, ["title in Chinese"]),
        ({"title_en": ""}, ["title in English"]),
        ({"document_number": "第3号"}, ["document number"]),
        ({"document_number": "青政发〔2025〕7号"}, ["青政发〔2025〕7号"]),
        ({"effective_on": "2026-01-01"}, [""]),
        ({"expires_on": "2026-01-20"}, [""]),
        ({"supersedes": "QD-EDIT"}, [""]),
        ({"clauses-1-number": "1"}, ["1"]),
        ({"clauses-1-text_en": ""}, ["1.1"]),
        ({"clauses-1-text_zh": ""}, ["1.1"]),
        ({"clauses-1-number": ""}, ["2"]),
    ],
)
def test_what_blocks_publication(policy, changes: dict[str, str], words: list[str]) -> None:
    a_policy("QD-OTHER", document_number="青政发〔2025〕7号")
    content = open_draft(official("author"), policy).content
    assert PolicyEditor.problems(content) == []
    problems = PolicyEditor.problems(edited(content, **changes))
    assert problems
    assert all(word in " ".join(problems) for word in words)


def test_a_law_may_stand_in_chinese_alone_and_a_circular_of_the_city_may_not(policy) -> None:
    content = reworded(open_draft(official("author"), policy).content, zh="改。", en="")
    assert PolicyEditor.problems(content)
    for kind, level in ((PolicyKind.LAW, PolicyLevel.CITY), (PolicyKind.NOTICE, PolicyLevel.NATIONAL)):
        fields = content["fields"] | {"kind": kind, "level": level}
        assert PolicyEditor.problems(content | {"fields": fields}) == []


def test_a_repealed_document_that_nothing_replaces_is_looked_at_again(policy) -> None:
    content = open_draft(official("author"), policy).content
    repealed = content | {"fields": content["fields"] | {"state": PolicyState.REPEALED}}
    assert PolicyEditor.problems(repealed) == []
    assert len(PolicyEditor.warnings(repealed)) == 1
    a_policy("QD-NEXT", supersedes=policy)
    assert PolicyEditor.warnings(repealed) == []


def test_bad_input_is_named_and_nothing_is_kept(policy) -> None:
    content = open_draft(official("author"), policy).content
    for changes in (
        {"issued_on": "2026-02-30"}, {"kind": "poem"}, {"areas": "NOWHERE"}, {"title_zh": "长" * 201},
        {"clauses-0-order": "-1"}, {"clauses-0-number": "1" * 21}, {"clauses-TOTAL_FORMS": "1000000"},
        {"clauses-TOTAL_FORMS": "x"}, {"supersedes": "QD-1 QD-2"}, {"contacts-TOTAL_FORMS": ""},
    ):  # fmt: skip
        editor = PolicyEditor(content, sent(PolicyEditor(content), **changes))
        assert not editor.is_valid(), changes


def test_a_newer_version_is_taken_over_where_nothing_collides() -> None:
    base = {"fields": {"a": 1, "b": 1, "c": 1}, "clauses": _clauses("1", "2", "3"), "areas": ["X"]}
    mine = base | {"fields": {"a": 2, "b": 1, "c": 5}, "clauses": _clauses("1", "2 mine", "9", "3")}
    theirs = base | {"fields": {"a": 1, "b": 2, "c": 6}, "clauses": _clauses("1", "2 theirs", "7", "3"), "areas": ["Y"]}
    merged, collisions = merge(base, mine, theirs)
    assert merged["fields"] == {"a": 2, "b": 2, "c": 5}
    assert merged["areas"] == ["Y"]
    assert [clause["text_zh"] for clause in merged["clauses"]] == ["1", "2 mine", "7", "9", "3"]
    assert collisions == ["c", "clause:2"]


def test_what_one_side_took_out_stays_out_unless_the_other_changed_it() -> None:
    base = {"clauses": _clauses("1", "2", "3")}
    merged, collisions = merge(base, {"clauses": _clauses("1", "3")}, {"clauses": _clauses("1 new", "2 new", "3")})
    assert [clause["text_zh"] for clause in merged["clauses"]] == ["1 new", "3"]
    assert collisions == ["clause:2"]
    merged, collisions = merge(base, {"clauses": _clauses("1", "2", "3")}, {"clauses": _clauses("1", "3")})
    assert ([clause["text_zh"] for clause in merged["clauses"]], collisions) == (["1", "3"], [])


def _clauses(*texts: str) -> list[dict[str, Any]]:
    return [{"number": text.split()[0], "text_zh": text, "text_en": "", "stale": False} for text in texts]
