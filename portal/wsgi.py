import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

from portal.core.checks import refuse_demo  # noqa: E402  (the apps must be ready)

refuse_demo()

# What is loaded now stays for ever. Python would look through all of it again and again for what could go, a tenth of
# a second each time; a page that reads a thousand rows brings that on once in fifty times.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
