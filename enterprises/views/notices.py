"""Open to everybody: the public notices, those that run first, and each by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from enterprises.models import Notice
from enterprises.notices.page import notice_list, notice_page
from enterprises.notices.paper import notice_pdf
from policies.matching.paper import RETRY_AFTER, BusyError
from portal.core.pagecache import public_page
from portal.core.pdf import PdfError


@public_page
def notices(request: HttpRequest) -> HttpResponse:
    return render(request, "enterprises/notices.html", notice_list(request.GET.get("before", "")))


@public_page
def notice(request: HttpRequest, number: str) -> HttpResponse:
    found = get_object_or_404(Notice.objects.for_page(), number=number)
    return render(request, "enterprises/notice.html", notice_page(found))


@public_page
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The same as a PDF."""
    found = get_object_or_404(Notice.objects.for_page(), number=number)
    try:
        body = notice_pdf(found)
    except (BusyError, PdfError) as error:
        context = notice_page(found) | {"busy": error.message}
        answer = render(request, "enterprises/notice.html", context, status=error.status)
        answer["Retry-After"] = str(RETRY_AFTER)
        return answer
    shown = {"Content-Disposition": f'inline; filename="{found.number}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=shown)
