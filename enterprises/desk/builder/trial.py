"""Test mode: fill the form in as an applicant would. Nothing is saved anywhere: the answers travel with the page."""

import json
from typing import Any

from enterprises.call_forms.conditions import Answers, shown_answers, shown_sections
from enterprises.call_forms.definition import Definition, SectionDef
from enterprises.call_forms.section_form import CallSectionForm, missing, section_form
from enterprises.call_forms.values import shown_value, table_rows
from enterprises.enums import FieldKind

# Answers come back from the page: whatever is longer was not written by it.
LONGEST = 400_000


class TrialForm:
    """What the page shows for what was sent: one section to fill in, or the check at the end."""

    def __init__(self, definition: Definition, data: Any = None, files: Any = None) -> None:
        self.definition, self.data, self.files = definition, data, files

    def page(self) -> dict[str, Any]:
        definition, data = self.definition, self.data
        answers = _carried(definition, data)
        sections = shown_sections(definition, answers)
        if not sections:
            return {}
        if data is None:
            return _section(sections[0], section_form(sections[0], answers), definition, answers)
        section = next((one for one in sections if one.code == data.get("section")), None)
        if section is None:
            return _finished(definition, answers)
        if "back" in data:
            place = max(sections.index(section) - 1, 0)
            return _section(sections[place], section_form(sections[place], answers), definition, answers)
        form = section_form(section, answers, data, self.files)
        if form.is_adjusted or not form.is_valid():
            return _section(section, form, definition, answers)
        return _after(section, definition, shown_answers(definition, answers | form.answers() | _names(form)))


def _carried(definition: Definition, data: Any) -> Answers:
    text = data.get("answers", "") if data is not None else ""
    try:
        found = json.loads(text) if len(text) <= LONGEST else {}
    except (ValueError, RecursionError):
        found = {}
    return shown_answers(definition, found if isinstance(found, dict) else {})


def _names(form: CallSectionForm) -> Answers:
    """A file is read, checked and forgotten: its name stands for it."""
    sent = form.uploads()
    kept = {field.code: form.stored.get(field.code) or [] for field in form.section.fields if field.is_file}
    return {code: [*names, *([sent[code].name] if code in sent else [])] for code, names in kept.items()}


def _after(section: SectionDef, definition: Definition, answers: Answers) -> dict[str, Any]:
    sections = shown_sections(definition, answers)
    place = next((n for n, one in enumerate(sections) if one.code == section.code), len(sections))
    if place + 1 >= len(sections):
        return _finished(definition, answers)
    following = sections[place + 1]
    return _section(following, section_form(following, answers), definition, answers)


def _section(section: SectionDef, form: CallSectionForm, definition: Definition, answers: Answers) -> dict[str, Any]:
    sections = shown_sections(definition, answers)
    return {
        "section": section,
        "form": form,
        "place": sections.index(section) + 1 if section in sections else 1,
        "count": len(sections),
        "answers": json.dumps(answers, ensure_ascii=False),
    }


def _finished(definition: Definition, answers: Answers) -> dict[str, Any]:
    sections = shown_sections(definition, answers)
    shown = {section.code for section in sections}
    return {
        "finished": [
            {
                "title": section.title,
                "rows": [
                    {
                        "label": field.label,
                        "value": shown_value(field, answers.get(field.code)),
                        "columns": [column.label for column in field.columns],
                        "table": table_rows(field, answers.get(field.code)) if field.kind == FieldKind.TABLE else [],
                    }
                    for field in section.fields
                    if field.code in answers
                ],
                "missing": [field.label for field in missing(section, answers)],
            }
            for section in sections
        ],
        "hidden": [section.title for section in definition.sections if section.code not in shown],
        "answers": json.dumps(answers, ensure_ascii=False),
        "last": sections[-1].code if sections else "",
    }
