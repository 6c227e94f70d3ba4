"""Tests: the same code on whichever database and broker the environment names."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="portal-test-"))

from .base import *
from .base import CACHES, DATABASES, REDIS_URL, STORAGES

SECRET_KEY = "tests-only-" + "0123456789abcdefghij" * 3
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
    CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "main")
# The strength of the hash is measured by the benchmark; thousands of test users need not pay for it.
PASSWORD_HASHERS = ["portal.accounts.hashers.TestHasher"]
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["anon"] = None
ACCOUNT_RATE_LIMITS = False
# The calendar's once-a-second look at its table would fall into whichever query count runs then.
CALENDAR_CHECK_SECONDS = 3600
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
