"""What differs between a draft and the version in use: sections, fields and conditions, in words."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from enterprises.call_forms.definition import Definition, FieldDef, SectionDef
from enterprises.call_forms.words import condition_text
from enterprises.desk.builder.limit_fields import LIMITS
from enterprises.enums import FieldKind, ReferenceKind
from enterprises.prefill import prefill_choices
from policies.editing.differences import Difference, difference


def differences(old: Definition, new: Definition) -> list[Difference]:
    """One for each section and field that is new, gone or changed, and one for their order."""
    before, after = dict(_texts(old)), dict(_texts(new))
    found: list[Difference] = []
    for key in [*after, *(key for key in before if key not in after)]:
        label = (after.get(key) or before[key])[0]
        found += difference(key, label, before.get(key, ("", ""))[1], after.get(key, ("", ""))[1])
    return found + difference("order", _("Order"), *_orders(old, new))


def _texts(definition: Definition) -> Iterator[tuple[str, tuple[str, str]]]:
    """Key, name and description of every section and field."""
    names = {field.code: field for field in definition.fields()}
    for section in definition.sections:
        label = _("Section “%(name)s”") % {"name": section.title or section.code}
        yield f"section:{section.code}", (label, "\n".join(_of_section(section, names)))
        for field in section.fields:
            label = _("Field “%(name)s”") % {"name": field.label or field.code}
            yield f"field:{field.code}", (label, "\n".join(_of_field(field, section, names)))


def _of_section(section: SectionDef, names: dict[str, FieldDef]) -> Iterator[str]:
    yield _both(section.title_zh, section.title_en)
    if section.intro_zh or section.intro_en:
        yield _both(section.intro_zh, section.intro_en)
    yield from _condition(section.show_if, names)


def _of_field(field: FieldDef, section: SectionDef, names: dict[str, FieldDef]) -> Iterator[str]:
    yield _both(field.label_zh, field.label_en)
    if field.help_zh or field.help_en:
        yield _both(field.help_zh, field.help_en)
    yield _("Section: %(name)s") % {"name": section.title or section.code}
    kind = FieldKind(field.kind).label if field.kind in FieldKind.values else field.kind
    yield _("%(kind)s, must be answered") % {"kind": kind} if field.required else str(kind)
    for name, value in field.limits.items():
        yield f"{LIMITS.get(name, name)}: {value}"
    for option in field.options:
        yield _("Choice %(code)s: %(label)s") % {
            "code": option.value,
            "label": _both(option.label_zh, option.label_en),
        }
    for column in field.columns:
        yield _("Column %(code)s: %(label)s") % {"code": column.code, "label": " · ".join(_of_column(column))}
    yield from _condition(field.show_if, names)
    if field.reference in ReferenceKind.values:
        yield _("Used once only: %(what)s") % {"what": ReferenceKind(field.reference).label}
    if field.prefill:
        yield _("Filled in from: %(what)s") % {"what": dict(prefill_choices()).get(field.prefill, field.prefill)}


def _of_column(column: FieldDef) -> Iterator[str]:
    yield _both(column.label_zh, column.label_en)
    yield str(FieldKind(column.kind).label if column.kind in FieldKind.values else column.kind)
    if column.required:
        yield _("must be answered")
    yield from (f"{option.value}: {_both(option.label_zh, option.label_en)}" for option in column.options)


def _condition(show_if: Any, names: dict[str, FieldDef]) -> Iterator[str]:
    text = condition_text(show_if, names)
    if text:
        yield _("Shown if %(condition)s") % {"condition": text}


def _both(zh: str, en: str) -> str:
    return f"{zh or '–'} / {en or '–'}"


def _orders(old: Definition, new: Definition) -> tuple[str, str]:
    """The order of what both have, where it differs; nothing otherwise."""
    before, after = _kept_order(old, new), _kept_order(new, old)
    if [code for code, _label in before] == [code for code, _label in after]:
        return "", ""
    return _(", ").join(label for _code, label in before), _(", ").join(label for _code, label in after)


def _kept_order(one: Definition, other: Definition) -> list[tuple[str, str]]:
    """Sections, each followed by its fields, as far as the other version has them too."""
    codes = {f"section:{section.code}" for section in other.sections} | {field.code for field in other.fields()}
    found = []
    for section in one.sections:
        found.append((f"section:{section.code}", section.title))
        found += [(field.code, field.label) for field in section.fields]
    return [(code, label) for code, label in found if code in codes]
