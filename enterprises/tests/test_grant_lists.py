"""The three lists of a run, on rosters whose rows were computed by hand, and each line computed again."""

from datetime import timedelta

import pytest

from enterprises.credit.enums import CreditCategory
from enterprises.enums import GrantPhase, GrantVerdict, State
from enterprises.exceptions import GrantRefused
from enterprises.grants.computing import compute_again, outcome_of
from enterprises.grants.frozen import digest
from enterprises.grants.releasing import release
from enterprises.grants.runs import begin
from enterprises.grants.words import reason_text
from enterprises.models import CreditRecord, GrantLine, GrantRun
from enterprises.tests.factories import application_in, credit_code
from enterprises.tests.grants import (
    COMMON,
    HEADINGS,
    Bureau,
    csv_of,
    firm,
    grant_call,
    growth_measure,
    line_of,
    lists,
    row,
    run_of,
)
from portal.core import clock

pytestmark = pytest.mark.django_db


def test_each_row_is_on_the_list_that_its_facts_say():
    bureau, call = Bureau(), grant_call()
    for number in range(1, 7):
        firm(number)
    run = run_of(
        call,
        [
            row(1),  # half of 150,000
            row(2, eligible_cost_cny="300000"),  # at the cap of 100,000
            row(3, eligible_cost_cny="50001"),  # 25,000.50, down to whole yuan
            row(4, eligible_cost_cny="49999.99"),  # below the least cost
            row(5, statistics_reported=""),  # not said
            row(6, statistics_reported="否"),  # said no
        ],
        bureau,
    )
    assert run.phase == GrantPhase.READY
    assert lists(run) == {"1": "in", "2": "in", "3": "in", "4": "out", "5": "unclear", "6": "out"}
    amounts = dict(run.lines.filter(verdict=GrantVerdict.IN).values_list("row", "computed_fen"))
    assert amounts == {2: 75_000_00, 3: 100_000_00, 4: 25_000_00}
    figures = (run.in_count, run.out_count, run.unclear_count, run.excluded_count, run.in_fen)
    assert figures == (3, 2, 1, 0, 200_000_00)


def test_a_line_that_is_out_names_each_condition_and_its_clause():
    bureau, call = Bureau(), grant_call()
    firm(1)
    run = run_of(call, [row(1, statistics_reported="否", fiscal_funds_owed="是")], bureau)
    failing = [(one.clause, one.field) for one in outcome_of(line_of(run, 1)).result.with_verdict("not_met")]
    assert failing == [("2.5", "fiscal_funds_owed"), ("3.1", "statistics_reported")]


def test_the_rules_of_the_vectors_hold_for_a_roster():
    """ENT-03 of the subsidy vectors: exports of a million give 150,000; growth is worked out from two columns."""
    bureau, call = Bureau(), grant_call(measure=growth_measure())
    for number in range(1, 6):
        firm(number)
    headings = ("credit_code", "name", "export_value_usd", "prev_export_value_usd", "export_base_member", *COMMON)
    exports = {"prev_export_value_usd": "700000", "export_base_member": "否"}
    rows = [
        row(1, export_value_usd="1000000", **exports),  # grew by 42 percent
        row(2, export_value_usd="909999", **exports),  # by 29.99
        row(3, export_value_usd="910000", **exports),  # by 30 exactly
        row(4, export_value_usd="1000000", prev_export_value_usd="0", export_base_member="否"),  # on nothing
        row(5, export_value_usd="1000000", prev_export_value_usd="0", export_base_member="是"),  # the base is enough
    ]
    run = begin(call, bureau.division, name="r.csv", pieces=[csv_of(rows, headings)])
    assert lists(run) == {"1": "in", "2": "out", "3": "in", "4": "unclear", "5": "in"}
    assert line_of(run, 1).computed_fen == line_of(run, 5).computed_fen == 150_000_00
    assert line_of(run, 3).computed_fen == 50_000_00


