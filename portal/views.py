"""Pages that belong to no service: the front door, the duty pages, the machine's own addresses."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme

from enterprises.models import Call, Notice
from enterprises.notices.page import notice_rows
from policies.models import Target
from policies.overview import areas_with_offers
from portal.core import open_data as tables
from portal.core import styleguide as catalogue
from portal.core.languages import portal_language
from portal.core.pagecache import public_page


@login_not_required
def root(request: HttpRequest) -> HttpResponse:
    """To the front page in the browser's language; Chinese when it asks for none of ours."""
    with translation.override(portal_language(request)):
        response = redirect("home")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@public_page
def home(request: HttpRequest) -> HttpResponse:
    areas = areas_with_offers()
    calls = list(Call.objects.published().select_related("measure"))
    closing = sorted((call for call in calls if call.state in {"open", "closing"}), key=lambda call: call.closes_at)
    context = {
        "areas": areas,
        "targets": Target.objects.for_front_page(),
        "closing": closing[:4],
        "notices": notice_rows(Notice.objects.running()[:4]),
        "demo": any(call.is_demo for call in calls),
    }
    return render(request, "home.html", context)


def after_login(request: HttpRequest) -> HttpResponse:
    """Officials to their desk, everybody else to their applications."""
    return redirect("admin:index" if request.user.is_staff else "enterprises:desk")


@login_not_required
def text_size(request: HttpRequest) -> HttpResponse:
    """Switch the larger-text mode; one cookie, set because the reader asked for it."""
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = redirect(back if safe else reverse("home"))
    if request.COOKIES.get("text") == "large":
        response.delete_cookie("text")
    else:
        response.set_cookie("text", "large", max_age=31536000, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html")


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    made = tables.current()
    files = made.get("files", {})
    rows = [
        {"dataset": one, "csv": files.get(f"{one.name}.csv"), "json": files.get(f"{one.name}.json")}
        for one in tables.datasets()
    ]
    at = parse_datetime(made["at"]) if made else None
    return render(request, "open_data.html", {"rows": rows, "at": at, "files": files, "section": "data"})


@login_not_required
def open_data_file(request: HttpRequest, name: str) -> FileResponse:
    """One of the files that the nightly dump names, and no other."""
    found = tables.open_file(name)
    if found is None:
        raise Http404("There is no such table.")
    file, media_type = found
    return FileResponse(file, as_attachment=True, filename=name, content_type=media_type)


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    return catalogue.styleguide(request)


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: the process answers and its database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /*/my/\nDisallow: /*/admin/\n", content_type="text/plain")
