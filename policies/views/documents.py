"""A policy document: its page, the page with both languages, its files."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from policies.document_files import lines_of
from policies.document_pages import document_page, find
from policies.library_pages import breadcrumb
from policies.models import PolicyFile
from policies.windows import rows_for
from portal.attachments.views import download
from portal.core.pagecache import public_page


@public_page
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug)


@public_page
def both_languages(request: HttpRequest, slug: str) -> HttpResponse:
    """Chinese and English side by side. An address of its own, so that it is kept in memory like any page."""
    return _page(request, slug, both=True)


def _page(request: HttpRequest, slug: str, both: bool = False) -> HttpResponse:
    policy = find(request.user, slug)
    rows = rows_for(policy.measures.for_lists())
    context = document_page(policy, request.user, both) | {
        "rows": rows,
        "files": lines_of(policy, request.user),
        "breadcrumb": breadcrumb(policy.title),
        "demo": policy.is_demo or any(row.measure.is_demo for row in rows),
    }
    return render(request, "policies/policy.html", context)


@login_not_required
def file(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponseBase:
    """A file of a document for everybody; what this reader may not have is not found, in whatever state it is."""
    files = PolicyFile.objects.visible_to(request.user)
    get_object_or_404(files, policy__slug=slug, attachment__public_id=public_id)
    return download(request, public_id)
