"""What the pages with personal data share: nothing is kept by a browser, in a session or in a report of an error."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.middleware import forget_typed
from talent.models import Person

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """For every page that shows or takes personal data."""
    shut = cache_control(private=True, no_store=True)(sensitive_post_parameters()(view))
    return forget_typed(wraps(view)(shut))


def my_person(view: View) -> View:
    """Hand the view the signed-in person's own row; who has none begins with it."""

    @wraps(view)
    def wrapper(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        person = Person.objects.filter(user=request.user, erased_at=None).first()
        if person is None:
            return redirect("talent:me_details")
        return view(request, person, **kwargs)

    return private(wrapper)


def page(request: HttpRequest, template: str, here: str, **context: Any) -> HttpResponse:
    """`template` is named in full; `here` is the page's own title."""
    status = context.pop("status", 200)
    crumbs = [{"title": _("Foreign talent"), "url": reverse("talent:home")}]
    if template != "talent/me.html":
        crumbs.append({"title": _("My details"), "url": reverse("talent:me")})
    shared = {"section": "talent", "breadcrumb": [*crumbs, {"title": here, "url": ""}], "here": here}
    return render(request, template, shared | context, status=status)
