"""The city's data as they ship, loaded once a test."""

from datetime import datetime
from pathlib import Path

import pytest

from portal.core import clock
from portal.core.loading import Report, load_files

DATA = Path(__file__).parent.parent / "data"
TEST_DATA = Path(__file__).parent / "data"
FILES = [DATA / f"{name}.yaml" for name in ("rules", "plan", "policies", "measures", "negative_list")]


def load(*names: str) -> Report:
    return load_files([DATA / f"{name}.yaml" for name in names])


@pytest.fixture
def today():
    """A Monday on which four windows are open, one is closed and thirteen are still to open."""
    with clock.at(datetime(2026, 11, 23, 10)):
        yield clock.today()


@pytest.fixture
def city(db, today):
    """Rules, plan, documents, measures and negative list."""
    load_files(FILES)
