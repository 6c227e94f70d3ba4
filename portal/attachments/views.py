"""Hands a file to those who may read it, as a download that no browser interprets."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.attachments.access import may_read
from portal.attachments.actions import storage
from portal.attachments.enums import ScanState
from portal.attachments.models import Attachment


@require_safe
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """404 unless a service says that this person may read it; a file that is not clean is never handed out."""
    attachment = Attachment.objects.filter(public_id=public_id).first()
    if attachment is None or not may_read(request.user, attachment):
        raise Http404
    if attachment.state != ScanState.CLEAN:
        return render(request, "attachments/not_ready.html", {"attachment": attachment}, status=409)
    response = FileResponse(
        storage().open(attachment.storage_name),
        as_attachment=True,
        filename=attachment.original_name,
        content_type=attachment.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
