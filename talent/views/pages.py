"""The talent pages: open to everyone, the same for everyone, kept whole in memory."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from portal.core.pagecache import public_page
from talent.checking import oldest_check
from talent.enums import SourceKind
from talent.models import (
    Agency,
    EntryWithoutVisa,
    Guide,
    Hotline,
    Paper,
    PathStep,
    Penalty,
    PermitClass,
    Referral,
    ResidenceRoute,
    VisaType,
)


@public_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    hotlines, agencies = list(Hotline.objects.all()), list(Agency.objects.all())
    referrals = list(Referral.objects.select_related("agency"))
    guides = list(Guide.objects.published().filter(most_used=True))
    contents = [
        ("#what", _("What do you want to do?")),
        ("#guides", _("Most used guides")),
        ("#hotlines", _("Hotlines")),
        ("#authorities", _("The authorities and what each does")),
        ("#not-our-job", _("What we do not do, and who does")),
    ]
    context = {"hotlines": hotlines, "agencies": agencies, "referrals": referrals, "doors": _doors(), "guides": guides}
    context |= frame(contents, oldest_check(hotlines, agencies, referrals, guides))
    return render(request, "talent/home.html", context)


def _doors() -> list[dict[str, str]]:
    """The finder: what people come for, in their words."""
    cases = pgettext("facilitation", "Cases")
    path, visas, classes, points = (reverse(f"talent:{name}") for name in ("path", "visas", "classes", "points"))
    return [
        {"over": _("Work"), "title": _("I have an offer from an employer in Qingdao"), "url": path},
        {"over": _("Work"), "title": _("Which class of work permit is mine?"), "url": classes},
        {"over": _("Work"), "title": _("How many points do I have?"), "url": points},
        {"over": _("Work"), "title": _("When must I do what?"), "url": reverse("talent:planner")},
        {"over": _("Visit"), "title": _("Which visa do I need?"), "url": f"{visas}#visas"},
        {"over": _("Visit"), "title": _("Can I come without a visa?"), "url": f"{visas}#without-visa"},
        {"over": cases, "title": _("Where does my case stand?"), "url": reverse("talent:track")},
        {"over": _("Stay"), "title": _("My permit expires, or I change employer"), "url": f"{path}#step-12"},
        {"over": _("Stay"), "title": _("Remind me before my permit expires"), "url": reverse("talent:renewals")},
        {"over": _("Stay"), "title": _("I want to stay for good"), "url": f"{path}#permanent-residence"},
        {"over": _("Your data"), "title": _("My data and my rights"), "url": reverse("talent:rights")},
    ]


@public_page
@require_safe
def residence_path(request: HttpRequest) -> HttpResponse:
    steps = list(PathStep.objects.with_parts())
    special = list(Paper.objects.filter(steps=None))
    routes, penalties = list(ResidenceRoute.objects.all()), list(Penalty.objects.all())
    parts = [part for step in steps for part in (*step.limits.all(), *step.fees.all())]
    papers = [entry.paper for step in steps for entry in step.step_papers.all()]
    contents = [("#glance", _("The path at a glance"))] if steps else []
    contents += [
        ("#special-papers", _("Papers for special cases")),
        ("#permanent-residence", _("Afterwards: permanent residence")),
        ("#fines", _("Fines for working without a permit")),
    ]
    context = {"steps": steps, "special": special, "routes": routes, "penalties": penalties}
    check = oldest_check(steps, parts, papers, special, routes, penalties)
    context |= frame(contents, check, _("Your path, step by step"))
    return render(request, "talent/path.html", context)


@public_page
@require_safe
def visas(request: HttpRequest) -> HttpResponse:
    visa_types, without_visa = list(VisaType.objects.all()), list(EntryWithoutVisa.objects.all())
    contents = [("#visas", _("Types of visas"))]
    contents += [(f"#visa-{visa.code}", f"{visa.code} {visa.name}") for visa in visa_types]
    contents += [("#without-visa", _("Entry without a visa"))]
    contents += [(f"#entry-{way.code}", way.name) for way in without_visa]
    context = {"visa_types": visa_types, "without_visa": without_visa}
    context |= frame(contents, oldest_check(visa_types, without_visa), _("Visas and entry without a visa"))
    return render(request, "talent/visas.html", context)


@public_page
@require_safe
def classes(request: HttpRequest) -> HttpResponse:
    permit_classes = list(PermitClass.objects.prefetch_related("routes"))
    routes = [route for row in permit_classes for route in row.routes.all()]
    contents = [(f"#class-{row.code}", f"{row.code} {row.name}") for row in permit_classes]
    context = {"permit_classes": permit_classes}
    context |= frame(contents, oldest_check(permit_classes, routes), _("Classes of work permits"))
    return render(request, "talent/classes.html", context)


def frame(contents: list[tuple[str, str]], check: object, here: str = "") -> dict[str, Any]:
    """What all talent pages show: the way here, the contents, the date of the check and the legend."""
    talent = {"title": _("Foreign talent"), "url": reverse("talent:home") if here else ""}
    return {
        "section": "talent",
        "breadcrumb": [talent, {"title": here, "url": ""}] if here else [talent],
        "contents": [*contents, ("#sources", _("What the sources mean"))],
        "check": check,
        "legend": [SourceKind.PUBLISHED, SourceKind.LAW, SourceKind.GENERAL],
    }
