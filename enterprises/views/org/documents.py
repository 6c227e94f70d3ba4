"""The vault: papers that are kept for use again, with their validity."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from enterprises import vault
from enterprises.models import Enterprise, VaultPaper
from enterprises.people_forms import SureForm, VaultForm
from enterprises.permissions import may_keep_file
from enterprises.views.common import posted
from enterprises.views.org.common import answered, my_enterprise, org_page
from portal.core.exceptions import PortalError


@my_enterprise()
def org_documents(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    papers = vault.live(enterprise)
    return org_page(request, "org_documents", enterprise, papers=papers, running_out=vault.running_out(papers))


@my_enterprise(may_keep_file)
def org_document_add(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    return _upload(request, enterprise, None)


@my_enterprise(may_keep_file)
def org_document_replace(request: HttpRequest, enterprise: Enterprise, number: int) -> HttpResponse:
    return _upload(request, enterprise, _paper(enterprise, number))


def _upload(request: HttpRequest, enterprise: Enterprise, old: VaultPaper | None) -> HttpResponse:
    """A new paper, or a newer one in the place of `old`."""
    before = {"kind": old.kind_id, "title": old.title, "number": old.number} if old else {}
    form = VaultForm(posted(request), request.FILES or None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            if old is None:
                vault.keep(enterprise, request.user, form.cleaned_data["file"], **form.facts())
            else:
                vault.replace(old, request.user, form.cleaned_data["file"], **form.facts())
        except PortalError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, _("The paper is in the vault. It is being checked now."))
            return redirect("enterprises:org_documents", enterprise.pk)
    return org_page(request, "org_document", enterprise, status=answered(form), form=form, old=old)


@my_enterprise(may_keep_file)
def org_document_remove(request: HttpRequest, enterprise: Enterprise, number: int) -> HttpResponse:
    paper = _paper(enterprise, number)
    form = SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            vault.remove(paper, request.user)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Removed from the vault. Copies in applications stay as they are."))
            return redirect("enterprises:org_documents", enterprise.pk)
    return org_page(request, "org_document_remove", enterprise, status=answered(form), form=form, paper=paper)


def _paper(enterprise: Enterprise, number: int) -> VaultPaper:
    live = enterprise.vault.filter(removed_at=None, replaced_by=None)
    return get_object_or_404(live.select_related("kind", "attachment", "enterprise"), pk=number)
