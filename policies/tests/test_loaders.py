"""The data files: they load twice without a change, and whatever is wrong is named by file, line and reason."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from policies.models import (
    Base,
    Clause,
    FocusArea,
    Indicator,
    Measure,
    NegativeListEntry,
    PaperType,
    Policy,
    RuleBook,
    Target,
)
from policies.tests.conftest import DATA, FILES, TEST_DATA, load
from portal.core.loading import LoadError, load_files

pytestmark = pytest.mark.django_db
VECTORS = TEST_DATA / "subsidy_vectors.yaml"
PLAIN = [TEST_DATA / "plain_rules.yaml", DATA / "plan.yaml", TEST_DATA / "plain_measures.yaml"]


def rows() -> dict[str, list]:
    """All rows that count, to compare before and after."""
    models = (Policy, Clause, Measure, PaperType, RuleBook, Indicator, Target, FocusArea, NegativeListEntry, Base)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_the_shipped_files_load_and_loading_them_again_changes_nothing() -> None:
    first = load_files([*FILES, VECTORS])
    before = rows()
    second = load_files([*FILES, VECTORS])
    assert (first.created["measure"], first.created["policy"], first.created["papertype"]) == (18, 8, 22)
    assert (second.created, second.changed) == ({}, {})
    assert rows() == before


def test_the_plain_shapes_load_too_and_their_measures_belong_to_the_plan() -> None:
    load_files(PLAIN)
    assert set(Measure.objects.values_list("policy__code", "is_demo", "usd_cny")) == {("QD-DT-2025", False, None)}
    assert sorted(Measure.objects.values_list("article", flat=True)) == list(range(3, 21))
    assert Clause.objects.count() == 0


def test_the_areas_own_documents_take_over_the_measures_of_the_plan() -> None:
    load_files(PLAIN)
    load("policies", "measures")
    assert Measure.objects.get(code="ENT-02").policy.code == "QD-DT-2025-ENTITY"
    assert list(Policy.objects.get(code="QD-DT-2025-ENTITY").measures.values_list("code", "article")) == [
        ("ENT-01", 3), ("ENT-02", 4), ("ENT-03", 5),
    ]  # fmt: skip


def test_what_a_file_does_not_say_stays_as_it_is() -> None:
    load("rules", "plan", "policies", "measures")
    Measure.objects.filter(code="ENT-01").update(usd_cny=Decimal("7.2"), is_demo=True)
    Policy.objects.filter(code="QD-DT-2025").update(document_number="青政字〔2025〕9号", issued_on=date(2025, 3, 20))
    Base.objects.filter(code="PB-3").update(title_zh="第三个基地")
    load_files(PLAIN)
    measure, plan = Measure.objects.get(code="ENT-01"), Policy.objects.get(code="QD-DT-2025")
    assert (measure.usd_cny, measure.is_demo, measure.policy.code) == (Decimal("7.2"), True, "QD-DT-2025-ENTITY")
    assert (plan.document_number, plan.issued_on) == ("青政字〔2025〕9号", date(2025, 3, 20))
    assert Base.objects.get(code="PB-3").title_zh == "第三个基地"


def test_figures_keep_their_year_unit_and_place_and_an_unknown_year_stays_empty() -> None:
    load("plan")
    total = Indicator.objects.get(code="digital_trade_total")
    assert (total.geo, total.year, total.value, total.unit, total.approx) == ("QD", 2023, Decimal("828.5"), "yi", True)
    assert set(Indicator.objects.filter(code="outsourcing_avg_exec").values_list("geo", "year")) == {
        ("QD", None), ("CN", None),
    }  # fmt: skip
    assert Base.objects.get(code="PB-3").title == ""


def test_the_clauses_of_a_demo_document_carry_the_numbers_that_rules_cite(city) -> None:
    clauses = dict(Policy.objects.get(code="QD-DT-2025-ENTITY").clauses.values_list("number", "text_en"))
    assert clauses["2.1"] == "Must be registered in Qingdao"
    assert clauses["3"] == "Subsidy for international certification"
    assert clauses["3.3"] == "Statistics filed on the MOFCOM unified platform"
    assert clauses["4.1"] == "Executed offshore outsourcing of at least USD 200,000"
    assert clauses["5.6"].startswith("One of the conditions 5.5 to 5.6 is enough: ")
    assert [number for number in clauses if "." not in number] == ["1", "2", "3", "4", "5"]


def test_a_clause_goes_when_its_condition_goes(city, tmp_path: Path) -> None:
    text = (DATA / "measures.yaml").read_text(encoding="utf-8")
    line = "      - {field: staff_insured, op: gte, value: 10}\n"
    report = _load_text(tmp_path, text.replace(line, "", 1))
    clauses = Policy.objects.get(code="QD-DT-2025-ENTITY").clauses
    assert clauses.get(number="5.4").text_en.startswith("One of the conditions 5.4 to 5.5 is enough")
    assert not clauses.filter(number="5.9").exists()
    assert report.changed["measure"] == 1


def _load_text(folder: Path, text: str):
    file = folder / "file.yaml"
    file.write_text(text, encoding="utf-8")
    return load_files([file])


def _refused(folder: Path, text: str, old: str, new: str, reason: str) -> None:
    """The changed text is refused for the reason, in the line that was changed, and nothing is saved."""
    line = text[: text.index(old)].count("\n") + 1
    before = rows()
    with pytest.raises(LoadError, match=reason) as caught:
        _load_text(folder, text.replace(old, new, 1))
    assert (Path(caught.value.file).name, caught.value.line) == ("file.yaml", line), str(caught.value)
    assert rows() == before


MEASURE_FAULTS = [
    ("code: SUP-02", "code: SUP-01", "twice"),
    ("area: TRANSFORM", "area: NOWHERE", "no focusarea with the code “NOWHERE”"),
    ("mode: entitlement ", "mode: lottery ", "“lottery” is no value of “mode”"),
    ("documents: [D05, D06, D08, D15]", "documents: [D05, D99]", "no paper with the code “D99”"),
    ("documents: [D05, D06, D08, D15]", "documents: [D05, D05]", "twice"),
    ("window: {open: 2027-01-11, close: 2027-02-26}", "window: {open: 2027-02-26, close: 2027-01-11}", "reversed"),
    ("window: {open: 2027-01-11, close: 2027-02-26}", "window: {open: soon, close: 2027-02-26}", "YYYY-MM-DD"),
    (
        "accounting_period: {from: 2026-01-01, to: 2026-12-31}",
        "accounting_period: {from: 2026-01-01}",
        "“to” is missing",
    ),
    ("budget_cny: 8000000", "budget_cny: -1", "must be 0 or more"),
    ("budget_cny: 8000000", "budget_cny: much", "must be of type"),
    ("usd_cny: 7.0", "usd_cny: 0", "greater than 0"),
    ("anchor: national", "ancor: national", "unknown key “ancor”"),
    ("{field: export_value_usd, op: gte", "{field: export_in_marks, op: gte", "export_in_marks"),
    ("{field: growth_pct, op: gte, value: 10}", "{field: growth_pct, op: between, value: 10}", "between"),
    ("{field: growth_pct, op: gte, value: 10}", "{field: growth_pct, op: gte, value: ten}", "growth_pct"),
    ("value: [TECH, SERVICE, DATAFLOW]", "value: [TECH, LUCK]", "LUCK"),
    ("pct: 3, convert: USD_CNY, cap_cny: 500000", "pct: 300, convert: USD_CNY, cap_cny: 500000", "100"),
    ("{kind: rate, base: fx_receipts_usd", "{kind: luck, base: fx_receipts_usd", "luck"),
]


@pytest.mark.parametrize(("old", "new", "reason"), MEASURE_FAULTS)
def test_a_faulty_measure_is_named_by_its_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    load("rules", "plan")
    _refused(tmp_path, (DATA / "measures.yaml").read_text(encoding="utf-8"), old, new, reason)


PLAN_FAULTS = [
    ("plan.yaml", "{code: TRANSFORM, no: 2", "{code: SUPPLY, no: 2", "twice"),
    ("plan.yaml", "{code: TRANSFORM, no: 2", "{code: TRANSFORM, no: 1", "belongs to another focus area"),
    ("plan.yaml", "doc_number: null", "doc_number: 青政字第9号", "青政办字〔2025〕21号"),
    (
        "plan.yaml",
        "geo: QD, year: 2023, value: 828.5",
        "geo: XX, year: 2023, value: 828.5",
        "“XX” is no value of “geo”",
    ),
    ("plan.yaml", "value: 828.5", "value: .nan", "must be a number"),
    ("plan.yaml", 'division: "370281"', 'division: "37028"', "six digits"),
    (
        "plan.yaml",
        "period: {from: 2025-01-01, to: 2027-12-31}",
        "period: {from: 2027-12-31, to: 2025-01-01}",
        "reversed",
    ),
    ("negative_list.yaml", "{no: 5,  sector: F", "{no: 1,  sector: F", "number 1 stands in this list twice"),
    ("negative_list.yaml", "{no: 5,  sector: F", "{no: 5,  sector: X", "no sector with the code “X”"),
    ("negative_list.yaml", "modes: [M4], dims: [NT], src: S}", "modes: [M3], dims: [NT], src: S}", "no supplymode"),
    ("negative_list.yaml", "effective: 2021-08", "effective: summer", "YYYY-MM"),
    ("policies.yaml", "areas: [SUPPLY]", "areas: [SUPLY]", "no focusarea with the code “SUPLY”"),
    ("policies.yaml", "document_number: null", "document_number: 99", "must be of type str"),
    ("rules.yaml", "baseline_documents: [D01,", "baseline_documents: [D77,", "no paper “D77”"),
    ("rules.yaml", "{code: D02,", "{code: D01,", "twice"),
    ("rules.yaml", "source_doc: D11}", "source_doc: D81}", "no paper “D81”"),
    ("rules.yaml", "type: integer, zh: 参保职工数", "type: whole, zh: 参保职工数", "whole"),
]


@pytest.mark.parametrize(("name", "old", "new", "reason"), PLAN_FAULTS)
def test_a_fault_in_another_file_is_named_by_its_line(
    tmp_path: Path, name: str, old: str, new: str, reason: str
) -> None:
    if name == "policies.yaml":
        load("plan")
    _refused(tmp_path, (DATA / name).read_text(encoding="utf-8"), old, new, reason)


def test_one_faulty_file_keeps_all_the_others_out(tmp_path: Path) -> None:
    text = (DATA / "measures.yaml").read_text(encoding="utf-8").replace("area: OPEN", "area: SHUT", 1)
    (tmp_path / "faulty.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"faulty\.yaml:\d+: no focusarea with the code “SHUT”"):
        call_command("load_plan", DATA / "rules.yaml", DATA / "plan.yaml", tmp_path / "faulty.yaml")
    assert not any(rows().values())


def test_measures_without_their_vocabulary_say_what_to_load_first() -> None:
    with pytest.raises(LoadError, match=r"rules\.yaml"):
        load("measures")


def test_words_that_measures_use_cannot_be_taken_out_of_the_vocabulary(tmp_path: Path) -> None:
    load("rules", "plan", "measures")
    text = (DATA / "rules.yaml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "field: staff_insured" in line)
    with pytest.raises(LoadError, match="measure ENT-03 could no longer be read") as caught:
        _load_text(tmp_path, text.replace(line + "\n", ""))
    assert caught.value.line > 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("expect_cny: 42000", "expect_cny: 42001", "the rules give CNY 42000"),
        ("expect: ineligible", "expect: met", "the verdict is not_met"),
        ("because: growth_pct", "because: statistics_reported", "statistics_reported is unanswered"),
        ("{measure: ENT-03", "{measure: ENT-09", "no measure with the code “ENT-09”"),
        ("offshore_exec_usd: 257800", "offshore_exec_usd: lots", "offshore_exec_usd"),
        ("because: whole units of 10000 only", "because: cap", "no ceiling changes the amount"),
        ("expect_cny: 150000", "expects: 150000", "unknown key “expects”"),
    ],
)
def test_a_vector_that_does_not_hold_is_named_by_its_line(
    city, tmp_path: Path, old: str, new: str, reason: str
) -> None:
    _refused(tmp_path, VECTORS.read_text(encoding="utf-8"), old, new, reason)
