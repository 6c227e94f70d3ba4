"""Worked examples in the editor, what blocks a publication, and what publishing writes."""

import copy
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from policies.editing.measure_editor import MeasureEditor
from policies.models import Measure, Policy

from .rule_page import content_of, page_of, sent


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


# -- worked examples in the form --------------------------------------------------------------------


def test_examples_are_run_and_their_difference_is_shown(city) -> None:
    content = content_of("ENT-02")
    editor = sent(content, "m:run", {"m-f-amount_per_unit_cny": "2,000"})
    outcomes = [row.outcome for row in editor.examples]
    assert [outcome.fits for outcome in outcomes] == [False, False, False, True]
    assert outcomes[0].gap == "CNY 20,000 less than expected"
    page = page_of(editor)
    assert page.shows("Does not come out as expected")
    assert len([one for one in MeasureEditor.problems(editor.content()) if "expected is" in one]) == 3


def test_an_example_is_copied_and_changed(city) -> None:
    content = content_of("ENT-02")
    copied = sent(content, "m:copy:e:0")
    assert copied.content()["examples"][:2] == [content["examples"][0]] * 2
    page = page_of(copied)
    editor = MeasureEditor(content, page.data(**{"m-e-1-f-offshore_exec_usd": "215,000", "m-e-1-amount_cny": "63000"}))
    example = editor.content()["examples"][1]
    assert (example["facts"]["offshore_exec_usd"], example["amount_cny"]) == ({"number": "215000"}, 63000)
    assert editor.examples[1].outcome.fits


def test_a_new_example_asks_what_the_measure_asks(city) -> None:
    editor = sent(content_of("OPN-02"), "m:add:e")
    assert [field.name for field in editor.examples[-1].form.answers.asked][:3] == [
        "people", "foreign_talent_months", "staff_insured",
    ]  # fmt: skip
    assert editor.examples[-1].problem
    assert "Worked example 5 is not complete." in MeasureEditor.problems(editor.content())


def test_answers_that_are_no_longer_asked_stay_while_looking_and_go_with_saving(city) -> None:
    content = content_of("ENT-02")
    gone = sent(content, "m:remove:c:1")
    assert "statistics_reported" not in gone.content()["examples"][0]["facts"]
    assert ("m-e-0-f-statistics_reported", "yes") in page_of(gone).sent
    again = MeasureEditor(content, page_of(gone).data("m:add:c:all", **{"m-new-all": "statistics_reported"}))
    assert again.content()["examples"] == content["examples"]


def test_examples_are_not_lost_while_the_rules_cannot_be_read(city) -> None:
    content = content_of("ENT-01")
    editor = sent(content, changes={"m-f-pct": ""})
    assert editor.content()["examples"] == content["examples"]
    assert not editor.is_readable
    assert "The amount is not complete: Share." in MeasureEditor.problems(editor.content())


# -- publishing -------------------------------------------------------------------------------------


def test_problems_name_everything_at_once_in_the_readers_language(city) -> None:
    content = content_of("ENT-02")
    content["fields"] |= {"title_en": "", "period_to": "2025-01-01", "window_close": None}
    content["eligibility"]["all"][0] |= {"msg_zh": "须有离岸业务"}
    content["eligibility"]["all"].append({"field": "luck", "op": "is_true"})
    content["papers"] = ["D01", "D99"]
    content["examples"] = content["examples"][3:]
    assert MeasureEditor.problems(content) == [
        "The accounting period ends before it begins.",
        "The window needs both days, and closes no earlier than it opens.",
        "The title in English is missing.",
        "No paper with the code “D99” is known.",
        "Condition 4.3 cannot be read. Choose what is asked.",
        "Condition 4.1 has a wording of its own in one language only.",
        "A worked example that meets all conditions and gives an amount is missing.",
    ]
    with translation.override("zh-hans"):
        assert MeasureEditor.problems(content)[2] == "还缺英文标题。"


def test_a_code_that_is_taken_is_refused_for_a_new_measure_only(city) -> None:
    content = content_of("ENT-02")
    assert MeasureEditor.problems(content) == []
    del content["base"]
    problems = MeasureEditor.problems(content)
    assert any(problem.startswith("Code: ") for problem in problems)
    assert any("already exists" in problem for problem in problems)


def test_the_code_of_a_published_measure_does_not_change(city) -> None:
    content = content_of("ENT-02")
    assert sent(content, changes={"m-basics-code": "SUP-01"}).content()["fields"]["code"] == "ENT-02"


