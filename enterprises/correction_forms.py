"""The form of one line of a request: exactly the field or the paper that it names, and a word beside it."""

from typing import Any

from django import forms
from django.http import HttpRequest

from enterprises.call_forms.section_form import section_form
from enterprises.evaluation import rule_set_of
from enterprises.forms import SECTION_FORMS, AnswerForm, PaperForm
from enterprises.models import Application
from enterprises.sections import answers_so_far, definition
from policies.forms import FactsForm, facts_from_json
from policies.rules import questions
from portal.reviews.models import RequestLine


class PaperCorrectionForm(PaperForm, AnswerForm):
    field_order = ["file", "answer"]


def line_form(application: Application, line: RequestLine, request: HttpRequest) -> forms.Form:
    """Bound to the request's data when it is a POST; other fields that were posted along are not looked at."""
    kind, _colon, name = line.target.partition(":")
    data = request.POST if request.method == "POST" else None
    if kind == "paper":
        return PaperCorrectionForm(data, request.FILES or None)
    if kind == "fact":
        return _fact_form(application, name, data)
    return _answer_form(application, name, data)


def _fact_form(application: Application, name: str, data: Any) -> forms.Form:
    others = frozenset(question.field for question in questions(rule_set_of(application)) if question.field != name)
    form = FactsForm(
        rule_set_of(application), data, initial=facts_from_json(application.facts), exclude=others, partial=False
    )
    form.fields["answer"] = AnswerForm.base_fields["answer"]
    form.value = lambda: form.facts()[name]  # type: ignore[attr-defined]
    return form


def _answer_form(application: Application, name: str, data: Any) -> forms.Form:
    """The field alone, out of its section: a standard one, or one of the call's form."""
    own = next((one for one in definition(application).sections if name in one.codes), None)
    if own is not None:
        answers = answers_so_far(application)
        form: forms.Form = section_form(own, answers, data)
        # The rest of the section is not on this page: what stands there decides whether the field is asked.
        form.before = {code: value for code, value in answers.items() if code != name}  # type: ignore[attr-defined]
        form.value = lambda: form.answers()[name]  # type: ignore[attr-defined]
    else:
        source = next(form for form in SECTION_FORMS.values() if name in form.base_fields)
        form = source(data, initial=application.answers)
        form.value = lambda: form.cleaned_data[name]  # type: ignore[attr-defined]
    for other in [field for field in form.fields if field != name]:
        del form.fields[other]
    form.fields["answer"] = AnswerForm.base_fields["answer"]
    return form
