"""The city's data as they ship. They are loaded once a run; each test gets copies of the rows, which is faster."""

from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import translation

from policies.models import SearchEntry
from policies.search.index import tokens_of, write_tokens
from portal.core import clock
from portal.core.loading import Report, load_files

DATA = Path(__file__).parent.parent / "data"
TEST_DATA = Path(__file__).parent / "data"
FILES = [DATA / f"{name}.yaml" for name in ("rules", "plan", "tasks", "mapping", "policies")]
FILES += [DATA / f"{name}.yaml" for name in ("measures", "examples", "negative_list")]
_loaded: list[tuple[Any, list[Any]]] = []
_tokens: list[tuple[int, list[str]]] = []


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
    if not _loaded:
        with transaction.atomic():
            load_files(FILES)
            models = apps.get_app_config("policies").get_models(include_auto_created=True)
            models = [apps.get_model("accounts", "Unit"), *apps.get_app_config("reviews").get_models(), *models]
            _tokens.extend((entry.pk, sorted(tokens_of(entry))) for entry in SearchEntry.objects.all())
            _loaded.extend([(model, list(model._base_manager.all())) for model in models])
            transaction.set_rollback(True)
    for model, rows in _loaded:
        if model._meta.parents:  # the parent's row is there already
            for row in rows:
                copy(row).save_base(raw=True, force_insert=True)
        else:
            model._base_manager.bulk_create([copy(row) for row in rows])
    write_tokens(_tokens)


@pytest.fixture
def in_english():
    """Sentences in English, whichever language the page of an earlier test left active."""
    with translation.override("en"):
        yield
