"""What a reader typed, before anything is looked up."""

import pytest

from policies.search import SearchQuery


@pytest.mark.parametrize("typed", ['"海外仓', '海外仓"', "“海外仓", "海外仓」"])
def test_a_quotation_mark_without_its_other_is_no_part_of_the_word(typed: str) -> None:
    assert SearchQuery(words=typed).phrases == SearchQuery(words="海外仓").phrases
