"""What a roster may look like, and what is said of one that can't be taken: every error by row and column."""

import pytest
from django.utils import translation

from enterprises.desk.grants.pages import notes, problems
from enterprises.enums import AllocationWay, GrantPhase
from enterprises.exceptions import GrantRefused
from enterprises.grants import reading
from enterprises.grants.columns import template
from enterprises.grants.frozen import rules_of
from enterprises.grants.runs import begin
from enterprises.models import GrantBatch, GrantLine, GrantRun
from enterprises.tests.factories import CallFactory, official
from enterprises.tests.grants import HEADINGS, Bureau, csv_of, firm, grant_call, lists, row, run_of, xlsx_of
from policies.enums import Allocation
from portal.core.imports.problems import FileRefused
from portal.reviews.exceptions import StepForbidden

pytestmark = pytest.mark.django_db


def refused(body: bytes, call=None) -> list[tuple[str, str]]:
    """Place and sentence of each error; nothing of the roster is computed."""
    run = begin(call or grant_call(), official("case_mgr"), name="r", pieces=[body])
    assert run.phase == GrantPhase.FAILED
    assert (GrantLine.objects.count(), GrantBatch.objects.count()) == (0, 0)
    return [(one["place"], one["text"]) for one in problems(run)]


class TestTaken:
    def test_a_workbook_and_a_file_of_chinese_windows_say_the_same_as_utf_8(self):
        bureau, call = Bureau(), grant_call()
        firm(1)
        rows = [row(1), row(2, eligible_cost_cny="3")]
        for body in (csv_of(rows), csv_of(rows, encoding="gb18030"), xlsx_of(rows)):
            run = begin(call, bureau.division, name="r", pieces=[body])
            assert lists(run) == {"1": "in", "2": "out"}

    def test_headings_are_codes_or_names_in_either_language(self):
        bureau, call = Bureau(), grant_call()
        firm(1)
        rules = rules_of(run_of(call, [row(1)], bureau))
        from enterprises.grants.columns import columns

        known = columns(rules)
        chinese = {name: str(known[name].heading) for name in HEADINGS if name in known}
        rows = [{chinese.get(name, name): value for name, value in row(1).items()}]
        headings = [chinese.get(name, name) for name in HEADINGS]
        run = begin(call, bureau.division, name="r", pieces=[csv_of(rows, headings)])
        assert lists(run) == {"1": "in"}

    def test_the_template_is_a_roster_without_rows(self):
        bureau, call = Bureau(), grant_call()
        firm(1)
        rules = rules_of(run_of(call, [row(1)], bureau))
        run = begin(call, bureau.division, name="t.xlsx", pieces=[template(rules)])
        assert (run.phase, problems(run)) == (GrantPhase.FAILED, [])
        assert run.refusal["text"].startswith("The file has no rows")

    def test_a_fact_without_a_column_is_named(self):
        firm(1)
        headings = [name for name in HEADINGS if name != "statistics_reported"]
        run = begin(grant_call(), official("case_mgr"), name="r", pieces=[csv_of([row(1)], headings)])
        assert lists(run) == {"1": "unclear"}
        with translation.override("zh-hans"):
            assert "在商务部业务系统统一平台如实填报" in " ".join(notes(run))


class TestRefused:
    def test_formula_cells_by_their_place(self):
        found = refused(xlsx_of([row(1, eligible_cost_cny="=1+1")]))
        assert found == [("C2", "是公式，请填入其结果")] or found[0][0] == "C2"

    def test_a_missing_column_an_unknown_heading_and_a_heading_twice(self):
        assert [place for place, _text in refused(csv_of([row(1)], ("name", "eligible_cost_cny")))] == ["1"]
        assert refused(csv_of([row(1)], (*HEADINGS, "favourite_colour")))[0][0] == "J1"
        assert refused(csv_of([row(1)], (*HEADINGS, "name")))[0][0] == "J1"

    def test_a_wrong_code_a_duplicate_and_values_that_the_rules_cannot_take(self):
        rows = [
            row(1),
            row(1),
            row(2, credit_code="91370212MAXDEM0000"),
            row(3, eligible_cost_cny="-5"),
            row(4, eligible_cost_cny="viel"),
            row(5, statistics_reported="vielleicht"),
            row(6, name=""),
        ]
        assert [place for place, _text in refused(csv_of(rows))] == ["A3", "A4", "C5", "C6", "D7", "B8"]

    def test_an_unknown_word_of_a_list_and_an_impossible_division(self):
        call = grant_call()
        call.measure.eligibility = {"all": [{"field": "certificate_type", "op": "in", "value": ["ISO27001"]}]}
        call.measure.save()
        headings = ("credit_code", "name", "certificate_type", "registered_division", "eligible_cost_cny")
        rows = [row(1, certificate_type="ISO-NULL", registered_division="37")]
        assert [place for place, _text in refused(csv_of(rows, headings), call)] == ["C2", "D2"]

    def test_bytes_of_no_encoding_and_files_that_are_no_table_keep_no_run(self):
        for body in (b"credit_code,name\n\xff\xff,\x80\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, b""):
            with pytest.raises(FileRefused):
                begin(grant_call(), official("case_mgr"), name="r", pieces=[body])
        assert not GrantRun.objects.exists()

    def test_more_rows_than_the_limit(self, monkeypatch):
        monkeypatch.setattr(reading, "MOST_ROWS", 1)
        run = begin(grant_call(), official("case_mgr"), name="r", pieces=[csv_of([row(1), row(2)])])
        assert (run.phase, run.refusal["params"], run.lines.count()) == (GrantPhase.FAILED, {"most": 1}, 0)


class TestCallsAndPeople:
    def test_only_calls_that_give_to_whoever_is_entitled(self):
        firm(1)
        division = official("case_mgr")
        competitive = CallFactory(measure__mode=Allocation.COMPETITIVE)
        first_come = CallFactory(allocation=AllocationWay.FIRST_COME, quota=3)
        hidden = CallFactory(published_at=None)
        for call in (competitive, first_come, hidden):
            with pytest.raises(GrantRefused):
                begin(call, division, name="r", pieces=[csv_of([row(1)])])
        for call in (CallFactory(), grant_call(published_at=None)):
            assert begin(call, division, name="r", pieces=[csv_of([row(1)])]).phase == GrantPhase.READY

    @pytest.mark.parametrize("role", ["district", "leadership", "finance", "auditor", "discipline"])
    def test_nobody_but_the_division_brings_a_roster(self, role):
        with pytest.raises(StepForbidden):
            begin(grant_call(), official(role), name="r", pieces=[csv_of([row(1)])])
        assert not GrantRun.objects.exists()
