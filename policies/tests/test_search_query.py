"""What a reader typed, before anything is looked up."""

import pytest

from policies.search import SearchQuery


@pytest.mark.parametrize("typed", ['"海外仓', '海外仓"', "“海外仓", "海外仓」"])
def test_a_quotation_mark_without_its_other_is_no_part_of_the_word(typed: str) -> None:
    assert SearchQuery(words=typed).phrases == SearchQuery(words="海外仓").phrases


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("海外仓，补助。", ("海外仓", "补助")),
        ("认证、检测；", ("认证", "检测")),
        ("certification, warehouses?", ("certification", "warehouses")),
        ("e-commerce 3.5 10,000", ("e-commerce", "3.5", "10,000")),
        ("“海外仓，补助”", ("海外仓,补助",)),
    ],
)
def test_stops_part_words_and_quotation_marks_keep_them(typed: str, words: tuple[str, ...]) -> None:
    assert SearchQuery(words=typed).phrases == words
