import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

from portal.core.checks import refuse_demo  # noqa: E402  (the apps must be ready)

refuse_demo()
