"""PDFs that anybody may open."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.exceptions import PortalError
from portal.core.papers import handed_out


def open_paper(
    request: HttpRequest, number: str, make: Callable[[], bytes], template: str, page: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The paper of that number, or the page it belongs to with the sentence that says why there is none now."""

    def wait(error: PortalError) -> HttpResponse:
        return render(request, template, page() | {"busy": error.message}, status=error.status)

    return handed_out(number, make, wait)
