"""Where rules that were broken become answers: pages for people, JSON for machines."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.core.exceptions import PortalError


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came from another session: say so, and say how to keep what was typed."""
    return render(request, "403_csrf.html", status=403)


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, PortalError):
        return Response({"detail": error.message, **error.details}, status=error.status)
    return exception_handler(error, context)


class UnreadableMiddleware:
    """A NUL in an address or a form is the sender's mistake: forms refuse it, and where none stands before it,
    PostgreSQL does, because no text of it can hold one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DataError) and any("\0" in text for text in _sent(request)):
            return bad_request(request, error)
        return None


def _sent(request: HttpRequest) -> Iterator[str]:
    yield request.path
    for values in (request.GET, request.POST):
        for name in values:
            yield from (name, *values.getlist(name))
