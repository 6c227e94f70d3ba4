"""Cases move through their steps only: nothing is edited, added or deleted."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.admin.queue_pages import QueuePages
from enterprises.credit.pages import check_now
from enterprises.decisions.letters import letter_of, letter_pdf
from enterprises.decisions.preview import draft_to_sign
from enterprises.desk import clock_part, holding, lists, steps
from enterprises.desk.access import is_official, on_the_desk
from enterprises.desk.queue import queue
from enterprises.desk.workspace import workspace
from enterprises.models import Application, Decision, Refusal
from enterprises.review.consultation_pages import consult
from enterprises.review.pages import review
from enterprises.review.site_check_page import site_check
from portal.core.keys import read_key
from portal.core.papers import handed_out, told


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
            path("<int:pk>/preview/", view(self.preview_view), name="enterprises_application_preview"),
            path("<int:pk>/clock/<slug:act>/", view(self.clock_view), name="enterprises_application_clock"),
            path("<int:pk>/hold/", view(require_POST(self.hold_view)), name="enterprises_application_hold"),
            path("<int:pk>/credit/", view(require_POST(self.credit_view)), name="enterprises_application_credit"),
            path("<int:pk>/review/", view(self.review_view), name="enterprises_application_review"),
            path("<int:pk>/site-check/", view(self.site_check_view), name="enterprises_application_site_check"),
            path("<int:pk>/consult/", view(self.consult_view), name="enterprises_application_consult"),
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
        pk = read_key(object_id)
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
        return self._letter(request, pk, letter_of(get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)))

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The letter as it will be issued, for whoever signs next; it has no code yet."""
        self._check(request)
        application = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
        return self._letter(request, pk, draft_to_sign(application, request.user), "preview")

    def _letter(
        self, request: HttpRequest, pk: int, letter: Decision | Refusal | None, what: str = "letter"
    ) -> HttpResponse:
        if letter is None:
            raise Http404
        name, back = f"{letter.application.number}-{what}", told(request, "admin:enterprises_application_change", pk)
        return handed_out(name, lambda: letter_pdf(letter), back, personal=True)

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
        holding.answered(request, pk)
        return redirect(lists.case_url(pk, request.GET.get("list", "")))

    def credit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Check the applicant's credit now."""
        self._check(request)
        return check_now(request, pk)

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Field by field beside the papers, which stand in a frame."""
        return self._answered(request, "admin/enterprises/application/review.html", review(request, pk))

    def site_check_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._answered(request, "admin/enterprises/application/site_check.html", site_check(request, pk))

    def consult_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._answered(request, "admin/enterprises/application/consult.html", consult(request, pk))

    def _answered(self, request: HttpRequest, template: str, answer: HttpResponse | dict[str, Any]) -> HttpResponse:
        if isinstance(answer, HttpResponse):
            return answer
        return self._page(request, template, answer)
