"""What is wrong with a draft of a form, in the words of whoever has to mend it. An empty list means: publish it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from enterprises.call_forms import limits as most
from enterprises.call_forms.condition_problems import condition_problems
from enterprises.call_forms.definition import Definition, FieldDef, SectionDef
from enterprises.call_forms.form_fields import limit_day
from enterprises.enums import FieldKind, ReferenceKind

# The standard sections and their fields, and the names that pages post beside the answers.
STANDARD_SECTIONS = frozenset({"contact", "conditions", "project", "bank", "papers"})
STANDARD_FIELDS = frozenset(
    {
        *("contact_name", "contact_phone", "contact_email", "project_title", "project_summary", "performance_target"),
        *("bank_account_name", "bank_name", "bank_account_number"),
    }
)
RESERVED = frozenset({"later", "done", "seen", "add_row", "remove_row", "csrfmiddlewaretoken", "from", "sure"})


@dataclass(frozen=True)
class Problem:
    """`section` and `field` say where it is, so that the page can lead there."""

    sentence: str
    section: str = ""
    field: str = ""


def form_problems(definition: Definition) -> list[Problem]:
    return [*_of_the_whole(definition), *_of_sections(definition), *_of_fields(definition)]


def _of_the_whole(definition: Definition) -> Iterator[Problem]:
    if len(definition.sections) > most.MOST_SECTIONS:
        yield Problem(_("A form has at most %(limit)s sections.") % {"limit": most.MOST_SECTIONS})
    if sum(1 for _field in definition.fields()) > most.MOST_FIELDS:
        yield Problem(_("A form has at most %(limit)s fields.") % {"limit": most.MOST_FIELDS})
    for code, count in Counter(field.code for field in definition.fields()).items():
        if count > 1:
            text = _("The code “%(code)s” stands for more than one field: give each its own.") % {"code": code}
            yield Problem(text, field=code)


def _of_sections(definition: Definition) -> Iterator[Problem]:
    known: dict[str, FieldDef] = {}
    for section in definition.sections:
        for sentence in _of_section(section, known):
            name = section.title or section.code
            yield Problem(_("Section “%(name)s”: %(problem)s") % {"name": name, "problem": sentence}, section.code)
        known |= {field.code: field for field in section.fields}


def _of_section(section: SectionDef, known: dict[str, FieldDef]) -> Iterator[str]:
    yield from _of_code(section.code, STANDARD_SECTIONS)
    yield from _of_texts(section.title_zh, section.title_en, _("the title"))
    yield from _in_one_language(section.intro_zh, section.intro_en, _("the introduction"))
    if not section.fields:
        yield _("it has no field.")
    yield from condition_problems(section.show_if, known)


def _of_fields(definition: Definition) -> Iterator[Problem]:
    known: dict[str, FieldDef] = {}
    for section in definition.sections:
        for field in section.fields:
            for sentence in _of_field(field, known):
                name = field.label or field.code
                text = _("Field “%(name)s”: %(problem)s") % {"name": name, "problem": sentence}
                yield Problem(text, section.code, field.code)
            known[field.code] = field


def _of_field(field: FieldDef, known: dict[str, FieldDef]) -> Iterator[str]:
    if field.kind not in FieldKind.values:
        yield _("its kind is not known.")
        return
    yield from _of_code(field.code, STANDARD_FIELDS | RESERVED)
    yield from _of_texts(field.label_zh, field.label_en, _("the label"))
    yield from _in_one_language(field.help_zh, field.help_en, _("the help"))
    if field.reference and field.reference not in ReferenceKind.values:
        yield _("what may be used once only is not known.")
    yield from _of_options(field)
    yield from _of_limits(field)
    if field.kind == FieldKind.TABLE:
        yield from _of_columns(field)
    yield from condition_problems(field.show_if, known)


def _of_code(code: str, taken: frozenset[str]) -> Iterator[str]:
    if not most.CODE.fullmatch(code):
        yield _("the code takes small letters, digits and underscores only, and begins with a letter.")
    elif code in taken:
        yield _("the code “%(code)s” is one of the portal’s own: take another.") % {"code": code}


def _of_texts(zh: str, en: str, what: str) -> Iterator[str]:
    if not zh.strip():
        yield _("%(what)s is missing in Chinese.") % {"what": what}
    if not en.strip():
        yield _("%(what)s is missing in English.") % {"what": what}


def _in_one_language(zh: str, en: str, what: str) -> Iterator[str]:
    """A text that may be missing is given in both languages or in none."""
    if bool(zh.strip()) != bool(en.strip()):
        yield from _of_texts(zh, en, what)


def _of_options(field: FieldDef) -> Iterator[str]:
    if field.kind not in (FieldKind.CHOICE, FieldKind.CHOICES):
        return
    if not field.options:
        yield _("it has no choices.")
    if len(field.options) > most.MOST_OPTIONS:
        yield _("it has more than %(limit)s choices.") % {"limit": most.MOST_OPTIONS}
    values = Counter(option.value for option in field.options)
    if any(count > 1 for count in values.values()):
        yield _("two choices have the same code.")
    for option in field.options:
        if not option.value.strip():
            yield _("a choice has no code.")
        yield from _of_texts(option.label_zh, option.label_en, _("the choice “%(code)s”") % {"code": option.value})


def _of_limits(field: FieldDef) -> Iterator[str]:
    for name in field.limits:
        if name not in most.BY_KIND[field.kind]:
            yield _("the limit “%(name)s” does not go with its kind.") % {"name": name}
    least, greatest = _figure(field.limits.get("min")), _figure(field.limits.get("max"))
    if least is not None and greatest is not None and least > greatest:
        yield _("its least is above its most.")
    first, last = limit_day(field.limits.get("not_before")), limit_day(field.limits.get("not_after"))
    if first and last and first > last:
        yield _("its first day is after its last.")
    if field.kind == FieldKind.TABLE and _count(field.limits.get("min_rows")) > most.max_rows(field):
        yield _("its least is above its most.")


def _count(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _of_columns(field: FieldDef) -> Iterator[str]:
    if not field.columns:
        yield _("the table has no columns.")
    if len(field.columns) > most.MOST_COLUMNS:
        yield _("the table has more than %(limit)s columns.") % {"limit": most.MOST_COLUMNS}
    if len(field.columns) * most.max_rows(field) > most.MOST_CELLS:
        text = _("the table would have more than %(limit)s cells: take fewer rows or columns.")
        yield text % {"limit": most.MOST_CELLS}
    codes = Counter(column.code for column in field.columns)
    if any(count > 1 for count in codes.values()):
        yield _("two columns have the same code.")
    for column in field.columns:
        for sentence in _of_column(column):
            name = column.label or column.code
            yield _("column “%(name)s”: %(problem)s") % {"name": name, "problem": sentence}


def _of_column(column: FieldDef) -> Iterator[str]:
    if column.kind not in most.PLAIN_KINDS:
        yield _("a column holds a text, a number, an amount, a date or one choice.")
        return
    yield from _of_code(column.code, frozenset())
    yield from _of_texts(column.label_zh, column.label_en, _("the label"))
    yield from _of_options(column)
    yield from _of_limits(column)


def _figure(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
