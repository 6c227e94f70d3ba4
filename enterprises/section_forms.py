"""The form of a section, whichever kind it is, and what it gives to `drafting.save_section`."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from enterprises.call_forms.limits import max_files
from enterprises.call_forms.section_form import section_form
from enterprises.evaluation import rule_set_of
from enterprises.forms import SECTION_FORMS
from enterprises.models import Application
from enterprises.prefill import origin_text
from enterprises.sections import FROM_FILE, Section, answers_so_far
from policies.forms import FactsForm, facts_from_json


def build(
    application: Application, section: Section, data: Any = None, files: Any = None, *, partial: bool = False
) -> forms.Form:
    """With `partial`, an answer that is missing is no error. Fields say where a value came from (`origin`)."""
    if section.form is not None:
        form = section_form(section.form, answers_so_far(application), data, files, partial=partial)
        kind = "answer"
    elif section.slug == "conditions":
        form = FactsForm(
            rule_set_of(application),
            data,
            initial=facts_from_json(application.facts),
            exclude=FROM_FILE,
            partial=partial,
        )
        kind = "fact"
    else:
        form = SECTION_FORMS[section.slug](data, initial=application.answers, partial=partial)
        kind = "answer"
    for name, field in form.fields.items():
        field.origin = origin_text(application.sources.get(f"{kind}:{name}"))  # type: ignore[attr-defined]
    return form


def is_adjusted(form: forms.Form) -> bool:
    """Only a row of a table was added or removed."""
    return getattr(form, "is_adjusted", False)


def given(application: Application, section: Section, form: forms.Form) -> dict[str, Any]:
    """What to save, after `is_valid()` was asked: also when some of it is wrong, which then keeps its old value."""
    if section.slug == "conditions":
        facts = form.facts()  # type: ignore[attr-defined]
        stored = facts_from_json(application.facts)
        wrong = {name: stored[name] for name in form.errors if name in stored}
        return {"facts": wrong | {name: value for name, value in facts.items() if name not in form.errors}}
    values = form.answers() if section.form is not None else form.cleaned_data  # type: ignore[attr-defined]
    return {"answers": {name: value for name, value in values.items() if name not in form.errors}}


def uploads(section: Section, form: forms.Form) -> dict[str, Any]:
    """The files that came with the form, by the code under which they are kept."""
    if section.form is None:
        return {}
    return {f"field:{code}": upload for code, upload in form.uploads().items()}  # type: ignore[attr-defined]


def refuse_too_many_files(application: Application, section: Section, form: forms.Form) -> None:
    """A field that has its files already takes no further one; the page says so at the field."""
    stored = answers_so_far(application)
    for field in section.form.fields if section.form is not None else ():
        if f"field:{field.code}" in uploads(section, form) and len(stored.get(field.code) or []) >= max_files(field):
            form.add_error(field.code, _("This field takes at most %(most)s files.") % {"most": max_files(field)})


def wrong_labels(form: forms.Form) -> list[str]:
    """The names of the fields whose values can't be saved."""
    return [str(form.fields[name].label) for name in form.errors if name in form.fields]


def sent_values(data: QueryDict) -> list[tuple[str, str]]:
    """Everything that was sent, to be sent once more; without what belongs to the one request."""
    of_the_request = {"csrfmiddlewaretoken", "seen", "later", "look"}
    return [(name, value) for name, values in data.lists() if name not in of_the_request for value in values]
