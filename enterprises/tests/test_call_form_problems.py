"""What keeps a form from being published and a call from being opened: each thing by itself, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from enterprises.call_forms.definition import Definition, FieldDef, Option, SectionDef, definition_of
from enterprises.call_forms.form_problems import STANDARD_FIELDS, STANDARD_SECTIONS, form_problems
from enterprises.call_forms.papers import papers_of
from enterprises.call_forms.problems import what_is_missing
from enterprises.enums import AllocationWay
from enterprises.models import Call, FormField
from enterprises.sections import ANSWER_FIELDS, SECTIONS
from enterprises.tests import call_forms as made
from enterprises.tests.factories import CallFactory, needs_paper
from portal.core import clock

pytestmark = pytest.mark.django_db
FIELD = FieldDef("area", "number", "面积", "Area")
CHOICE = FieldDef("kind", "choice", "类型", "Kind", options=(Option("own", "自建", "Own"),))
TABLE = FieldDef("rows", "table", "表", "Rows", columns=(FieldDef("a", "text", "甲", "A"),))
SEVEN = tuple(replace(TABLE.columns[0], code=f"c{n}") for n in range(7))
CONDITION = {"field": "kind", "op": "eq", "value": "own"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def form(*fields: FieldDef, **of_section) -> Definition:
    values = {"code": "one", "title_zh": "一", "title_en": "One"} | of_section
    return Definition(sections=(SectionDef(fields=fields, **values),))


def sentences(*fields: FieldDef, **of_section) -> list[str]:
    return [problem.sentence for problem in form_problems(form(*fields, **of_section))]


def test_a_sound_form_has_none():
    assert sentences(CHOICE, replace(FIELD, show_if=CONDITION), TABLE) == []
    assert form_problems(definition_of(made.warehouse_form(CallFactory()))) == []


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (replace(FIELD, code="Area"), "the code takes small letters, digits and underscores only, and begins with"),
        (replace(FIELD, code="a-1"), "the code takes small letters, digits and underscores only, and begins with"),
        (replace(FIELD, code="bank_name"), "the code “bank_name” is one of the portal’s own: take another."),
        (replace(FIELD, code="add_row"), "the code “add_row” is one of the portal’s own: take another."),
        (replace(FIELD, label_zh=" "), "the label is missing in Chinese."),
        (replace(FIELD, label_en=""), "the label is missing in English."),
        (replace(FIELD, help_zh="按合同"), "the help is missing in English."),
        (replace(FIELD, kind="colour"), "its kind is not known."),
        (replace(FIELD, reference="soul"), "what may be used once only is not known."),
        (replace(FIELD, limits={"max_rows": 3}), "the limit “max_rows” does not go with its kind."),
        (replace(FIELD, limits={"min": 5, "max": 3}), "its least is above its most."),
        (replace(CHOICE, options=()), "it has no choices."),
        (replace(CHOICE, options=CHOICE.options * 2), "two choices have the same code."),
        (replace(CHOICE, options=(Option("x", "甲", ""),)), "the choice “x” is missing in English."),
        (replace(TABLE, columns=()), "the table has no columns."),
        (replace(TABLE, columns=TABLE.columns * 2), "two columns have the same code."),
        (replace(TABLE, columns=(FieldDef("a", "file", "甲", "A"),)), "column “A”: a column holds a text"),
        (
            replace(TABLE, limits={"max_rows": 500}, columns=SEVEN),
            "the table would have more than 3000 cells: take fewer rows or columns.",
        ),
    ],
)  # fmt: skip
def test_each_fault_of_a_field(field, sentence):
    found = sentences(field)
    assert len(found) == 1, found
    assert sentence in found[0]


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ({"field": "gone", "op": "filled"}, "names “gone”, which is no field that stands before it."),
        ({"field": "area", "op": "filled"}, "names “area”, which is no field that stands before it."),
        ({"field": "later_on", "op": "filled"}, "names “later_on”, which is no field that stands before it."),
        ({"field": "kind", "op": "gte", "value": "1"}, "in a way that does not go with its kind."),
        ({"field": "kind", "op": "run", "value": "1"}, "in a way that does not go with its kind."),
        ({"field": "kind", "op": "eq", "value": "rented"}, "with “rented”, which it can’t be."),
        ({"field": "kind", "op": "eq"}, "compares “Kind” with nothing."),
        ({"field": "kind", "op": "in", "value": []}, "compares “Kind” with nothing."),
        ({"all": []}, "its condition can’t be read."),
        ({"all": [CONDITION], "any": [CONDITION]}, "its condition can’t be read."),
        ("x", "its condition can’t be read."),
        ({"any": [CONDITION, {"field": "gone", "op": "filled"}]}, "names “gone”, which is no field"),
        ({"any": [None]}, "its condition can’t be read."),
        ({"field": [], "op": []}, "which is no field that stands before it."),
    ],
)
def test_each_fault_of_a_condition(condition, sentence):
    later = FieldDef("later_on", "text", "后", "Later")
    found = sentences(CHOICE, replace(FIELD, show_if=condition), later)
    assert len(found) == 1, found
    assert sentence in found[0]


def test_a_section_hangs_on_earlier_sections_only():
    assert "which is no field that stands before it" in sentences(CHOICE, show_if=CONDITION)[0]


def test_faults_of_a_section():
    assert sentences(FIELD, code="bank") == ["Section “One”: the code “bank” is one of the portal’s own: take another."]
    assert sentences() == ["Section “One”: it has no field."]
    assert sentences(FIELD, title_zh="") == ["Section “One”: the title is missing in Chinese."]


def test_a_code_stands_once_in_the_whole_form():
    first, second = form(FIELD).sections[0], form(FIELD, code="two").sections[0]
    found = form_problems(Definition(sections=(first, second)))
    assert [problem.sentence for problem in found] == [
        "The code “area” stands for more than one field: give each its own."
    ]


def test_the_standard_names_are_those_of_the_portal():
    assert {field.name for field in ANSWER_FIELDS} == STANDARD_FIELDS
    assert {section.slug for section in SECTIONS} == STANDARD_SECTIONS


# --- the call ------------------------------------------------------------------------------------


def sound_call(**values) -> Call:
    texts = {"intro_zh": "通知正文", "intro_en": "The notice", "contact_zh": "服贸处", "contact_en": "Division"}
    call = CallFactory(**texts | {"published_at": None} | values)
    needs_paper(call.measure)
    return call


def test_a_sound_call_lacks_nothing():
    assert what_is_missing(sound_call()) == []


DOLLARS = {"kind": "rate", "base": "export_value_usd", "pct": 3, "convert": "USD_CNY", "cap_cny": 500_000}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"measure__eligibility": {}}, "The measure has no condition: its rule must be written first."),
        ({"measure__subsidy": {}}, "The measure has no amount formula: its rule must be written first."),
        ({"measure__subsidy": {"kind": "magic"}}, "The measure’s rule can’t be read: "),
        ({"measure__title_en": ""}, "The measure has no title in one of the languages."),
        ({"budget_fen": 0}, "The budget is missing."),
        ({"measure__subsidy": DOLLARS}, "The exchange rate is missing: the rule counts in US dollars."),
        ({"measure__subsidy": DOLLARS, "usd_cny": 7}, "The day of the exchange rate is missing."),
        ({"allocation": AllocationWay.FIRST_COME}, "The quota is missing: how many applications are supported"),
        ({"allocation": AllocationWay.COMPETITIVE}, "The rubric is missing: experts score by it."),
        ({"measure__mode": "competitive"}, "The rubric is missing: experts score by it."),
        ({"intro_zh": ""}, "The text of the notice is missing in Chinese."),
        ({"intro_en": " "}, "The text of the notice is missing in English."),
        ({"contact_zh": ""}, "The contact is missing in Chinese."),
        ({"contact_en": ""}, "The contact is missing in English."),
        ({"sign_off_chain": []}, "The sign-off chain needs two posts at least: one drafts, another signs."),
        ({"sign_off_chain": ["case_mgr", "public"]}, "The sign-off chain names a post that does not work at the desk."),
        ({"sign_off_chain": ["leadership", "case_mgr"]}, "The sign-off chain begins with the division"),
        ({"sign_off_chain": ["case_mgr", "expert", "leadership"]}, "Only the division, the finance bureau"),
        ({"stage_limits": {"notice": 30}}, "“Call for applications” may take at most 20: this limit is the law’s."),
        ({"stage_limits": {"publicity": 3}}, "“Public notice” takes at least 5."),
        ({"stage_limits": {"party": 3}}, "The limit of “party” can’t be read."),
        ({"stage_limits": {"formal": "soon"}}, "The limit of “Formal (completeness) review” can’t be read."),
    ],
)
def test_each_thing_that_is_missing(values, sentence):
    found = what_is_missing(sound_call(**values))
    assert len(found) == 1, found
    assert found[0].startswith(sentence)


def test_rows_of_a_rubric():
    rows = [{"code": "a", "zh": "创新", "en": "", "points": 40}, {"code": "b", "zh": "效益", "en": "Effect"}, 7]
    assert what_is_missing(sound_call(allocation=AllocationWay.COMPETITIVE, rubric=rows)) == [
        "Row 1 of the rubric lacks its title in one of the languages.",
        "Row 2 of the rubric has no points.",
        "Row 3 of the rubric lacks its title in one of the languages.",
        "Row 3 of the rubric has no points.",
    ]


def test_a_window_that_has_ended():
    call = sound_call(opens_at=clock.now() - timedelta(9), closes_at=clock.now() - timedelta(1))
    assert what_is_missing(call) == ["The window has ended already: give a day in the future."]


def test_no_paper():
    call = sound_call()
    call.measure.paper_rows.all().delete()
    assert what_is_missing(call) == ["No paper is named, neither by the call nor by its measure."]
    paper = needs_paper(CallFactory().measure, "D19")
    call.papers.add(paper)
    assert what_is_missing(call) == []


def test_a_form_that_was_begun_is_published_first():
    call = sound_call()
    version = made.form_version(call)
    assert what_is_missing(call) == []
    made.field(made.section(version), "Wrong")
    assert what_is_missing(call) == [
        "The form: Field “Question Wrong”: the code takes small letters, digits and underscores only, "
        "and begins with a letter.",
        "The form is a draft still: it must be published first.",
    ]
    FormField.objects.update(code="right")
    made.publish(version)
    assert what_is_missing(call) == []
    made.section(made.form_version(call, number=2), "next")
    assert what_is_missing(call) == []


def test_a_call_with_papers_of_its_own_asks_for_these_and_not_for_its_measures(django_assert_num_queries):
    call = sound_call()
    baseline = needs_paper(CallFactory().measure, "D01")
    baseline.baseline = True
    baseline.save()
    own = needs_paper(CallFactory().measure, "D19")
    assert [paper.code for paper in papers_of(call)] == ["D01", "D05"]
    call.papers.add(own)
    with django_assert_num_queries(1):
        assert [paper.code for paper in papers_of(call)] == ["D01", "D19"]
