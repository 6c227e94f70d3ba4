"""One section of a call's form as a Django form: for the applicant, the API and the test mode alike."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from enterprises.call_forms.conditions import Answers, is_empty, is_shown, leaves
from enterprises.call_forms.definition import FieldDef, SectionDef
from enterprises.call_forms.form_fields import form_field
from enterprises.call_forms.limits import max_rows, min_rows
from enterprises.call_forms.table import TableWidget
from enterprises.call_forms.values import initial, shown_value, to_json
from enterprises.call_forms.words import condition_text
from enterprises.enums import FieldKind

__all__ = ["CallSectionForm", "missing", "posted_values", "section_form", "shown_value"]


class CallSectionForm(forms.Form):
    """Fields that depend on an answer of this same section are all on the page, with the condition in words: nobody
    needs JavaScript. What is posted for a field that is not shown is neither an error nor an answer."""

    use_required_attribute = False

    def __init__(self, section: SectionDef, answers: Answers, data: Any, files: Any, *, partial: bool) -> None:
        self.section, self.partial = section, partial
        self.before = {code: value for code, value in answers.items() if code not in section.codes}
        self.stored = {code: value for code, value in answers.items() if code in section.codes}
        first = {field.code: initial(field, answers.get(field.code)) for field in section.fields}
        super().__init__(data, files, initial=first)
        for field in self._offered():
            given = field.is_file and not is_empty(answers.get(field.code))
            self.fields[field.code] = form_field(field, partial=partial, given=given)

    def _offered(self) -> list[FieldDef]:
        """All but those that no answer in this section can bring up."""
        own = self.section.codes
        found = []
        for field in self.section.fields:
            here = any(leaf.get("field") in own for leaf in leaves(field.show_if))
            if here or is_shown(field.show_if, self.before):
                found.append(field)
        return found

    @property
    def is_adjusted(self) -> bool:
        """A row was added or removed: show the page again, nothing is to be checked yet."""
        return self.is_bound and ("add_row" in self.data or "remove_row" in self.data)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_adjusted:
            self._errors = ErrorDict()  # type: ignore[attr-defined]
            for field in self.fields.values():
                if isinstance(field.widget, TableWidget):
                    field.widget.errors = {}

    def clean(self) -> dict[str, Any]:
        """Drop what is not shown, from the first field to the last: each depends on earlier ones only."""
        live = dict(self.before)
        for field in self.section.fields:
            if field.code in self.fields and is_shown(field.show_if, live):
                value = self.cleaned_data.get(field.code)
                live[field.code] = self._file_names(field) if field.is_file else to_json(field, value)
            else:
                self.cleaned_data.pop(field.code, None)
                self._errors.pop(field.code, None)  # type: ignore[union-attr]
        self._live = live
        return self.cleaned_data

    def _file_names(self, field: FieldDef) -> list[str]:
        stored = self.stored.get(field.code)
        upload = self.cleaned_data.get(field.code)
        return [*(stored if isinstance(stored, list) else []), *([upload.name] if upload else [])]

    def answers(self) -> Answers:
        """After `is_valid()`: a value for every code of the section but those of files; None where none was given
        or the field is not shown. `stored | form.answers()` is what is to be kept."""
        codes = [field.code for field in self.section.fields if not field.is_file]
        return {code: self._live.get(code) for code in codes}

    def uploads(self) -> dict[str, Any]:
        """The files that were sent, by the code of their field; to be kept under `FieldDef.paper_code`."""
        files = [field.code for field in self.section.fields if field.is_file]
        return {code: self.cleaned_data[code] for code in files if self.cleaned_data.get(code)}

    def rows(self) -> list[dict[str, Any]]:
        """What the page draws, field by field: the bound field, its definition, whether it is shown now, and the
        condition in words and as data where it depends on an answer on this page."""
        live = dict(self.before)
        drawn = []
        for field in self.section.fields:
            shown = field.code in self.fields and is_shown(field.show_if, live)
            if shown:
                live[field.code] = self._current(field)
            if field.code in self.fields:
                drawn.append(self._drawn(field, shown))
        return drawn

    def _current(self, field: FieldDef) -> Any:
        if field.is_file:
            return self.stored.get(field.code)
        if self.is_bound and not self.errors.get(field.code):
            return to_json(field, self.cleaned_data.get(field.code))
        return self.stored.get(field.code)

    def _drawn(self, field: FieldDef, shown: bool) -> dict[str, Any]:
        bound = self[field.code]
        here = [leaf for leaf in leaves(field.show_if) if leaf.get("field") in self.section.codes]
        names = {one.code: one for one in self.section.fields}
        return {
            "bound": bound,
            "field": field,
            "shown": shown,
            "condition": condition_text(field.show_if, names) if here else "",
            "show_if": json.dumps(field.show_if, ensure_ascii=False) if here else "",
            "files": self.stored.get(field.code) if field.is_file else None,
        }


def section_form(
    section: SectionDef, answers: Answers, data: Any = None, files: Any = None, *, partial: bool = False
) -> CallSectionForm:
    """`answers`: all that count so far (`conditions.shown_answers`, with the files by `conditions.with_files`).
    With `partial`, what is still missing is no error."""
    return CallSectionForm(section, answers, data, files, partial=partial)


def missing(section: SectionDef, answers: Answers) -> list[FieldDef]:
    """The fields of a section that are shown, must be answered and are not."""
    live = {code: value for code, value in answers.items() if code not in section.codes}
    found = []
    for field in section.fields:
        if not is_shown(field.show_if, live):
            continue
        value = answers.get(field.code)
        live[field.code] = value
        if (field.required and is_empty(value)) or _has_gaps(field, value):
            found.append(field)
    return found


def _has_gaps(field: FieldDef, value: Any) -> bool:
    """A row that was saved for later may lack what its column must have."""
    if field.kind != FieldKind.TABLE or not isinstance(value, list):
        return False
    needed = [column.code for column in field.columns if column.required]
    too_few = bool(value) and len(value) < min_rows(field)
    return too_few or any(is_empty(row.get(code)) for row in value if isinstance(row, dict) for code in needed)


def posted_values(section: SectionDef, values: Mapping[str, Any]) -> QueryDict:
    """JSON values as if a page had posted them, so that a program's answers pass the same checks. Names that are not
    the section's are left out; of a table that is too long, one row too many is enough to be refused."""
    data = QueryDict(mutable=True)
    for field in section.fields:
        value = values.get(field.code)
        if field.kind == FieldKind.TABLE:
            rows = [row if isinstance(row, dict) else {} for row in value] if isinstance(value, list) else []
            data[f"{field.code}-rows"] = str(len(rows))
            for number, row in enumerate(rows[: max_rows(field) + 1]):
                for column in field.columns:
                    data[f"{field.code}-{number}-{column.code}"] = _text(row.get(column.code))
        elif field.kind == FieldKind.CHOICES:
            data.setlist(field.code, [_text(one) for one in value] if isinstance(value, list) else [])
        elif field.kind == FieldKind.STATEMENT:
            if value is True:
                data[field.code] = "on"
        elif not field.is_file:
            data[field.code] = _text(value)
    return data


def _text(value: Any) -> str:
    """Half a surrogate pair, which JSON can write and no database keeps, becomes a question mark."""
    if value is None or isinstance(value, list | dict | bool):
        return ""
    return str(value).encode("utf-8", "replace").decode()
