"""Where rules that were broken become answers: pages for people, JSON for machines."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
