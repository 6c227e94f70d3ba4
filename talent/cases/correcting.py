"""Answering a line of a correction: the form that fits what is asked, and what becomes of it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from portal.accounts.models import User
from portal.reviews.models import RequestLine
from talent.cases.drafting import correct_field
from talent.cases.forms import AnswerField, VisitForm
from talent.cases.giving import correct_paper, paper_form
from talent.cases.papers import paper
from talent.cases.targets import FIELDS
from talent.models import TalentCase


def correction_form(case: TalentCase, line: RequestLine, request: HttpRequest) -> forms.Form:
    """A file for a paper, the field itself for a field, words alone for the passport, which has a page of its own."""
    data = request.POST if request.method == "POST" else None
    kind, _colon, name = line.target.partition(":")
    if kind == "paper":
        form = paper_form(case, paper(name), data, request.FILES if data is not None else None)
        form.fields["answer"] = AnswerField.base_fields["answer"]
        return form
    form = AnswerField(data, initial={"answer": line.answer})
    if name != "identity":
        field = _field(name)
        field.label = FIELDS[name]
        form.fields = {"value": field, **form.fields}
        form.initial["value"] = getattr(case, name)
    return form


def _field(name: str) -> forms.Field:
    if name == "employer_named":
        return forms.CharField(max_length=200)
    field = VisitForm().fields[name]
    field.help_text = ""
    return field


def take_correction(case: TalentCase, line: RequestLine, user: User, data: dict[str, Any]) -> None:
    upload: UploadedFile | None = data.get("file")
    if upload is not None:
        correct_paper(case, line, user, upload, data.get("answer", ""), agreed=data.get("agree", False))
    else:
        correct_field(case, line, user, data.get("value"), data.get("answer", ""))
