"""The page of one version: its sections and fields in words, what is wrong with it, who may do what."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.call_forms.definition import Definition, FieldDef, SectionDef, definition_of
from enterprises.call_forms.form_problems import form_problems
from enterprises.call_forms.words import condition_text
from enterprises.call_permissions import has_written_form, may_draft_calls, may_open_calls
from enterprises.enums import FieldKind, FormState, ReferenceKind
from enterprises.models import FormVersion
from portal.accounts.models import User

TONES = {FormState.DRAFT: "sand", FormState.PUBLISHED: "pine", FormState.REPLACED: "plain"}


def page(version: FormVersion, user: User) -> dict[str, Any]:
    definition = definition_of(version)
    draft = version.state == FormState.DRAFT
    problems = form_problems(definition) if draft else []
    wrote = draft and may_open_calls.test(user) and has_written_form(user, version)
    return {
        "title": _("Version %(number)s of the form") % {"number": version.number},
        "here": "version",
        "call": version.call,
        "version": version,
        "state": FormState(version.state).label,
        "tone": TONES[FormState(version.state)],
        "is_draft": draft,
        "editing": draft and may_draft_calls.test(user),
        "sections": _sections(version, definition),
        "problems": [{"sentence": one.sentence, "url": f"#{one.field or one.section}"} for one in problems],
        "may_publish": draft and may_open_calls.test(user) and not wrote,
        "wrote_it": wrote,
        "urls": urls_of(version),
    }


def urls_of(version: FormVersion) -> dict[str, str]:
    names = ("section_add", "move", "remove", "trial", "differences", "publish")
    return {name: reverse(f"admin:enterprises_formversion_{name}", args=[version.pk]) for name in names}


def _sections(version: FormVersion, definition: Definition) -> list[dict[str, Any]]:
    """Each section and field with its row's number, by which the buttons name it."""
    names = {field.code: field for field in definition.fields()}
    keys = {section.code: section for section in version.sections.prefetch_related("fields")}
    return [_section(section, keys[section.code], names) for section in definition.sections]


def _section(section: SectionDef, row: Any, names: dict[str, FieldDef]) -> dict[str, Any]:
    rows = {field.code: field.pk for field in row.fields.all()}
    base = [row.version_id, row.pk]
    return {
        "pk": row.pk,
        "section": section,
        "condition": condition_text(section.show_if, names),
        "url": reverse("admin:enterprises_formversion_section", args=base),
        "add_url": reverse("admin:enterprises_formversion_field_add", args=base),
        "fields": [
            {
                "pk": rows[field.code],
                "field": field,
                "kind": FieldKind(field.kind).label,
                "condition": condition_text(field.show_if, names),
                "details": details(field),
                "url": reverse("admin:enterprises_formversion_field", args=[row.version_id, rows[field.code]]),
            }
            for field in section.fields
        ],
    }


def details(field: FieldDef) -> str:
    """Its choices or columns, and what is watched, in a line."""
    parts = [option.label or option.value for option in field.options]
    parts += [column.label or column.code for column in field.columns]
    line = _(", ").join(parts)
    if field.reference in ReferenceKind.values:
        once = _("used once only: %(what)s") % {"what": ReferenceKind(field.reference).label}
        line = f"{line} · {once}" if line else once
    return line


def before(definition: Definition, section: str, field: str = "") -> dict[str, FieldDef]:
    """The fields that a condition may name: those that stand before the section, or before the field in it.
    `section` may be new: then all stand before it; so may `field`, at the end of its section."""
    known: dict[str, FieldDef] = {}
    for one in definition.sections:
        if one.code == section and not field:
            break
        for inner in one.fields:
            if one.code == section and inner.code == field:
                return known
            known[inner.code] = inner
        if one.code == section:
            break
    return known
