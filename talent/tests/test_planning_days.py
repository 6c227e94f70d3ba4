"""Counting forwards and backwards: units, holidays, swapped days, ends of months; and that one undoes the other."""

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent.planning.constants import DAY, HOUR, MONTH, WORKDAY
from talent.planning.days import Counting, Day, first_covering, minus_months, plus_months
from talent.tests.planning_numbers import CALENDAR, day

COUNTING = Counting(CALENDAR)
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31))
UNITS = st.sampled_from([HOUR, DAY, WORKDAY, MONTH])
ENGINE = Path(__file__).resolve().parent.parent / "planning"


@pytest.mark.parametrize(
    ("start", "n", "unit", "end"),
    [
        # Spring Festival with its swapped days: 14 and 28 February are worked.
        ("2026-02-09", 20, WORKDAY, "2026-03-13"),
        ("2026-02-12", 5, WORKDAY, "2026-02-26"),
        ("2026-09-24", 5, WORKDAY, "2026-10-09"),
        # The 15th and the 30th calendar day on a holiday: the next working day.
        ("2026-09-18", 15, DAY, "2026-10-08"),
        ("2026-01-17", 30, DAY, "2026-02-24"),
        ("2026-05-10", 15, DAY, "2026-05-25"),
        # Hours do not wait for holidays to end.
        ("2026-10-01", 24, HOUR, "2026-10-02"),
        ("2028-02-28", 24, HOUR, "2028-02-29"),
        ("2026-06-10", 240, HOUR, "2026-06-20"),
        # Months that are too short.
        ("2025-08-31", 6, MONTH, "2026-02-28"),
        ("2027-08-31", 6, MONTH, "2028-02-29"),
        ("2028-02-29", 6, MONTH, "2028-08-29"),
    ],
)
def test_forwards(start, n, unit, end):
    assert COUNTING.forwards(Day(day(start)), n, unit).on == day(end)


@pytest.mark.parametrize(
    ("end", "n", "unit", "start"),
    [
        # The day before a working day will do, be it a Sunday or the end of the Mid-Autumn holidays.
        ("2026-10-09", 5, WORKDAY, "2026-09-27"),
        ("2026-06-08", 1, WORKDAY, "2026-06-07"),
        # A Saturday is no last day: the span must be over on Friday.
        ("2026-06-20", 15, DAY, "2026-06-03"),
        ("2026-02-28", 6, MONTH, "2025-08-31"),
        ("2026-10-02", 24, HOUR, "2026-10-01"),
    ],
)
def test_backwards(end, n, unit, start):
    assert COUNTING.backwards(Day(day(end)), n, unit).on == day(start)


@given(DAYS, DAYS, st.integers(0, 40), UNITS)
def test_forwards_and_backwards_undo_each_other(start, end, n, unit):
    """The one equivalence from which both passes of a plan agree."""
    in_time = COUNTING.forwards(Day(start), n, unit).on <= end
    assert in_time == (start <= COUNTING.backwards(Day(end), n, unit).on)


@given(DAYS, DAYS)
def test_office_days_undo_each_other(a, b):
    assert (COUNTING.on_or_after(Day(a)).on <= b) == (a <= COUNTING.on_or_before(Day(b)).on)


@given(DAYS, DAYS, st.integers(0, 24))
def test_months_undo_each_other(a, b, n):
    assert (plus_months(a, n) <= b) == (a <= minus_months(b, n))
    assert (plus_months(a, n) >= b) == (a >= first_covering(b, n))


@pytest.mark.parametrize(
    ("start", "n", "unit", "provisional"),
    [
        ("2026-06-01", 10, WORKDAY, False),
        ("2026-12-28", 10, WORKDAY, True),
        ("2026-12-20", 30, DAY, True),
        ("2027-01-04", 24, HOUR, False),
    ],
)
def test_a_year_that_is_not_announced_makes_days_provisional(start, n, unit, provisional):
    assert COUNTING.forwards(Day(day(start)), n, unit).provisional is provisional


def test_what_rests_on_a_provisional_day_is_provisional():
    assert COUNTING.forwards(Day(day("2026-06-01"), provisional=True), 1, WORKDAY).provisional
    assert COUNTING.backwards(Day(day("2026-06-01"), provisional=True), 1, DAY).provisional


def test_no_number_of_days_stands_in_the_code():
    """0 and 1 begin a count, 12 is the months of a year; every other number must come from a record."""
    found = []
    for file in sorted(ENGINE.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value not in (0, 1, 12):
                found.append(f"{file.name}:{node.lineno}: {node.value}")
    assert found == []


def test_the_texts_of_the_plan_name_no_number_either():
    texts = Path(ENGINE.parent / "plans")
    sentences = [
        node.value
        for file in ("words.py", "caution_words.py", "page.py")
        for node in ast.walk(ast.parse((texts / file).read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    ]
    assert len(sentences) > 60
    # Docstrings and comments show what a text looks like.
    shown = [text for text in sentences if re.search(r"\d+ (?:\w+ )?(?:hour|day|week|month|year)", text)]
    assert [text for text in shown if not text.lstrip().startswith("`")] == []


def test_the_engine_knows_no_tables():
    for file in ENGINE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            assert [name for name in names if name.startswith(("django", "portal", "talent.models"))] == []
