"""The command that is quicker than Django's says and leaves the same."""

import gc

from django.apps import apps
from django.core.management import get_commands
from django.db.migrations.state import ProjectState

from portal.core.management.commands.migrate import _rarely_collected, _swappable_models_kept

NAMES = [model._meta.label for model in apps.get_models(include_auto_created=True)] + ["auth.User", "nobody.There"]


def answers() -> list[str | None]:
    return [apps.get_swappable_settings_name(name) for name in NAMES]


def test_it_is_the_one_that_runs() -> None:
    assert get_commands()["migrate"] == "portal.core"


def test_a_model_that_may_be_swapped_is_known_as_django_knows_it_while_others_are_drawn() -> None:
    expected = answers()
    assert set(expected) == {None, "AUTH_USER_MODEL"}
    with _swappable_models_kept():
        assert answers() == expected
        asked = apps.get_swappable_settings_name.cache_info().misses
        ProjectState(real_apps={"accounts"}).apps.clear_cache()
        assert answers() == expected
        assert apps.get_swappable_settings_name.cache_info().misses == asked
        apps.clear_cache()
        assert apps.get_swappable_settings_name.cache_info().currsize == 0
    assert "get_swappable_settings_name" not in vars(apps)
    assert answers() == expected


def test_python_collects_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with _rarely_collected():
        assert gc.get_threshold() != before
    assert gc.get_threshold() == before
