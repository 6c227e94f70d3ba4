import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_asgi_application()

from portal.core.checks import refuse_demo  # noqa: E402  (the apps must be ready)

refuse_demo()
