"""The letters of sources in the texts of the data file."""

import pytest

from talent.sources import plain_text, read_source, split_kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 wd (GK)", ("3 wd", "GK", "")),
        ("within 15 d of entry (S, 2017 flow)", ("within 15 d of entry", "S", "2017 flow")),
        ("both (L, GK)", ("both", "L,GK", "")),
        ("Family (S)", ("Family", "S", "")),
        ("a card (fee CNY 720, up to 5 years - S); use it", ("a card (fee CNY 720, up to 5 years); use it", "S", "")),
        ("Salary (CNY 10,000)", ("Salary (CNY 10,000)", "", "")),
        ("Some (Shanghai shows 4 wd)", ("Some (Shanghai shows 4 wd)", "", "")),
        ("a (S) and b (GK)", ("a and b", "S,GK", "")),
    ],
)
def test_letters_are_taken_out_and_kept(text: str, expected: tuple[str, str, str]) -> None:
    assert split_kinds(text) == expected


def test_general_knowledge_is_written_out_where_it_has_a_remark() -> None:
    text = "not above 60 years of age (GK for the age; one source allows up to 70)"
    assert plain_text(text) == (
        "not above 60 years of age (from general knowledge, to be verified by the operator, "
        "for the age; one source allows up to 70)",
        "GK",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S", ("S", "")),
        ("L, S", ("S,L", "")),
        ("S (2021; re-confirm)", ("S", "2021; re-confirm")),
        ("S for 2021; must be confirmed", ("S", "for 2021; must be confirmed")),
        ("Some page", ("", "Some page")),
    ],
)
def test_a_source_entry(text: str, expected: tuple[str, str]) -> None:
    assert read_source(text) == expected


def test_the_shorthand_for_working_days_is_written_out() -> None:
    assert plain_text("Shanghai shows 4 wd (S)") == ("Shanghai shows 4 working days", "S")