@pytest.mark.parametrize(
    "broken", [{"fields": {}}, {"eligibility": [], "subsidy": []}, {"eligibility": {"all": [5]}}, {}]
)
def test_a_content_of_the_wrong_shape_is_full_of_problems_but_breaks_nothing(city, broken: dict) -> None:
    content = (content_of("ENT-02") | broken) if broken else {}
    assert MeasureEditor.problems(content)
    page_of(MeasureEditor(content | {"fields": content.get("fields", {})}))


def test_applying_writes_columns_papers_and_the_text_of_the_document(city) -> None:
    measure = Measure.objects.get(code="ENT-02")
    content = content_of("ENT-02")
    content["eligibility"]["all"][0]["value"] = 400000
    content["papers"] = ["D08", "D05"]
    content["fields"] |= {"budget_fen": 123456789, "usd_cny": "7.15", "window_open": None, "window_close": None}
    content.pop("base")
    applied = MeasureEditor.apply(content, measure)
    fresh = Measure.objects.get(pk=applied.pk)
    assert MeasureEditor.read(fresh) == content
    assert (fresh.budget_cny, fresh.usd_cny) == (Decimal("1234567.89"), Decimal("7.15"))
    assert [row.paper.code for row in fresh.paper_rows.all()] == ["D08", "D05"]
    assert fresh.policy.clauses.get(number="4.1").text_en.endswith("USD 400,000")


def test_applying_a_new_measure_gives_it_an_article_and_an_address(city) -> None:
    content = content_of("ENT-02")
    content.pop("base")
    content["fields"] |= {"code": "ENT-09", "slug": "", "article": None, "title_en": "Another"}
    content["policy"] = "QD-DT-2025-OPEN"
    measure = MeasureEditor.apply(content, None)
    assert (measure.slug, measure.article) == ("ent-09", 6)
    assert measure.policy == Policy.objects.get(code="QD-DT-2025-OPEN")
    assert measure.policy.clauses.filter(number="6.1").exists()


def test_a_measure_that_moves_leaves_its_old_document(city) -> None:
    measure = Measure.objects.get(code="ENT-02")
    content = MeasureEditor.read(measure) | {"policy": "QD-DT-2025-OPEN"}
    content["fields"]["article"] = None
    MeasureEditor.apply(content, measure)
    assert not Policy.objects.get(code="QD-DT-2025-ENTITY").clauses.filter(number="4.1").exists()


def test_what_the_row_refuses_is_not_half_written(city) -> None:
    content = content_of("ENT-02")
    content["papers"] = ["D99"]
    content["fields"]["title_zh"] = "变了"
    with pytest.raises(ValidationError):
        MeasureEditor.apply(content, Measure.objects.get(code="ENT-02"))
    assert Measure.objects.get(code="ENT-02").title_zh != "变了"


def test_versions_are_compared_in_sentences(city) -> None:
    old = content_of("ENT-02")
    new = copy.deepcopy(old)
    new["eligibility"]["all"][0]["value"] = 150000
    new["subsidy"]["cap_cny"] = 400000
    new["examples"][2]["amount_cny"] = 375000
    new["examples"][1]["facts"]["offshore_exec_usd"] = {"number": "257801"}
    found = {one.key: (one.old, one.new) for one in MeasureEditor.compare(old, new)}
    assert found["condition:4.1"] == (
        "Executed offshore outsourcing of at least USD 200,000",
        "Executed offshore outsourcing of at least USD 150,000",
    )
    assert found["subsidy"][1].endswith("at most CNY 400,000")
    assert found["example:High turnover reaches the ceiling"] == (
        "all conditions met, CNY 300,000", "all conditions met, CNY 375,000",
    )  # fmt: skip
    assert found["example:A part of a unit does not count"][1] == "all conditions met, CNY 75,000, with other answers"
    assert MeasureEditor.compare(old, copy.deepcopy(old)) == []


def test_the_page_asks_as_often_for_one_row_as_for_many(city, django_assert_num_queries) -> None:
    few, many = content_of("ENT-02"), content_of("ENT-02")
    few["examples"] = few["examples"][:1]
    many["examples"] = many["examples"] * 3
    many["eligibility"]["all"] = many["eligibility"]["all"] * 15
    page_of(MeasureEditor(few))  # the vocabulary is looked at now and then
    for content in (few, many):
        with django_assert_num_queries(3):  # documents, areas, papers
            page_of(MeasureEditor(content))
