"""What a version of a form asks, as plain data: read once, never changed, without a query behind any attribute."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

from enterprises.enums import FieldKind, FormState
from enterprises.models import FormField, FormSection, FormVersion
from portal.core.models import Localised

Condition = dict[str, Any]
# Published versions that a process keeps; the calls that are open at one time are far fewer.
KEPT = 256


@dataclass(frozen=True)
class Option:
    """One of the answers of a choice."""

    value: str
    label_zh: str
    label_en: str = ""
    label = Localised("label")


@dataclass(frozen=True)
class FieldDef:
    """A field, or a column of a table. `limits` by kind: see `call_forms.limits`."""

    code: str
    kind: str
    label_zh: str
    label_en: str = ""
    help_zh: str = ""
    help_en: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    limits: dict[str, Any] = field(default_factory=dict)
    columns: tuple["FieldDef", ...] = ()
    show_if: Condition | None = None
    reference: str = ""
    prefill: str = ""
    label = Localised("label")
    help = Localised("help")

    @property
    def paper_code(self) -> str:
        """Under which code the files of this field lie among the application's papers."""
        return f"field:{self.code}"

    @property
    def is_file(self) -> bool:
        return self.kind == FieldKind.FILE

    def option(self, value: Any) -> Option | None:
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True)
class SectionDef:
    code: str
    title_zh: str
    title_en: str = ""
    intro_zh: str = ""
    intro_en: str = ""
    show_if: Condition | None = None
    fields: tuple[FieldDef, ...] = ()
    title = Localised("title")
    intro = Localised("intro")

    @property
    def codes(self) -> frozenset[str]:
        """The names under which the section's answers are kept."""
        return frozenset(field.code for field in self.fields)


@dataclass(frozen=True)
class Definition:
    """The whole form. Answers are one flat dict by field code; a code stands once in a version."""

    version_pk: int | None = None
    number: int = 0
    sections: tuple[SectionDef, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sections)

    def section(self, code: str) -> SectionDef | None:
        return next((section for section in self.sections if section.code == code), None)

    def fields(self) -> Iterator[FieldDef]:
        for section in self.sections:
            yield from section.fields

    def field(self, code: str) -> FieldDef | None:
        return next((field for field in self.fields() if field.code == code), None)


NOTHING = Definition()
_Key = tuple[int, datetime, datetime | None]
_kept: OrderedDict[_Key, Definition] = OrderedDict()
_lock = Lock()


def definition_of(version: FormVersion | None) -> Definition:
    """What the version asks: two queries for a draft, none for one that was published and read before."""
    if version is None:
        return NOTHING
    if version.state == FormState.DRAFT:
        return read(version)
    # A published version never changes. Its times stand in the key because tests use primary keys again.
    key = (version.pk, version.updated_at, version.published_at)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = read(version)
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def read(version: FormVersion) -> Definition:
    sections = list(FormSection.objects.filter(version=version))
    fields: dict[int, list[FieldDef]] = {section.pk: [] for section in sections}
    for row in FormField.objects.filter(section__version=version).order_by("order", "pk"):
        fields[row.section_id].append(field_def(row))
    return Definition(
        version_pk=version.pk,
        number=version.number,
        sections=tuple(_section_def(section, fields[section.pk]) for section in sections),
    )


def _section_def(row: FormSection, fields: list[FieldDef]) -> SectionDef:
    return SectionDef(
        code=row.code,
        title_zh=row.title_zh,
        title_en=row.title_en,
        intro_zh=row.intro_zh,
        intro_en=row.intro_en,
        show_if=row.show_if,
        fields=tuple(fields),
    )


def field_def(row: FormField) -> FieldDef:
    return FieldDef(
        code=row.code,
        kind=row.kind,
        label_zh=row.label_zh,
        label_en=row.label_en,
        help_zh=row.help_zh,
        help_en=row.help_en,
        required=row.required,
        options=options_from(row.options),
        limits=dict(row.limits or {}),
        columns=tuple(_column(column) for column in row.columns or [] if isinstance(column, dict)),
        show_if=row.show_if,
        reference=row.reference,
        prefill=row.prefill,
    )


def options_from(stored: Any) -> tuple[Option, ...]:
    """`[{value, zh, en}]` as it lies in the table."""
    rows = [row for row in stored or [] if isinstance(row, dict)]
    return tuple(Option(str(row.get("value", "")), str(row.get("zh", "")), str(row.get("en", ""))) for row in rows)


def _column(stored: dict[str, Any]) -> FieldDef:
    """`{code, kind, zh, en, required, options, limits, reference}`: a field of a plain kind in every row."""
    return FieldDef(
        code=str(stored.get("code", "")),
        kind=str(stored.get("kind", FieldKind.TEXT)),
        label_zh=str(stored.get("zh", "")),
        label_en=str(stored.get("en", "")),
        required=bool(stored.get("required", True)),
        options=options_from(stored.get("options")),
        limits=dict(stored.get("limits") or {}),
        reference=str(stored.get("reference", "")),
    )
