"""Changes of a draft of a form: one section or field at a time, each with a line in the call's audit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enterprises.call_permissions import WROTE_FORM, form_target, may_draft_calls, scope_of
from enterprises.desk.builder.forms import FieldForm, SectionForm
from enterprises.enums import FormState
from enterprises.exceptions import CallRefused
from enterprises.models import FormField, FormSection, FormVersion
from portal.accounts.models import User
from portal.audit.actions import record
from portal.reviews.exceptions import StepForbidden

FIELD_COLUMNS = (
    *("code", "kind", "label_zh", "label_en", "help_zh", "help_en", "required", "order"),
    *("options", "limits", "columns", "show_if", "reference", "prefill"),
)
SECTION_COLUMNS = ("code", "title_zh", "title_en", "intro_zh", "intro_en", "order", "show_if")


def stamp(version: FormVersion) -> str:
    return version.updated_at.isoformat()


@contextmanager
def _writing(version: FormVersion, user: User, what: dict[str, Any], seen: str | None = None) -> Iterator[FormVersion]:
    """Lock the draft, look whether it is one still and as the page showed it; the change and its line in the audit
    stand together."""
    if not may_draft_calls.test(user):
        raise StepForbidden()
    with transaction.atomic():
        fresh = FormVersion.objects.select_for_update(of=("self",)).select_related("call").get(pk=version.pk)
        if fresh.state != FormState.DRAFT:
            raise CallRefused(_("This version is in use: it never changes. Begin a new version."))
        if seen is not None and seen != stamp(fresh):
            raise CallRefused(_("Somebody changed this form while you wrote. Look at it again, then save once more."))
        yield fresh
        fresh.save(update_fields=["updated_at"])
        record(scope=scope_of(fresh.call), verb=WROTE_FORM, actor=user, target=form_target(fresh), data=what)


def save_section(version: FormVersion, user: User, form: SectionForm) -> FormSection:
    section, new = form.instance, form.instance.pk is None
    what: dict[str, Any] = {"section": form.cleaned_data["code"]}
    with _writing(version, user, what, form.cleaned_data["seen"]) as fresh:
        form.write(section)
        if new:
            section.version = fresh
            section.order = _next(fresh.sections.values_list("order", flat=True))
        section.save()
        what["is"] = {name: getattr(section, name) for name in SECTION_COLUMNS}
    return section


def save_field(version: FormVersion, user: User, form: FieldForm) -> FormField:
    field, new = form.instance, form.instance.pk is None
    what: dict[str, Any] = {"section": field.section.code, "field": form.cleaned_data["code"]}
    with _writing(version, user, what, form.cleaned_data["seen"]):
        form.write(field)
        if new:
            field.order = _next(field.section.fields.values_list("order", flat=True))
        field.save()
        what["is"] = {name: getattr(field, name) for name in FIELD_COLUMNS}
    return field


def _next(orders: Any) -> int:
    return max(orders, default=0) + 1


def remove(version: FormVersion, user: User, thing: FormSection | FormField) -> None:
    kind = "section" if isinstance(thing, FormSection) else "field"
    with _writing(version, user, {"removed": kind, kind: thing.code}):
        thing.delete()


def move(version: FormVersion, user: User, thing: FormSection | FormField, step: int) -> None:
    """One place up (-1) or down (1) among its own; a field at the edge goes into the neighbouring section."""
    kind = "section" if isinstance(thing, FormSection) else "field"
    with _writing(version, user, {"moved": kind, kind: thing.code, "step": step}) as fresh:
        if isinstance(thing, FormSection):
            _swap(list(fresh.sections.all()), thing, step)
        elif not _swap(list(thing.section.fields.all()), thing, step):
            _into_neighbour(fresh, thing, step)


def _swap(rows: list[Any], thing: Any, step: int) -> bool:
    place = next(n for n, row in enumerate(rows) if row.pk == thing.pk)
    if not 0 <= place + step < len(rows):
        return False
    rows[place], rows[place + step] = rows[place + step], rows[place]
    _renumber(rows)
    return True


def _into_neighbour(version: FormVersion, field: FormField, step: int) -> None:
    sections = list(version.sections.all())
    place = next(n for n, section in enumerate(sections) if section.pk == field.section_id) + step
    if not 0 <= place < len(sections):
        return
    others = list(sections[place].fields.all())
    field.section = sections[place]
    field.save(update_fields=["section"])
    _renumber([*others, field] if step < 0 else [field, *others])


def _renumber(rows: list[Any]) -> None:
    for order, row in enumerate(rows, start=1):
        row.order = order
    type(rows[0]).objects.bulk_update(rows, ["order"])
