"""Tests: the same code on whichever database and broker the environment names."""

import atexit
import os
import shutil
import tempfile

# Always a folder of its own: the processes of one test run inherit each other's environment.
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-test-")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from portal.core.sealing import PUBLISHED  # noqa: E402

from .base import *  # noqa: E402
from .base import CACHES, DATABASES, INSTALLED_APPS, REDIS_URL, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "portal.core.tests.emptying"]
SECRET_KEY = "tests-only-" + "0123456789abcdefghij" * 3
FIELD_KEYS = list(PUBLISHED)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO_ALLOWED = True
# Published on purpose: production refuses to start where such accounts are.
DEMO_PASSWORD = "qingdao-demo-2027"
SECOND_FACTOR_REQUIRED = False
NOTIFICATIONS_BELL = False
OUTBOX_PAGE = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Persistent connections outlive the test's thread and keep the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if REDIS_URL:
    CACHES["default"]["BACKEND"] = "portal.core.tests.own_redis.OwnRedisCache"
    CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "main")
# The strength of the hash is measured by the benchmark; thousands of test users need not pay for it.
PASSWORD_HASHERS = ["portal.accounts.hashers.TestHasher"]
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] |= {"anon": None, "token": None}
ACCOUNT_RATE_LIMITS = False
# The calendar's once-a-second look at its table would fall into whichever query count runs then.
CALENDAR_CHECK_SECONDS = 3600
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
