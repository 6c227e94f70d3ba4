"""Open to everybody: the public notices, those that run first, and each by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from enterprises.models import Notice
from enterprises.notices.page import notice_list, notice_page
from portal.core.pagecache import public_page


@public_page
def notices(request: HttpRequest) -> HttpResponse:
    return render(request, "enterprises/notices.html", notice_list(request.GET.get("before", "")))


@public_page
def notice(request: HttpRequest, number: str) -> HttpResponse:
    found = get_object_or_404(Notice.objects.for_page(), number=number)
    return render(request, "enterprises/notice.html", notice_page(found))