def test_the_roster_wins_over_the_file_and_each_value_says_where_it_is_from():
    bureau, call = Bureau(), grant_call()
    firm(1)
    firm(2)
    headings = (*HEADINGS, "registered_division")
    rows = [row(1), row(2, registered_division="310115")]
    run = begin(call, bureau.division, name="r.csv", pieces=[csv_of(rows, headings)])
    assert lists(run) == {"1": "in", "2": "out"}
    sources = [outcome_of(line_of(run, number)).known.sources["registered_division"]["kind"] for number in (1, 2)]
    assert sources == ["record", "roster"]


def test_who_has_no_file_here_is_judged_by_the_roster_alone():
    bureau, call = Bureau(), grant_call()
    headings = (*HEADINGS, "registered_division")
    rows = [row(1, registered_division="370212"), row(2)]
    run = begin(call, bureau.division, name="r.csv", pieces=[csv_of(rows, headings)])
    assert lists(run) == {"1": "in", "2": "unclear"}
    assert list(run.lines.values_list("enterprise", flat=True)) == [None, None]


class TestWhoIsLeftOut:
    def test_an_application_under_the_call_leaves_out_and_a_withdrawn_one_does_not(self):
        bureau, call = Bureau(), grant_call()
        one, two = firm(1), firm(2)
        call.without_application = False
        call.save()
        filed = application_in(State.ACCEPTED, call=call, enterprise=one)
        application_in(State.WITHDRAWN, call=call, enterprise=two)
        run = run_of(call, [row(1), row(2)], bureau)
        assert lists(run) == {"1": "out", "2": "in"}
        assert line_of(run, 1).computed["reasons"] == [{"kind": "applied", "number": filed.number}]
        assert (run.out_count, run.excluded_count) == (0, 1)

    def test_a_record_of_the_credit_list_leaves_out_unless_it_was_repaired(self):
        bureau, call = Bureau(), grant_call()
        firm(1)
        firm(2)
        listed(1)
        listed(2, repaired_on=clock.today())
        run = run_of(call, [row(1), row(2)], bureau)
        assert lists(run) == {"1": "out", "2": "in"}
        reason = line_of(run, 1).computed["reasons"][0]
        assert (reason["kind"], reason["category"], reason["reference"]) == (
            "credit",
            CreditCategory.values[0],
            "(2026)示例1号",
        )
        assert "示例1号" in reason_text(reason)
        assert compute_again(line_of(run, 1)).same

    def test_a_record_that_came_after_the_run_stops_the_release(self):
        bureau = Bureau()
        firm(1)
        run = run_of(grant_call(), [row(1)], bureau)
        listed(1)
        with pytest.raises(GrantRefused):
            release(run, bureau.leader)

    def test_support_under_an_exclusive_measure_in_the_same_year_leaves_out(self):
        bureau, call, other = Bureau(), grant_call(), grant_call()
        awarded = application_in(State.APPROVED, call=_by_hand(other), enterprise=firm(1))
        firm(2)
        run = run_of(call, [row(1), row(2)], bureau)
        assert lists(run) == {"1": "in", "2": "in"}
        call.exclusive_measures.add(other.measure)
        run = run_of(call, [row(1), row(2)], bureau)
        assert lists(run) == {"1": "out", "2": "in"}
        reason = {"kind": "exclusive", "number": awarded.number, "measure": other.measure.code}
        assert line_of(run, 1).computed["reasons"] == [reason]

    def test_the_yearly_cap_leaves_what_is_left_and_nobody_below_nothing(self):
        bureau, other = Bureau(), grant_call()
        application_in(State.APPROVED, call=_by_hand(other), enterprise=firm(1))
        firm(2)
        run = run_of(grant_call(yearly_cap_fen=90_000_00), [row(1), row(2)], bureau)
        assert (line_of(run, 1).computed_fen, line_of(run, 2).computed_fen) == (15_000_00, 75_000_00)
        run = run_of(grant_call(yearly_cap_fen=75_000_00), [row(1)], bureau)
        reason = {"kind": "cap", "cap_fen": 75_000_00, "granted_fen": 75_000_00}
        assert (lists(run), line_of(run, 1).computed["reasons"]) == ({"1": "out"}, [reason])

    def test_what_is_granted_once_is_not_granted_again(self):
        bureau, measure = Bureau(), growth_measure()
        first = grant_call(measure=measure, without_application=False)
        facts = {"export_value_usd": 1_000_000, "prev_export_value_usd": 1, "export_base_member": True}
        application_in(State.APPROVED, call=first, enterprise=firm(1), facts=facts)
        firm(2)
        later = grant_call(measure=measure, period_from=first.period_to)
        headings = ("credit_code", "name", "export_value_usd", "export_base_member", *COMMON)
        rows = [row(number, export_value_usd="1000000", export_base_member="是") for number in (1, 2)]
        run = begin(later, bureau.division, name="r.csv", pieces=[csv_of(rows, headings)])
        assert lists(run) == {"1": "out", "2": "in"}


