"""Expected results of every kind of formula, on the rows as they are loaded: the loader refuses what does not hold."""

from pathlib import Path

import pytest
import yaml

from policies.tests.conftest import TEST_DATA
from portal.core.loading import LoadError, load_files

from .rulebook import MEASURE

MORE = TEST_DATA / "subsidy_vectors_more.yaml"


def test_more_expected_results_hold(city) -> None:
    report = load_files([TEST_DATA / "subsidy_vectors.yaml", MORE])
    assert report.kept == {"vector": 9 + 43}


def test_every_kind_of_formula_has_an_expected_result() -> None:
    vectors = yaml.safe_load(MORE.read_text(encoding="utf-8"))["vectors"]
    kinds = {MEASURE[vector["measure"]]["subsidy"]["kind"] for vector in vectors}
    assert kinds == {"increment", "rate", "tiers", "per_unit", "sum", "match"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("expect_cny: 21000}", "expect_cny: 21001}"),
        ("expect_cny: 100000, because: cap", "expect_cny: 99999, because: cap"),
        ("because: growth_pct", "because: trade_category"),
        ("expect: official", "expect: met"),
    ],
)
def test_a_result_that_does_not_hold_is_refused(city, tmp_path: Path, old: str, new: str) -> None:
    text = MORE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "vectors.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LoadError, match="does not hold"):
        load_files([tmp_path / "vectors.yaml"])
