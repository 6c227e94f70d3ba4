"""Production refuses to start with what would be dangerous there."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from enterprises.tests.factories import UserFactory
from portal.core.checks import no_demo_accounts, refuse_demo
from portal.core.sealing import PUBLISHED
from portal.core.tests.project import ROOT

SOUND = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "Zq3" + "x9Lk7Vw2Rt8Yp4Ns6Bd1Gh5Jm0Fc" * 2,
    "FIELD_KEYS": "s7Yt0c5oQv2mX9rLwKf3aBzHn8uJ1eDgPq6iVyTk4Ms=",
    "ALLOWED_HOSTS": "portal.example.test",
    "SITE_URL": "https://portal.example.test",
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}


def start(**changed: str) -> str:
    """The last line that Python says when the production settings are read."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "VAR_DIR", "HOME"}}
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); print('started')"],
        cwd=ROOT,
        env=kept | SOUND | changed,
        capture_output=True,
        text=True,
    )
    return (done.stdout + done.stderr).strip().splitlines()[-1]


def test_sound_settings_start():
    assert start() == "started"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"DEBUG": "1"}, "DEBUG must not be set"),
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + "x9Lk7Vw2Rt8Yp4Ns6Bd1Gh5Jm0Fc" * 2}, "Set SECRET_KEY"),
        ({"FIELD_KEYS": ""}, "Set FIELD_KEYS"),
        ({"FIELD_KEYS": "short"}, "Set FIELD_KEYS"),
        ({"FIELD_KEYS": "QUFB" * 10 + "QUE="}, "Set FIELD_KEYS"),
        # What tests use stands in the code.
        ({"FIELD_KEYS": PUBLISHED[0]}, "Set FIELD_KEYS"),
        ({"FIELD_KEYS": f"{SOUND['FIELD_KEYS']},{PUBLISHED[0]}"}, "Set FIELD_KEYS"),
        ({"ALLOWED_HOSTS": ""}, "Set ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "Set ALLOWED_HOSTS"),
        ({"REDIS_URL": ""}, "Set REDIS_URL"),
        ({"EMAIL_URL": ""}, "Set EMAIL_URL"),
    ],
)
def test_dangerous_settings_do_not_start(changed, reason):
    assert reason in start(**changed)


@pytest.mark.django_db
def test_demo_accounts_stop_production(settings):
    settings.DEMO_ALLOWED = False
    refuse_demo()
    UserFactory(is_demo=True)
    with pytest.raises(ImproperlyConfigured, match="Demo accounts"):
        refuse_demo()
    assert [error.id for error in no_demo_accounts(None)] == ["portal.E001"]
