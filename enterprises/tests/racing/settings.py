"""The portal as it runs, on the database of the test."""

from portal.core.sealing import PUBLISHED
from portal.settings.base import *  # noqa: F403  (as every settings module of the portal does)
from portal.settings.base import DATABASES, STORAGES

SECRET_KEY = "tests-only-" + "0123456789abcdefghij" * 3
FIELD_KEYS = list(PUBLISHED)
DEMO_ALLOWED = True
NOTIFICATIONS_BELL = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# How long somebody waits is a matter of the machine; here it counts that nobody gets a wrong answer.
if "timeout" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["OPTIONS"]["timeout"] = 110
if "options" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=110000 -c lock_timeout=100000"
