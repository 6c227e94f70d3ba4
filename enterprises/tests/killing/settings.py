"""The portal as it runs, on the database of the test, with points at which a request stands still."""

from portal.core.sealing import PUBLISHED
from portal.settings.base import *  # noqa: F403  (as every settings module of the portal does)
from portal.settings.base import MIDDLEWARE, STORAGES

SECRET_KEY = "tests-only-" + "0123456789abcdefghij" * 3
FIELD_KEYS = list(PUBLISHED)
DEMO_ALLOWED = True
NOTIFICATIONS_BELL = False
SECOND_FACTOR_REQUIRED = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES["attachments"]["BACKEND"] = "enterprises.tests.killing.pausing.PausingStorage"
MIDDLEWARE = ["enterprises.tests.killing.pausing.PausingMiddleware", *MIDDLEWARE]
