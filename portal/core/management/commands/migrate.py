"""Django's `migrate`, in two thirds of the time, which tests and first starts wait for."""

import functools
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management.commands import migrate


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with _swappable_models_kept(), _rarely_collected():
            super().handle(*args, **options)


@contextmanager
def _swappable_models_kept() -> Iterator[None]:
    """Each field that points to another model asks whether that one may be swapped. The answer hangs on the settings
    alone; but Django forgets it whenever it draws the models as a migration knows them, and looks through all models
    again. A memory of the registry's own outlives those drawings."""
    ask = type(apps).get_swappable_settings_name.__wrapped__
    apps.get_swappable_settings_name = functools.cache(functools.partial(ask, apps))  # type: ignore[method-assign]
    try:
        yield
    finally:
        del apps.get_swappable_settings_name


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Thousands of classes are drawn, and most stay until the end: Python need not look through them each time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
