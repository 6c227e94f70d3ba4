"""The floor: Django answering "ok" from a view, without any middleware. The same server options as ours."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("", hello)]
settings.configure(
    SECRET_KEY="bench-only", ROOT_URLCONF=__name__, MIDDLEWARE=[], INSTALLED_APPS=[], ALLOWED_HOSTS=["127.0.0.1"]
)
django.setup(set_prefix=False)
application = WSGIHandler()
