"""PDFs that anybody may open."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policies.matching.paper import RETRY_AFTER, BusyError
from portal.core.pdf import PdfError


def open_paper(
    request: HttpRequest, number: str, make: Callable[[], bytes], template: str, page: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The paper of that number, or the page it belongs to with the sentence that says why there is none now."""
    try:
        body = make()
    except (BusyError, PdfError) as error:
        answer = render(request, template, page() | {"busy": error.message}, status=error.status)
        answer["Retry-After"] = str(RETRY_AFTER)
        return answer
    shown = {"Content-Disposition": f'inline; filename="{number}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=shown)
