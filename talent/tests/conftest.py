from pathlib import Path

import pytest

from portal.core import pagecache
from portal.core.loading import Report, load_files

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "talent.yaml"


@pytest.fixture
def talent(db: None) -> Report:
    """The facts that come with the portal, and no page left in memory from another test."""
    pagecache.bump()
    return load_files([SHIPPED])


@pytest.fixture
def guides(talent: Report) -> Report:
    """The service guides that come with the portal, and the facts they rest on."""
    return load_files([SHIPPED.with_name("guides.yaml")])
