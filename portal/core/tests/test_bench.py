"""The benchmark's parts: each file is hooked in, has what a part must have, and judges what it found."""

import argparse
from pathlib import Path

import pytest

from bench import parts
from bench.lines import Line, at_most
from bench.parts import lists
from bench.report import markdown

FOLDER = Path(parts.__file__).parent


def test_every_part_is_hooked_in_and_has_what_it_needs() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} - {"__init__"} == set(parts.PARTS)
    for name, part in parts.chosen("").items():
        assert part.TITLE, name
        assert callable(part.measure), name
        assert callable(part.judge), name


def test_sizes_can_be_chosen() -> None:
    parser = argparse.ArgumentParser()
    parts.add_options(parser)
    chosen = parser.parse_args(["--large", "5", "--documents-large", "6", "--rows", "7"])
    assert (chosen.large, chosen.documents_large, chosen.rows, chosen.documents) == (5, 6, 7, 20_000)


def test_some_parts_alone() -> None:
    assert list(parts.chosen("ranking,lists")) == ["ranking", "lists"]


@pytest.mark.parametrize(("few", "ok"), [(9, True), (8, False)])
def test_a_goal_that_is_missed_is_published_as_missed(few: int, ok: bool) -> None:
    lines = list(lists.judge(lists.Lists({"library": (few, 9), "desk": (3, 3)})))
    assert [line.ok for line in lines] == [ok]
    assert ("library: 8 and 9" in lines[0].measured) is not ok


def test_the_median_decides() -> None:
    assert at_most("a page", "≤ 2 ×", (1.99, 1.5, 2.4), 2.0) == Line("a page", "≤ 2 ×", "1.99 × (1.50–2.40)", True)
    assert not at_most("a page", "≤ 2 ×", (2.01, 1.5, 2.4), 2.0).ok


def test_the_table_says_how_many_goals_were_missed() -> None:
    class Measured:
        lines = (Line("a page", "≤ 1", "2", False), Line("a list", "≤ 1", "1", True))

        def void(self) -> str:
            return ""

        def figures(self) -> str:
            return "| figures |"

    machine = {"cpu": "x", "cores": "2", "kernel": "6"}
    facts = {"machine": machine, "command": "", "date": "", "revision": "", "seed": 1, "python": "", "database": ""}
    table = markdown([Measured()], facts | {"packages": {"Django": ""}, "notes": []})
    assert table.startswith("1 of 2 goals met, 1 missed.")
    assert "| a page | ≤ 1 | 2 | **missed** |" in table
    assert table.endswith("| figures |\n")
