"""What a call asks, as data that a program can fill in: the standard sections and those of the call's own form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from enterprises.call_forms.definition import Definition, FieldDef, SectionDef
from enterprises.enums import FieldKind
from enterprises.forms import SECTION_FORMS
from enterprises.sections import BEFORE_THE_FORM, FROM_FILE, NOT_UPLOADED, SECTIONS, Section
from policies.models import PaperType
from policies.rules import Question, RuleSet, questions


def sections_asked(form: Definition, rules: RuleSet, papers: Iterable[PaperType]) -> list[dict[str, Any]]:
    """In the order of the task list; `show_if` is a condition on answers (see the field's description)."""
    found = []
    for section in SECTIONS:
        found.append(_standard(section, rules, papers))
        if section.slug == BEFORE_THE_FORM:
            found += [_of_form(one) for one in form.sections]
    return found


def _standard(section: Section, rules: RuleSet, papers: Iterable[PaperType]) -> dict[str, Any]:
    if section.slug == "conditions":
        kind, fields = "facts", [_question(one) for one in questions(rules) if one.field not in FROM_FILE]
    elif section.slug == "papers":
        kind, fields = "files", [_paper(one) for one in papers if one.format not in NOT_UPLOADED]
    else:
        kind = "answers"
        fields = [_plain(name, one) for name, one in SECTION_FORMS[section.slug].base_fields.items()]
    about = {"slug": section.slug, "title": str(section.title), "about": str(section.about), "kind": kind}
    return about | {"show_if": None, "fields": fields}


def _of_form(section: SectionDef) -> dict[str, Any]:
    return {
        "slug": section.code,
        "title": section.title,
        "about": section.intro,
        "kind": "answers",
        "show_if": section.show_if,
        "fields": [_field(one) for one in section.fields],
    }


def _entry(code: str, kind: str, label: str, **more: Any) -> dict[str, Any]:
    usual = {"help": "", "required": True, "unit": "", "options": [], "limits": {}, "columns": [], "show_if": None}
    return {"code": code, "kind": kind, "label": label} | usual | more


def _field(field: FieldDef) -> dict[str, Any]:
    return _entry(
        field.paper_code if field.is_file else field.code,
        field.kind,
        field.label,
        help=field.help,
        required=field.required,
        unit="CNY" if field.kind == FieldKind.MONEY else "",
        options=[{"value": one.value, "label": one.label} for one in field.options],
        limits=field.limits,
        columns=[_field(column) for column in field.columns],
        show_if=field.show_if,
    )


def _plain(name: str, field: forms.Field) -> dict[str, Any]:
    long = isinstance(field.widget, forms.Textarea)
    kind = FieldKind.LONG_TEXT if long else "email" if isinstance(field, forms.EmailField) else FieldKind.TEXT
    limits = {"max_length": field.max_length} if getattr(field, "max_length", None) else {}
    return _entry(name, str(kind), str(field.label), help=str(field.help_text), required=field.required, limits=limits)


def _question(question: Question) -> dict[str, Any]:
    options = [{"value": value, "label": label} for value, label in question.choices]
    return _entry(
        question.field, question.kind, question.label, help=question.help, unit=question.unit, options=options
    )


def _paper(paper: PaperType) -> dict[str, Any]:
    several = _("One or more files: PDF, JPG, PNG, DOCX, XLSX or OFD.")
    return _entry(paper.code, str(FieldKind.FILE), paper.title, help=several)
