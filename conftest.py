"""Fixtures of the whole suite."""

import os

import pytest
from django.core.cache import cache as shared_cache

from policies import rulebook
from policies.search import results, synonyms, windows_now
from portal.calendars import cache as calendar_cache
from portal.core import pagecache
from portal.core.tests.project import chromium


@pytest.fixture(autouse=True)
def _fresh_memory():
    """What a process remembers of a database must not outlive that database's test."""
    calendar_cache.forget()
    rulebook.forget()
    synonyms.forget()
    windows_now.forget()
    results.forget()
    pagecache.clear()
    shared_cache.clear()
    yield
    calendar_cache.forget()
    rulebook.forget()
    synonyms.forget()
    windows_now.forget()
    results.forget()
    pagecache.clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are skipped by name: where no Chromium is, or where another run does them."""
    reason = ""
    if os.environ.get("PORTAL_SKIP_BROWSER"):
        reason = "PORTAL_SKIP_BROWSER is set: `make browser` runs the browser tests"
    elif chromium() is None:
        reason = "Chromium is not installed"
        if os.environ.get("PORTAL_NEED_BROWSER"):
            raise pytest.UsageError("The browser tests need Chromium: install it (Debian: chromium).")
    for item in items:
        if reason and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=reason))
