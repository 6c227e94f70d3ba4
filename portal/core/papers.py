"""PDFs handed out: the file, or the page it belongs to with the sentence that says why there is none now.

Papers that anybody may ask for are made two at a time in each process: more would take the machine from everybody else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.core.exceptions import PortalError
from portal.core.pdf import PdfError, render

AT_ONCE = 2
RETRY_AFTER = 10
_places = BoundedSemaphore(AT_ONCE)


class BusyError(PortalError):
    """All places are taken."""

    status = 503


@contextmanager
def a_place() -> Iterator[None]:
    """Raises BusyError at once where others are being served: who waited would hold a worker."""
    if not _places.acquire(blocking=False):
        raise BusyError(_("Other papers are being made at this moment. Try again in a few seconds."))
    try:
        yield
    finally:
        _places.release()


def open_pdf(template: str, read: Callable[[], dict[str, Any]]) -> bytes:
    """A paper that anybody may ask for; `read` gives its data. Raises BusyError and PdfError."""
    with a_place():
        data = read()
        # The database serves others meanwhile. Inside a transaction, as in tests, the connection is not ours to drop.
        if not connection.in_atomic_block:
            connection.close()
        return render(template, data)


def told(request: HttpRequest, page: str, *names: Any) -> Callable[[PortalError], HttpResponse]:
    """For `handed_out`: back to that page, on which the sentence stands."""

    def back(error: PortalError) -> HttpResponse:
        messages.error(request, error.message)
        return redirect(page, *names)

    return back


def handed_out(
    name: str,
    make: Callable[[], bytes],
    otherwise: Callable[[PortalError], HttpResponse],
    *,
    personal: bool = False,
) -> HttpResponse:
    """What `make` gives as the file `name`. `personal`: kept by no browser and no proxy, and saved rather than shown.

    `otherwise` makes the page for who comes while there is none; what it answers with tells when to come again.
    """
    try:
        body = make()
    except (BusyError, PdfError) as error:
        answer = otherwise(error)
        if answer.status_code >= error.status:
            answer["Retry-After"] = str(RETRY_AFTER)
        return answer
    headers = {"Content-Disposition": f'{"attachment" if personal else "inline"}; filename="{name}.pdf"'}
    if personal:
        headers["Cache-Control"] = "no-store"
    return HttpResponse(body, content_type="application/pdf", headers=headers)
