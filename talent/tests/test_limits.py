"""Limits as the data file writes them, as numbers and as words."""

import pytest
from django.utils import translation

from talent.enums import Anchor, LimitKind, LimitSubject, LimitUnit
from talent.limits import Term, read, sentence


@pytest.mark.parametrize(
    ("shorthand", "terms"),
    [
        ("5 wd", [Term(most=5, unit=LimitUnit.WORKDAY)]),
        ("24 h", [Term(most=24, unit=LimitUnit.HOUR)]),
        ("30 d (GK)", [Term(most=30, unit=LimitUnit.DAY, kinds="GK")]),
        ("within 30 d of entry", [Term(most=30, unit=LimitUnit.DAY, anchor=Anchor.ENTRY)]),
        ("at least 30 d before expiry", [Term(least=30, unit=LimitUnit.DAY, anchor=Anchor.EXPIRY)]),
        ("30-90 d before expiry (S)", [Term(least=30, most=90, unit=LimitUnit.DAY, anchor=Anchor.EXPIRY, kinds="S")]),
        (
            "10 wd after the contract ends (GK)",
            [Term(most=10, unit=LimitUnit.WORKDAY, anchor=Anchor.CONTRACT_END, kinds="GK")],
        ),
        (
            "4 wd typical (GK); R as fast as the next day (S)",
            [
                Term(most=4, unit=LimitUnit.WORKDAY, kind=LimitKind.USUAL, kinds="GK"),
                Term(text="R as fast as the next day", kinds="S"),
            ],
        ),
        (
            "within 15 d of entry (S, 2017 flow), then 5-10 wd",
            [
                Term(most=15, unit=LimitUnit.DAY, anchor=Anchor.ENTRY, kinds="S", remark="2017 flow"),
                Term(subject=LimitSubject.HANDLING, least=5, most=10, unit=LimitUnit.WORKDAY),
            ],
        ),
    ],
)
def test_shorthand_is_read(shorthand: str, terms: list[Term]) -> None:
    assert read(shorthand) == terms


def test_a_change_counts_from_the_change() -> None:
    assert read("10 d", LimitSubject.RESIDENCE_CHANGE)[0].anchor == Anchor.CHANGE


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((None, 5, "workday", ""), "within 5 working days"),
        ((None, 1, "workday", ""), "within 1 working day"),
        ((None, 30, "day", "entry"), "within 30 calendar days after entry"),
        ((30, None, "day", "expiry"), "at least 30 calendar days before expiry"),
        ((30, 90, "day", "expiry"), "30 to 90 calendar days before expiry"),
        ((None, None, "", ""), ""),
    ],
)
def test_a_limit_in_words(numbers: tuple[int | None, int | None, str, str], words: str) -> None:
    with translation.override("en"):
        assert sentence(*numbers) == words
