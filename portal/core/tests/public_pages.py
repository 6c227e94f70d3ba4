"""Small pages for the tests of the page cache, with addresses of their own."""

from collections import Counter
from collections.abc import Callable
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.csrf import ensure_csrf_cookie

from policies.models import FocusArea
from portal.core.pagecache import public_page

TEXT = "青岛数字贸易 " * 200
renders: Counter[str] = Counter()
# What a page does while it is rendered.
meanwhile: list[Callable[[], None]] = []


@public_page
def page(request: HttpRequest) -> HttpResponse:
    renders[request.path] += 1
    shown = " ".join(FocusArea.objects.values_list("title_zh", flat=True))
    while meanwhile:
        meanwhile.pop()()
    size = "large" if request.COOKIES.get("text") == "large" else "normal"
    reader = request.user.name if request.user.is_authenticated else "nobody"
    answer = f"{renders[request.path]}|{size}|{reader}|{request.GET.get('q', '')}|{shown}|{TEXT}"
    return HttpResponse(answer)


@public_page
def with_cookie(request: HttpRequest) -> HttpResponse:
    renders[request.path] += 1
    response = HttpResponse(TEXT)
    response.set_cookie("seen", str(renders[request.path]))
    return response


@public_page
@ensure_csrf_cookie
def with_form(request: HttpRequest) -> HttpResponse:
    renders[request.path] += 1
    return HttpResponse(TEXT)


@public_page
def with_session(request: HttpRequest) -> HttpResponse:
    renders[request.path] += 1
    request.session["seen"] = True
    return HttpResponse(TEXT)


@public_page
def missing(request: HttpRequest) -> HttpResponse:
    renders[request.path] += 1
    return HttpResponse(TEXT, status=404)


@public_page
def said(request: HttpRequest) -> HttpResponse:
    messages.success(request, "signed out")
    return HttpResponseRedirect("/page/")


@public_page
def file(request: HttpRequest) -> FileResponse:
    return FileResponse(BytesIO(TEXT.encode()), as_attachment=True, filename="x.txt")


def closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEXT)


urlpatterns = [
    path("page/", page),
    path("page/large", page),
    path("cookie/", with_cookie),
    path("form/", with_form),
    path("session/", with_session),
    path("missing/", missing),
    path("said/", said),
    path("file/", file),
    path("closed/", closed),
    path("sign-in/", page, name="account_login"),
]
