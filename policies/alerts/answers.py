"""Answers for programs that ask again and again: whoever has the newest already is told so."""

import datetime as dt
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

# Readers and caches between may keep it for so long without asking.
KEPT_SECONDS = 600


def shared_file(
    request: HttpRequest, body: bytes, content_type: str, changed: dt.datetime | None = None
) -> HttpResponse:
    """The body for everybody, or 304. `changed`: when the newest of its contents changed; to be left out where
    the contents change with the day, because a program that asks by time alone would miss that."""
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    if changed is not None:
        response["Last-Modified"] = http_date(changed.timestamp())
    last_modified = int(changed.timestamp()) if changed is not None else None
    return get_conditional_response(request, etag, last_modified, response) or response