def listed(number, **fields):
    category = CreditCategory.values[0]
    return CreditRecord.objects.create(
        credit_code=credit_code(number), name="示例", category=category, source="信用中国",
        reference=f"(2026)示例{number}号", since=clock.today() - timedelta(days=30), **fields,
    )  # fmt: skip


def _by_hand(call):
    call.without_application = False
    call.save()
    return call


class TestComputedAgain:
    def test_every_line_says_the_same_after_the_measure_and_the_file_were_changed(self):
        bureau, call = Bureau(), grant_call(usd_cny="7.0000")
        firms = [firm(number) for number in range(1, 9)]
        run = run_of(call, [row(n, eligible_cost_cny=str(n * 30_000)) for n in range(1, 9)], bureau)
        before = lists(run)
        call.measure.subsidy = {"kind": "rate", "base": "eligible_cost_cny", "pct": 10, "cap_cny": 5_000}
        call.measure.save()
        firms[0].district.code = "310115"
        call.usd_cny = "1.0000"
        call.save()
        run = GrantRun.objects.get(pk=run.pk)
        again = [compute_again(line) for line in run.lines.select_related("run__call")]
        assert {one.same for one in again} == {True}
        later = run_of(call, [row(n, eligible_cost_cny=str(n * 30_000)) for n in range(1, 9)], bureau)
        assert (before, lists(later)) == (before, before)
        assert set(later.lines.filter(verdict="in").values_list("computed_fen", flat=True)) == {5_000_00}
        assert run.frozen_sha256 != later.frozen_sha256

    def test_a_stored_cell_amount_or_rule_that_was_tampered_with_shows(self):
        bureau, call = Bureau(), grant_call()
        for number in (1, 2, 3):
            firm(number)
        run = run_of(call, [row(1), row(2), row(3)], bureau)
        place = run.columns.index("eligible_cost_cny")
        one, two, three = (line_of(run, number) for number in (1, 2, 3))
        cells = [*one.cells]
        cells[place] = "160000"
        GrantLine.objects.filter(pk=one.pk).update(cells=cells)
        GrantLine.objects.filter(pk=two.pk).update(computed_fen=80_000_00)
        assert [compute_again(line_of(run, number)).same for number in (1, 2, 3)] == [False, False, True]
        frozen = run.frozen | {"yearly_cap_fen": 1}
        GrantRun.objects.filter(pk=run.pk).update(frozen=frozen)
        assert not compute_again(line_of(run, 3)).rules_whole
        assert three.computed_fen == 75_000_00

    def test_the_roster_is_kept_as_it_came(self):
        from enterprises.grants.runs import stored

        bureau, call = Bureau(), grant_call()
        firm(1)
        body = csv_of([row(1)])
        run = begin(call, bureau.division, name="r.csv", pieces=[body])
        assert b"".join(stored(run)) == body
        assert [digest(batch.rows) for batch in run.batches.all()] == [batch.sha256 for batch in run.batches.all()]
