"""Production's settings without what a loopback connection can't have: TLS, and mail to a real server.

Four more things differ, each because it would measure something else: the demo may be made, one address may sign in
more than 30 times a minute, a database connection lives as long as the run (one that ends in the middle takes its CPU
time with it), and PostgreSQL answers a question in one process, whose CPU time can be read.
"""

import os

os.environ.setdefault("CONN_MAX_AGE", "3600")

from portal.core.sealing import PUBLISHED
from portal.settings.base import *  # noqa: F403  (as every settings module of the portal does)
from portal.settings.base import DATABASES, LOGGING, MIDDLEWARE, env

SECRET_KEY = env("SECRET_KEY", default="bench-only-" + "0123456789abcdefghij" * 3)
FIELD_KEYS = list(PUBLISHED)
DEBUG = False
DEMO_ALLOWED = True
DEMO_PASSWORD = "qingdao-demo-2027"
SECOND_FACTOR_REQUIRED = True
OUTBOX_PAGE = False
# The walk over all pages meets doors that are closed; only errors are news.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}
ACCOUNT_RATE_LIMITS = {"login": "100000/m/ip"}
if not DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # By this name the harness finds the database's processes that work for the web server.
    DATABASES["default"]["OPTIONS"]["application_name"] = env("BENCH_NAME", default="bench")
    # The CPU time of parallel workers could not be told: they are gone when it is read.
    DATABASES["default"]["OPTIONS"]["options"] += " -c max_parallel_workers_per_gather=0"
if env.bool("BENCH_COUNT", default=False):
    MIDDLEWARE = ["bench.counting.CountingMiddleware", *MIDDLEWARE]
# The peer's pages, where a part asks for them.
ROOT_URLCONF = env("BENCH_URLS", default=ROOT_URLCONF)  # noqa: F405
