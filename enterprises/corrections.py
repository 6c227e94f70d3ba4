"""Answering a request for correction: only what it names is open."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.actions import give_paper
from enterprises.drafting import lock_case
from enterprises.enums import State
from enterprises.exceptions import CorrectionError
from enterprises.models import Application, Paper
from enterprises.references import save_references
from enterprises.requests import open_request
from policies.forms import facts_from_json, facts_to_json
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.models import RequestLine


def find_line(application: Application, pk: int) -> RequestLine:
    """A line of the open request; a crafted request for another field finds nothing."""
    request = open_request(application)
    for line in request.lines.all() if request else ():
        if line.pk == pk:
            return line
    raise CorrectionError(_("This was not asked for, so it can’t be changed now."))


def correct_value(application: Application, line: RequestLine, value: Any, answer: str) -> None:
    """Put the value over what is there now: a colleague may have corrected another line meanwhile."""
    with transaction.atomic():
        lock_case(application, (State.CORRECTION,))
        kind, _colon, name = line.target.partition(":")
        if kind == "fact":
            application.facts = facts_to_json(facts_from_json(application.facts) | {name: value})
        else:
            application.answers = application.answers | {name: value}
        sources = {target: origin for target, origin in application.sources.items() if target != line.target}
        Application.objects.filter(pk=application.pk).update(
            facts=application.facts, answers=application.answers, sources=sources
        )
        _mark(application, line, answer)
        save_references(application)


def correct_paper(application: Application, line: RequestLine, upload: UploadedFile, user: User, answer: str) -> None:
    """The new file takes the place of the old ones, which stay in the snapshot of the first submission."""
    code = line.target.partition(":")[2]
    with transaction.atomic():
        old = Paper.objects.filter(application=application, code=code, replaced_at=None)
        replaced = list(old.values_list("pk", flat=True))
        give_paper(application, code, upload, user)
        Paper.objects.filter(pk__in=replaced).update(replaced_at=clock.now())
        _mark(application, line, answer)
        save_references(application)


def _mark(application: Application, line: RequestLine, answer: str) -> None:
    RequestLine.objects.filter(pk=line.pk).update(answer=answer.strip(), answered_at=clock.now())
    application.forget()
