import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

import portal.calendars
from portal.calendars import cache
from portal.core.loading import load_files

DATA = Path(portal.calendars.__file__).parent / "data" / "calendar.yaml"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(autouse=True)
def _cold() -> Iterator[None]:
    """A snapshot of rows that a test rolled back must not reach the next one."""
    cache.forget()
    yield
    cache.forget()


@pytest.fixture
def seeded(db: None) -> None:
    load_files([DATA])
