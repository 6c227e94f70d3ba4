"""Questions to partner authorities: asked about several cases, handed out as a sheet, answered by that sheet."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from enterprises.admin.base import ReadOnlyAdmin
from policies.imports.admin import ImportAdmin
from policies.models import ImportJob
from portal.core import clock
from talent.case_querysets import desks_of
from talent.desk.access import works_at_desk
from talent.desk.lists import case_url
from talent.models import PartnerQuestion
from talent.partners.asking import ask_page


class StandingFilter(admin.SimpleListFilter):
    title = _("how it stands")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, Any]]:
        yield "open", _("not answered")
        yield "late", _("overdue")
        yield "answered", _("has answered")

    def queryset(self, request: HttpRequest, queryset: QuerySet[PartnerQuestion]) -> QuerySet[PartnerQuestion]:
        if self.value() == "answered":
            return queryset.exclude(answered_at=None)
        if self.value() in ("open", "late"):
            queryset = queryset.waiting()
        return queryset.filter(due_on__lt=clock.today()) if self.value() == "late" else queryset


@admin.register(PartnerQuestion)
class PartnerQuestionAdmin(ImportAdmin, ReadOnlyAdmin):
    import_export_change_list_template = "admin/talent/partnerquestion/questions.html"
    list_display = ("its_line", "agency", "asked_on", "due_on", "how_it_stands")
    list_filter = (StandingFilter, "agency")
    list_select_related = ("case", "agency")
    search_fields = ("=case__number",)
    ordering = ("answered_at", "due_on", "pk")
    fields = readonly_fields = (
        "its_line", "to_case", "agency", "question", "asked_by", "asked_at", "due_on", "how_it_stands", "answer",
        "reference", "answered_at", "entered_by",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[PartnerQuestion]:
        return PartnerQuestion.objects.visible_to(request.user).order_by("answered_at", "due_on", "pk")

    def has_view_permission(self, request: HttpRequest, obj: PartnerQuestion | None = None) -> bool:
        return works_at_desk.test(request.user)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return works_at_desk.test(request.user)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """What leaves the house is the desk's to send."""
        return works_at_desk.test(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [path("ask/", view(self.ask_view), name="talent_partnerquestion_ask"), *super().get_urls()]

    def _job(self, request: HttpRequest, pk: int) -> ImportJob:
        """A file that was brought to another desk does not exist for this one."""
        job = super()._job(request, pk)
        if not desks_of(job.person) & desks_of(request.user):
            raise Http404
        return job

    def ask_view(self, request: HttpRequest) -> HttpResponse:
        answer = ask_page(request)
        if isinstance(answer, HttpResponse):
            return answer
        return self._page(request, "admin/talent/partnerquestion/ask.html", answer)

    @admin.display(description=_("line"), ordering="case__number")
    def its_line(self, row: PartnerQuestion) -> str:
        return row.line

    @admin.display(description=_("case"), ordering="case__number")
    def to_case(self, row: PartnerQuestion) -> str:
        return format_html('<a href="{}">{}</a>', case_url(row.case_id), row.case.number)

    @admin.display(description=_("asked on"), ordering="asked_at")
    def asked_on(self, row: PartnerQuestion) -> Any:
        return row.asked_at.astimezone(clock.now().tzinfo).date()

    @admin.display(description=_("how it stands"))
    def how_it_stands(self, row: PartnerQuestion) -> str:
        if row.answered_at:
            tone = "pine" if row.confirmed else "tile"
            return format_html('<span class="chip {}">{}</span>', tone, row.get_result_display())
        if row.is_late:
            return format_html('<span class="chip tile">{}</span>', _("overdue"))
        return format_html('<span class="chip sand">{}</span>', _("not answered"))
