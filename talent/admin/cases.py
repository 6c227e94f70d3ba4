"""Facilitation cases move through their steps only: nothing is edited, added or deleted."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.admin.desk_pages import DeskPages
from enterprises.desk import holding
from portal.core.exceptions import PortalError
from portal.core.keys import read_key
from portal.core.papers import handed_out, told
from talent.cases.letters import letter_pdf
from talent.cases.permissions import is_at_talent_desk
from talent.desk import asking, checks, clock, documents, inquiries, lists, reveal, steps
from talent.desk.access import on_the_desk, works_at_desk
from talent.desk.case_page import case_page
from talent.desk.desk import TALENT
from talent.desk.queue import queue
from talent.desk.reports.page import report_page
from talent.models import TalentCase

Answer = HttpResponse | dict[str, Any]


@admin.register(TalentCase)
class TalentCaseAdmin(DeskPages, ReadOnlyAdmin):
    """The list is the queue, the form is the case's page, and each step has its page."""

    desk = TALENT

    def get_queryset(self, request: HttpRequest) -> QuerySet[TalentCase]:
        return on_the_desk(request.user)

    def has_view_permission(self, request: HttpRequest, obj: TalentCase | None = None) -> bool:
        return works_at_desk.test(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view

        def page(route: str, method: Any, name: str) -> URLPattern:
            return path(route, view(method), name=f"talent_talentcase_{name}")

        return [
            page("reports/", self.reports_view, "reports"),
            page("<int:pk>/step/<slug:name>/", self.step_view, "step"),
            page("<int:pk>/clock/<slug:act>/", self.clock_view, "clock"),
            page("<int:pk>/papers/", self.papers_view, "papers"),
            page("<int:pk>/letter/", self.letter_view, "letter"),
            page("<int:pk>/reveal/", self.reveal_view, "reveal"),
            page("<int:pk>/ask/", self.ask_view, "ask"),
            page("<int:pk>/inquiry/<int:number>/", self.inquiry_view, "inquiry"),
            page("<int:pk>/ask/<int:number>/", require_POST(self.unask_view), "unask"),
            page("<int:pk>/check/<slug:code>/", require_POST(self.check_view), "check"),
            page("<int:pk>/seen/<int:paper>/", require_POST(self.seen_view), "seen"),
            page("<int:pk>/hold/", require_POST(self.hold_view), "hold"),
            *self.desk_urls(),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        if request.method == "POST":
            return self._begin_batch(request)
        return self._page(request, "admin/talent/talentcase/change_list.html", queue(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        pk = read_key(object_id)
        return self._page(request, "admin/talent/talentcase/change_form.html", case_page(request, pk))

    def reports_view(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        return self._answered(request, "admin/talent/talentcase/reports.html", report_page(request))

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        self._check(request)
        return self._answered(request, "admin/talent/talentcase/step.html", steps.answer(request, pk, name))

    def clock_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Stop the clock, let it run, give it more time."""
        self._check(request)
        return self._answered(request, "admin/talent/talentcase/clock.html", clock.answer(request, pk, act))

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def papers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The checks beside the papers, which stand in a frame."""
        self._check(request)
        return self._page(request, "admin/talent/talentcase/papers.html", documents.viewer(request, pk))

    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The signed letter as the person gets it; an official who reads it does not open it in their place."""
        self._check(request)
        case = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
        if not is_at_talent_desk(request.user, case):
            raise PermissionDenied
        letter = case.letters.exclude(signed_at=None).order_by("-pk").first()
        if letter is None:
            raise Http404
        letter.case = case
        name, back = f"{case.number}-letter", told(request, lists.case_url(pk))
        return handed_out(name, lambda: letter_pdf(letter), back, personal=True)

    def reveal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was opened is kept by no browser and no proxy."""
        self._check(request)
        response = self._page(request, "admin/talent/talentcase/reveal.html", reveal.page(request, pk))
        add_never_cache_headers(response)
        return response

    def ask_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(request)
        return self._answered(request, "admin/talent/talentcase/ask.html", asking.ask_page(request, pk))

    def inquiry_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        self._check(request)
        return self._answered(request, "admin/talent/talentcase/inquiry.html", inquiries.page(request, pk, number))

    def unask_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Take a request back."""
        return self._done(request, pk, lambda: asking.take_back(request, pk, number))

    def check_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        return self._done(request, pk, lambda: checks.change(request, pk, code))

    def seen_view(self, request: HttpRequest, pk: int, paper: int) -> HttpResponse:
        return self._done(request, pk, lambda: documents.tick(request, pk, paper))

    def _done(self, request: HttpRequest, pk: int, act: Any) -> HttpResponse:
        """Do it and go back to where it was done: the page of the papers, or of the case."""
        self._check(request)
        try:
            act()
        except PortalError as error:
            messages.warning(request, error.message)
        back = reverse("admin:talent_talentcase_papers", args=[pk]) if "papers" in request.POST else ""
        chosen = request.POST.get("paper", "")
        if back:
            return redirect(f"{back}?paper={chosen}#document" if chosen.replace("-", "").isalnum() else back)
        return redirect(lists.case_url(pk, request.GET.get("list", "")))

    def hold_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the case up, or put it back on the desk."""
        self._check(request)
        case = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
        if not is_at_talent_desk(request.user, case):
            raise PermissionDenied
        holding.answered(request, pk)
        return redirect(lists.case_url(pk, request.GET.get("list", "")))

    def _answered(self, request: HttpRequest, template: str, answer: Answer) -> HttpResponse:
        return answer if isinstance(answer, HttpResponse) else self._page(request, template, answer)
