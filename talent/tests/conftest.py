from copy import deepcopy
from datetime import datetime
from pathlib import Path

import pytest

from portal.core import clock, pagecache
from portal.core.loading import Report, load_files
from portal.core.tests.kept_rows import KeptRows

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "talent.yaml"
# Before every day that a test lives in.
LOADED_AT = datetime(2026, 1, 5, 9)


def _load(name: str) -> Report:
    with clock.at(LOADED_AT):
        return load_files([SHIPPED.with_name(name)])


_facts = KeptRows(lambda: _load("talent.yaml"))
# On top of the facts, which are there then.
_guides = KeptRows(lambda: _load("guides.yaml"))


@pytest.fixture
def talent(db: None) -> Report:
    """The facts that come with the portal, and no page left in memory from another test."""
    pagecache.bump()
    return deepcopy(_facts.put())


@pytest.fixture
def guides(talent: Report) -> Report:
    """The service guides that come with the portal, and the facts they rest on."""
    return deepcopy(_guides.put())
