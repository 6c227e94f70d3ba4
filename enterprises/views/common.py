"""What the applicant's pages share: find the application that exists for this person, and say what went wrong."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from enterprises.enums import State
from enterprises.models import Application
from enterprises.permissions import is_filer, is_member

View = Callable[..., HttpResponse]


def my_application(view: View) -> View:
    """Hand the view the application of that number; 404 unless the person belongs to the enterprise."""

    @wraps(view)
    def wrapper(request: HttpRequest, number: str, **kwargs: Any) -> HttpResponse:
        application = get_object_or_404(Application.objects.readable_in_full_by(request.user).for_page(), number=number)
        if not is_member(request.user, application):
            return redirect("admin:enterprises_application_change", application.pk)
        return view(request, application, **kwargs)

    return wrapper


def editable(view: View) -> View:
    """Only a filer, only while it is a draft; otherwise the case page says where it stands."""

    @wraps(view)
    def wrapper(request: HttpRequest, application: Application, **kwargs: Any) -> HttpResponse:
        if not is_filer(request.user, application):
            raise PermissionDenied
        if application.state != State.DRAFT:
            return redirect("enterprises:case", application.number)
        return view(request, application, **kwargs)

    return my_application(wrapper)


def posted(request: HttpRequest) -> QueryDict | None:
    """The data of a form that was sent, even if nothing was filled in; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def page(request: HttpRequest, template: str, application: Application, **context: Any) -> HttpResponse:
    status = context.pop("status", 200)
    shared = {"application": application, "demo": application.is_demo, "section": "funds"}
    return render(request, f"enterprises/{template}.html", shared | context, status=status)
