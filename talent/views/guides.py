"""Service guides: the list by what one comes for, and each guide with all its elements."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.pagecache import public_page
from talent.checking import oldest_check
from talent.enums import GuideGroup
from talent.guides.page import elements, unconfirmed
from talent.models import Guide
from talent.views.pages import frame


@public_page
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    guides = list(Guide.objects.published().select_related("agency"))
    by_group = sorted(guides, key=lambda guide: GuideGroup.values.index(guide.group))
    groups = [
        {"code": code, "title": GuideGroup(code).label, "guides": list(rows)}
        for code, rows in groupby(by_group, key=lambda guide: guide.group)
    ]
    contents = [(f"#{group['code']}", group["title"]) for group in groups]
    context = {"groups": groups} | frame(contents, oldest_check(guides), _("Service guides"))
    return render(request, "talent/services.html", context)


@public_page
@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    guide = get_object_or_404(Guide.objects.published().with_parts(), slug=slug)
    facts, papers, steps = (list(rows.all()) for rows in (guide.facts, guide.papers, guide.steps))
    contents = [("#steps", _("Steps")), ("#papers", _("Papers")), ("#facts", _("What else you must know"))]
    context = {"guide": guide, "steps": steps, "papers": papers, "elements": elements(facts)}
    context["unconfirmed"] = unconfirmed(facts)
    context |= frame(contents, oldest_check([guide], facts, papers, steps), str(guide.name))
    context["breadcrumb"].insert(1, {"title": _("Service guides"), "url": reverse("talent:services")})
    return render(request, "talent/service.html", context)
