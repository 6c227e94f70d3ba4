"""Hands a file to those who may read it: as a download that no browser interprets, or into a frame of our own."""

import logging
from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.attachments.access import may_read, tell_watchers
from portal.attachments.actions import open_content
from portal.attachments.enums import ScanState
from portal.attachments.inline import is_shown_inline
from portal.attachments.models import Attachment
from portal.core.exceptions import PortalError
from portal.core.keystore import KeyGone

NOT_READY = "attachments/not_ready.html"
logger = logging.getLogger(__name__)


@require_safe
@cache_control(private=True, no_store=True)
def download(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """404 unless a service says that this person may read it; a file that is not clean is never handed out."""
    attachment = Attachment.objects.filter(public_id=public_id).first()
    if attachment is None or not may_read(request.user, attachment):
        raise Http404
    if attachment.state != ScanState.CLEAN:
        return render(request, NOT_READY, {"attachment": attachment}, status=409)
    try:
        file = open_content(attachment)
    except (FileNotFoundError, KeyGone):
        logger.exception("the file of attachment %s is missing", attachment.pk)
        return render(request, NOT_READY, {"attachment": attachment, "missing": True}, status=503)
    if attachment.key_id is not None:
        try:
            tell_watchers(request.user, attachment)
        except PortalError as error:
            context = {"attachment": attachment, "problem": error.message}
            return render(request, NOT_READY, context, status=error.status)
    if "inline" in request.GET and is_shown_inline(attachment):
        return _inline(file, attachment)
    return _as_download(file, attachment)


def _inline(file: BinaryIO, attachment: Attachment) -> FileResponse:
    """For a frame of our own pages. A browser's own reader of PDF does not work in a sandbox, so a PDF is kept from
    loading anything instead; a picture gets the sandbox as well."""
    response = FileResponse(
        file, as_attachment=False, filename=attachment.original_name, content_type=attachment.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    policy = "default-src 'none'; frame-ancestors 'self'"
    if attachment.media_type == "application/pdf":
        policy += "; object-src 'self'; style-src 'unsafe-inline'"
    else:
        policy = f"sandbox; {policy}"
    response["Content-Security-Policy"] = policy
    return response


def _as_download(file: BinaryIO, attachment: Attachment) -> FileResponse:
    response = FileResponse(
        file, as_attachment=True, filename=attachment.original_name, content_type=attachment.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
