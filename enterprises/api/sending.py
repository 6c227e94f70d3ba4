"""Files and the submission as a program sends them: files are written first, then all rows in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

from enterprises.actions import PURPOSE_LENGTH
from enterprises.api.saving import Unfit
from enterprises.call_forms.limits import max_files
from enterprises.drafting import lock_case, note_files
from enterprises.models import Application, Paper
from enterprises.sections import definition, live_papers, takes_file
from enterprises.workflow import application_flow
from portal.accounts.models import User
from portal.attachments.actions import Kept, discard, enter, keep
from portal.core.exceptions import PortalError
from portal.reviews.flow import Transition

Given = Sequence[tuple[str, UploadedFile]]


def uploads_in(data: Any) -> list[tuple[str, UploadedFile]]:
    """Every file of a form, with the name it came under; a text in its place is refused by whoever asks for one."""
    if not isinstance(data, QueryDict):
        return []
    return [(name, value) for name, values in data.lists() for value in values if isinstance(value, UploadedFile)]


def keep_files(given: Given) -> list[tuple[str, Kept]]:
    """Check and write them, in no transaction. Raises Unfit with a sentence for each that can't be taken."""
    errors: dict[str, list[str]] = {}
    kept: list[tuple[str, Kept]] = []
    for code, upload in given:
        try:
            kept.append((code, keep(upload, purpose=code.replace(":", "-")[:PURPOSE_LENGTH])))
        except PortalError as error:
            errors.setdefault(code, []).append(error.message)
    if errors:
        discard(one for _code, one in kept)
        raise Unfit(errors)
    return kept


def _refuse_misplaced(application: Application, codes: set[str]) -> None:
    """What is asked for nowhere, and what is more than a field takes: looked at under the lock, with what is there."""
    errors: dict[str, list[str]] = {}
    for code in codes:
        field = definition(application).field(code.removeprefix("field:")) if code.startswith("field:") else None
        if not takes_file(application, code):
            errors[code] = [_("No file is asked for under this code.")]
        elif field is not None and sum(paper.code == code for paper in live_papers(application)) > max_files(field):
            errors[code] = [_("This field takes at most %(most)s files.") % {"most": max_files(field)}]
    if errors:
        raise Unfit(errors)


def add_files(application: Application, kept: Sequence[tuple[str, Kept]], user: User) -> list[Paper]:
    """Rows for files that were kept, while it is a draft; in the caller's transaction."""
    try:
        lock_case(application)
        papers = _enter(application, kept, user)
        _refuse_misplaced(application, {code for code, _kept in kept})
        note_files(application, user)
    except (PortalError, APIException):
        discard(one for _code, one in kept)
        raise
    return papers


def submit(application: Application, kept: Sequence[tuple[str, Kept]], user: User) -> Transition:
    """The files' rows and the step, in the caller's transaction. The flow locks the case and has the last word."""
    try:
        if kept:
            _enter(application, kept, user)
        done = application_flow.take(application, "submit", user)
        _refuse_misplaced(application, {code for code, _kept in kept})
    except (PortalError, APIException):
        discard(one for _code, one in kept)
        raise
    return done


def _enter(application: Application, kept: Sequence[tuple[str, Kept]], user: User) -> list[Paper]:
    attachments = enter([one for _code, one in kept], owner=user)
    rows = zip(kept, attachments, strict=True)
    papers = Paper.objects.bulk_create(
        Paper(application=application, code=code, attachment=attachment) for (code, _kept), attachment in rows
    )
    application.forget()
    return papers


def require_declaration(data: Mapping[str, Any]) -> None:
    if data.get("declaration") not in (True, "true", "True", "on", "1"):
        raise Unfit({"declaration": [_("Send true: without the declaration the application can’t be submitted.")]})
