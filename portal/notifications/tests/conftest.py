import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings as project_settings

from portal.notifications.tests.sink import Sink

TEMPLATES = copy.deepcopy(project_settings.TEMPLATES)
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]


@pytest.fixture(autouse=True)
def _texts_of_the_tests(settings):
    settings.TEMPLATES = TEMPLATES


@pytest.fixture
def smtp(settings):
    """Point the mail settings at a port: `smtp(port)`."""

    def point(port: int) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False

    return point


@pytest.fixture
def sink(smtp) -> Iterator[Sink]:
    server = Sink()
    server.controller.start()
    smtp(server.port)
    yield server
    server.controller.stop()


@pytest.fixture
def broker():
    """Point Celery at another broker: `broker(url)`."""
    conf = current_app.conf
    before = {name: conf[name] for name in ("broker_url", "broker_transport_options")}

    def point(url: str) -> None:
        conf.update(broker_url=url, broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 5})

    yield point
    conf.update(before)
