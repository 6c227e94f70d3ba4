"""Worked examples: the shipped ones hold, whatever fails blocks, and the public reads those that hold."""

import copy
from decimal import Decimal
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from policies.editing.examples import Example, example_problems, run, shown_examples
from policies.models import Measure, Revision
from policies.rulebook import rule_set
from policies.rules import Verdict
from policies.tests.conftest import DATA
from portal.core.loading import LoadError, load_files

EXAMPLES = DATA / "examples.yaml"


def test_every_measure_has_examples_that_hold(city) -> None:
    for measure in Measure.objects.all():
        assert len(measure.examples) >= 3, measure.code
        assert example_problems(rule_set(measure), measure.examples, measure.usd_cny) == []


def test_every_measure_shows_an_edge_a_ceiling_and_a_refusal(city) -> None:
    """A ceiling or the highest tier, whole yuan or a threshold to the unit, and somebody who gets nothing."""
    for measure in Measure.objects.all():
        rules = rule_set(measure)
        outcomes = [run(rules, Example.from_json(entry), measure.usd_cny) for entry in measure.examples]
        results = [outcome.result for outcome in outcomes]
        assert Verdict.NOT_MET in {result.verdict for result in results}, measure.code
        assert max(result.amount_cny or 0 for result in results) == rules.subsidy.cap, measure.code


def test_a_version_that_came_from_files_holds_its_examples(city) -> None:
    for revision in Revision.objects.filter(measure__isnull=False).select_related("measure"):
        assert (revision.version, revision.content["examples"]) == (1, revision.measure.examples)


def test_an_example_is_stored_and_read_without_a_change(city) -> None:
    for measure in Measure.objects.all():
        assert [Example.from_json(entry).as_json() for entry in measure.examples] == measure.examples


# -- what blocks ------------------------------------------------------------------------------------


@pytest.fixture
def measure(city) -> Measure:
    return Measure.objects.get(code="ENT-02")


def problems(measure: Measure, examples: object, language: str = "en") -> list[str]:
    with translation.override(language):
        return example_problems(rule_set(measure), examples, measure.usd_cny)


def test_without_examples_it_is_said_which_are_missing(measure: Measure) -> None:
    assert problems(measure, []) == [
        "A worked example that meets all conditions and gives an amount is missing.",
        "A worked example that does not meet the conditions is missing.",
    ]
    assert problems(measure, measure.examples[:1])[0].startswith("A worked example that does not meet")


def test_an_example_that_comes_out_otherwise_is_named_with_both_results(measure: Measure) -> None:
    examples = copy.deepcopy(measure.examples)
    examples[1]["amount_cny"] = 78000
    assert problems(measure, examples) == [
        "Worked example “A part of a unit does not count”: expected is all conditions met, CNY 78,000, "
        "but the rules give all conditions met, CNY 75,000."
    ]
    with translation.override("en"):
        outcome = run(rule_set(measure), Example.from_json(examples[1]))
        assert (outcome.fits, outcome.gap) == (False, "CNY 3,000 less than expected")


def test_an_example_that_should_be_met_names_the_condition_that_is_not(measure: Measure) -> None:
    examples = copy.deepcopy(measure.examples)
    examples[0]["facts"]["offshore_exec_usd"] = {"number": "199000"}
    assert problems(measure, examples) == [
        "Worked example “Exactly USD 200,000 executed”: expected is all conditions met, CNY 60,000, "
        "but the rules give not met, no amount. Executed offshore outsourcing of at least USD 200,000: "
        "Your answer: USD 199,000. Needs at least USD 200,000: USD 1,000 more."
    ]


def test_answers_that_cannot_be_used_are_named(measure: Measure) -> None:
    examples = copy.deepcopy(measure.examples)
    examples[0]["facts"]["offshore_exec_usd"] = "plenty"
    assert problems(measure, examples) == [
        "Worked example “Exactly USD 200,000 executed” has answers that cannot be used. "
        "Executed offshore outsourcing: Give a number."
    ]


