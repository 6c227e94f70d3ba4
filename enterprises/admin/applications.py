"""Cases move through their steps only: nothing is edited, added or deleted."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.admin.queue_pages import QueuePages
from enterprises.credit.pages import check_now
from enterprises.decisions.letters import letter_of, letter_pdf
from enterprises.desk import clock_part, holding, lists, steps
from enterprises.desk.access import is_official, on_the_desk
from enterprises.desk.queue import queue
from enterprises.desk.workspace import workspace
from enterprises.models import Application
from enterprises.views.letters import as_file
from portal.core.exceptions import PortalError
from portal.core.pdf import PdfError


@admin.register(Application)
class ApplicationAdmin(QueuePages, ReadOnlyAdmin):
    """The list is the queue, the form is the case workspace, and each step has its page."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return on_the_desk(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        return is_official(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/step/<slug:name>/", view(self.step_view), name="enterprises_application_step"),
            path("<int:pk>/letter/", view(self.letter_view), name="enterprises_application_letter"),
            path("<int:pk>/clock/<slug:act>/", view(self.clock_view), name="enterprises_application_clock"),
            path("<int:pk>/hold/", view(require_POST(self.hold_view)), name="enterprises_application_hold"),
            path("<int:pk>/credit/", view(require_POST(self.credit_view)), name="enterprises_application_credit"),
            *self.queue_urls(),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        if request.method == "POST":
            return self._begin_batch(request)
        return self._page(request, "admin/enterprises/application/change_list.html", queue(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        pk = int(object_id) if object_id.isascii() and object_id.isdigit() and len(object_id) < 19 else 0
        return self._page(request, "admin/enterprises/application/change_form.html", workspace(request, pk))

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        self._check(request)
        answer = steps.answer(request, pk, name)
        return (
            answer
            if isinstance(answer, HttpResponse)
            else self._page(request, "admin/enterprises/application/step.html", answer)
        )

    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The letter as the applicant gets it; an official who reads it does not open it in their place."""
        self._check(request)
        letter = letter_of(get_object_or_404(on_the_desk(request.user).for_page(), pk=pk))
        if letter is None:
            raise Http404
        try:
            return as_file(letter_pdf(letter), letter.application.number)
        except PdfError as error:
            messages.error(request, error.message)
            return redirect("admin:enterprises_application_change", pk)

    def clock_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Stop the clock, let it run, give it more time."""
        self._check(request)
        answer = clock_part.answer(request, pk, act)
        return (
            answer
            if isinstance(answer, HttpResponse)
            else self._page(request, "admin/enterprises/application/clock.html", answer)
        )

    def hold_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the case up, or put it back on the desk."""
        self._check(request)
        get_object_or_404(on_the_desk(request.user), pk=pk)
        seen = request.POST.get("seen", "")
        try:
            if "back" in request.POST:
                holding.put_back(request.user, pk)
            else:
                holding.take_up(request.user, pk, seen_holder=int(seen) if seen.isascii() and seen.isdigit() else None)
        except PortalError as error:
            messages.warning(request, error.message)
        return redirect(lists.case_url(pk, request.GET.get("list", "")))

    def credit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Check the applicant's credit now."""
        self._check(request)
        return check_now(request, pk)

    def _check(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return TemplateResponse(request, template, context, status=context.get("status", 200))
