"""Fixtures of the whole suite."""

import gc
import os

import pytest
from django.core.cache import cache as shared_cache
from django.utils import translation
from hypothesis import HealthCheck, settings

from policies import rulebook
from policies.search import results, synonyms, windows_now
from portal.calendars import cache as calendar_cache
from portal.core import pagecache
from portal.core.tests.project import chromium

# How long an example takes tells what else the machine does.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")


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
    # A request leaves its language behind.
    translation.deactivate()
    yield
    calendar_cache.forget()
    rulebook.forget()
    synonyms.forget()
    windows_now.forget()
    results.forget()
    pagecache.clear()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _walks_apart(items)
    if os.environ.get("PORTAL_STORED_ONLY"):
        _only_what_is_stored(config, items)
    _long_ones_first(items)


def pytest_collection_finish() -> None:
    """Settings, models, templates and tests stay to the end: the collector need not look through them each time. Nor
    need it look after every 700 objects, which takes an eighth of the time of a test that asks for pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _only_what_is_stored(config: pytest.Config, items: list[pytest.Item]) -> None:
    """For a second run on other services: files of which no test asks for a database would only say the same again."""
    stored = {item.path for item in items if "db" in item.fixturenames or item.get_closest_marker("django_db")}
    config.hook.pytest_deselected(items=[item for item in items if item.path not in stored])
    items[:] = [item for item in items if item.path in stored]


def _long_ones_first(items: list[pytest.Item]) -> None:
    """So that no process is left alone with one at the end. Tests that commit stay behind those that don't, where
    pytest-django has put them."""
    for item in [item for item in items if item.get_closest_marker("long")]:
        items.remove(item)
        beside = (place for place, other in enumerate(items) if _commits(other) == _commits(item))
        items.insert(next(beside, len(items)), item)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


def _walks_apart(items: list[pytest.Item]) -> None:
    """The walks have a run of their own: the browser's driver keeps an event loop in its process, in which Django lets
    no other test reach its database."""
    if os.environ.get("PORTAL_NEED_BROWSER"):
        if chromium() is None:
            raise pytest.UsageError("The browser tests need Chromium: install it (Debian: chromium).")
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="`make browser` runs the browser tests"))