@pytest.mark.parametrize(
    "entry",
    [
        None,
        "x",
        {},
        {"facts": []},
        {"facts": {}, "verdict": "perhaps"},
        {"facts": {}, "verdict": "met", "amount_cny": "much"},
        {"facts": {"cost_date": {"day": "2026-02-30"}}, "verdict": "met"},
        {"facts": {"cost_date": {"number": "x"}}, "verdict": "met"},
    ],
)
def test_an_example_that_cannot_be_read_blocks_and_is_not_shown(measure: Measure, entry: object) -> None:
    assert "Worked example 5 is not complete." in problems(measure, [*measure.examples, entry])
    measure.examples = [*measure.examples, entry]
    assert len(shown_examples(measure, rule_set(measure))) == 4


def test_something_that_is_no_list_blocks(measure: Measure) -> None:
    assert problems(measure, {"a": 1}) == ["The worked examples are not a list."]


def test_a_title_is_needed_in_both_languages(measure: Measure) -> None:
    examples = copy.deepcopy(measure.examples)
    examples[2]["title_en"] = ""
    assert problems(measure, examples) == ["Worked example 3 needs a title in both languages."]


def test_an_example_may_have_its_own_rate(city) -> None:
    measure = Measure.objects.get(code="SUP-02")
    example = Example.from_json(measure.examples[0] | {"usd_cny": "7.2", "amount_cny": 18000})
    assert run(rule_set(measure), example, Decimal(7)).fits


# -- what the public reads --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title", "result", "general"),
    [
        ("en", "One certificate", "all conditions met, CNY 60,000", "All general conditions are met."),
        ("zh-hans", "一项认证", "符合全部条件，60,000 元", "各项通用条件均已满足。"),
    ],
)
def test_the_public_reads_answers_result_and_steps(city, language: str, title: str, result: str, general: str) -> None:
    measure = Measure.objects.get(code="ENT-01")
    with translation.override(language):
        shown = shown_examples(measure, rule_set(measure))
        page = render_to_string("policies/_worked_examples.html", {"examples": shown})
    assert (shown[0].title, shown[0].result, len(shown[0].facts), len(shown)) == (title, result, 4, 4)
    assert all(text in page for text in (title, result, general))
    assert "registered_division" not in page


def test_an_example_that_no_longer_holds_is_not_shown(measure: Measure) -> None:
    measure.subsidy = measure.subsidy | {"amount_per_unit_cny": 2000}
    measure.save()
    with translation.override("en"):
        titles = [one.title for one in shown_examples(measure, rule_set(measure))]
    assert titles == ["One dollar below the threshold"]
    assert render_to_string("policies/_worked_examples.html", {"examples": []}).strip() == ""


# -- the file ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("measure: SUP-01", "measure: SUP-99", "SUP-99"),
        ("expect_cny: 21000", "expect_cny: 21001", "does not hold"),
        ("expect: official", "expect: perhaps", "“expect” is one of"),
        ("fx_receipts_usd: 100000,", "offshore_exec_usd: 5, fx_receipts_usd: 100000,", "does not ask"),
        ("years_since_registration: 1,", "years_since_registration: 900,", "years_since_registration: "),
        ("zh: 一项认证", "zh: ''", "empty"),
    ],
)
def test_a_file_with_an_example_that_does_not_hold_is_refused(
    city, tmp_path: Path, old: str, new: str, reason: str
) -> None:
    text = EXAMPLES.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "examples.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = list(Measure.objects.values_list("code", "examples"))
    with pytest.raises(LoadError, match=reason):
        load_files([file])
    assert list(Measure.objects.values_list("code", "examples")) == before


def test_examples_that_a_file_changes_become_a_new_version(city, tmp_path: Path) -> None:
    text = EXAMPLES.read_text(encoding="utf-8").replace("zh: 一项认证", "zh: 仅一项认证", 1)
    (tmp_path / "examples.yaml").write_text(text, encoding="utf-8")
    report = load_files([tmp_path / "examples.yaml"])
    measure = Measure.objects.get(code="ENT-01")
    assert (report.changed, measure.examples[0]["title_zh"]) == ({"worked examples": 1}, "仅一项认证")
    assert list(measure.revisions.order_by("version").values_list("version", flat=True)) == [1, 2]
