"""What the search page is compared with: the index's own statement for the words, and "ok". No middleware.

The same settings and the same server options as ours, without middleware and with these addresses alone. It asks
for the words as they were typed, once, and reads the rows.
"""

import gc

import django

django.setup(set_prefix=False)

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from policies.search import SearchQuery
from policies.search.statement import Wanted, written
from policies.search.synonyms import others
from policies.views.search import FIRST_MOST
from portal.core import clock


def look(request: HttpRequest) -> HttpResponse:
    query = SearchQuery.read(request.GET)
    wanted = Wanted(words=tuple((phrase, *others(phrase)) for phrase in query.phrases))
    statement, values = written(wanted, clock.today(), FIRST_MOST + 1)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.fetchall()
    return HttpResponse("ok")


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("", look), path("robots.txt", nothing)]
# Not before: an app of the portal asks for its middleware when it starts.
settings.MIDDLEWARE, settings.ROOT_URLCONF = [], __name__
application = WSGIHandler()
# As portal.wsgi does.
gc.collect()
gc.freeze()
