"""A mixin for the ModelAdmin of a list: buttons and pages to bring it in from a file and to hand it out as one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from policies.enums import ImportPhase
from policies.imports import jobs
from policies.imports.forms import UploadForm
from policies.imports.noun import Noun
from policies.imports.nouns import noun_of
from policies.imports.pages import REFRESH_SECONDS, errors_file, form_page, job_page
from policies.models import ImportJob
from policies.permissions import is_editor
from portal.core.exceptions import PortalError
from portal.core.exports import ExportAdmin
from portal.core.imports.problems import FileRefused


class ImportAdmin(ExportAdmin):
    """Stands before the ModelAdmin's other bases. Its model's name is the noun's code."""

    import_export_change_list_template = "admin/policies/import_list.html"

    @property
    def noun(self) -> Noun:
        return noun_of(self.opts.model_name)

    def get_export_resource_classes(self, request: HttpRequest) -> list[Any]:
        return [self.noun.resource]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Who may write the list; where a second pair of eyes checks, who may draft."""
        if self.noun.by_draft:
            return is_editor.test(request.user)
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        own = {"has_import_permission": self.has_import_permission(request)}
        return super().changelist_view(request, own | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("import/", view(self.import_view), name=f"{name}_import"),
            path("import/<int:pk>/", view(self.job_view), name=f"{name}_import_job"),
            path("import/<int:pk>/errors.csv", view(require_GET(self.errors_view)), name=f"{name}_import_errors"),
            *super().get_urls(),
        ]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        self._check_import(request)
        form = UploadForm()
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            job = self._begin(request, form)
            if job is not None:
                return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import_job", job.pk)
        return self._import_page(
            request, "admin/policies/import.html", form_page(self.noun, form), 422 if form.errors else 200
        )

    def _begin(self, request: HttpRequest, form: UploadForm) -> ImportJob | None:
        if not form.is_valid():
            return None
        upload, encoding = form.cleaned_data["file"], form.cleaned_data["encoding"]
        try:
            return jobs.begin(self.noun, request.user, name=form.file_name, pieces=upload.chunks(), encoding=encoding)
        except FileRefused as error:
            form.refuse(error)
            return None

    def job_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self._job(request, pk)
        if request.method == "POST":
            self._step(request, job)
            return redirect(request.path)
        response = self._import_page(request, "admin/policies/import_job.html", job_page(self.noun, job, request))
        if job.is_at_work:
            # Without script; a header, because a timed refresh in the page is refused by readers' aids.
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    def _step(self, request: HttpRequest, job: ImportJob) -> None:
        """Import or put aside: a matter of whoever brought the file."""
        if job.person_id != request.user.pk:
            raise PermissionDenied
        if "discard" in request.POST:
            jobs.discard(job)
            messages.success(request, _("The file was put aside. Nothing was imported."))
            return
        try:
            job = jobs.approve(job, request.POST.get("fingerprint", ""))
        except PortalError as error:
            messages.warning(request, error.message)
            return
        if job.phase == ImportPhase.DONE:
            messages.success(request, _("The file was imported."))

    def errors_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return errors_file(self.noun, self._job(request, pk))

    def _job(self, request: HttpRequest, pk: int) -> ImportJob:
        self._check_import(request)
        rows = ImportJob.objects.visible_to(request.user).of_noun(self.noun.code).select_related("person")
        return get_object_or_404(rows, pk=pk)

    def _check_import(self, request: HttpRequest) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def _import_page(self, request: HttpRequest, name: str, own: dict[str, Any], status: int = 200) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | own
        return TemplateResponse(request, name, context, status=status)
