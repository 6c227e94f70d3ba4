"""The city's data as they ship."""

from datetime import datetime
from pathlib import Path

import pytest
from django.utils import translation

from portal.core import clock
from portal.core.loading import Report, load_files
from portal.core.tests.kept_rows import KeptRows

DATA = Path(__file__).parent.parent / "data"
TEST_DATA = Path(__file__).parent / "data"
FILES = [DATA / f"{name}.yaml" for name in ("rules", "plan", "tasks", "mapping", "policies")]
FILES += [DATA / f"{name}.yaml" for name in ("measures", "examples", "negative_list")]
# SQLite keeps the words of the search in a table of their own.
SEARCH_TOKENS = "policies_searchtokens"
OURS = ("accounts", "policies", "reviews")
_city = KeptRows(lambda: load_files(FILES), of=OURS, fts=[SEARCH_TOKENS])


def load(*names: str) -> Report:
    return load_files([DATA / f"{name}.yaml" for name in names])


@pytest.fixture
def today():
    """A Monday on which four windows are open, one is closed and thirteen are still to open."""
    with clock.at(datetime(2026, 11, 23, 10)):
        yield clock.today()


@pytest.fixture
def city(db, today):
    """Rules, plan, documents, measures and negative list; no calls, which are another app's."""
    _city.put()


@pytest.fixture
def in_english():
    """Sentences in English, whichever language the page of an earlier test left active."""
    with translation.override("en"):
        yield
