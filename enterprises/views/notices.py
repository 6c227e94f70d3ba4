"""Open to everybody: the public notices, those that run first, and each by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from enterprises.models import Notice
from enterprises.notices.page import notice_list, notice_page
from enterprises.notices.paper import notice_pdf
from enterprises.views.open_papers import open_paper
from portal.core.pagecache import public_page


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
    return open_paper(
        request, found.number, lambda: notice_pdf(found), "enterprises/notice.html", lambda: notice_page(found)
    )
