"""Everything the applicant gave, as rows of label and value: check-answers, the officials' page, the receipt."""

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from enterprises.call_forms.conditions import is_shown
from enterprises.call_forms.definition import FieldDef
from enterprises.call_forms.values import shown_value, table_rows
from enterprises.enums import FieldKind
from enterprises.evaluation import rule_set_of
from enterprises.models import Application
from enterprises.sections import (
    ANSWER_FIELDS,
    FROM_FILE,
    Section,
    answers_so_far,
    live_papers,
    papers_to_upload,
    sections_of,
    target_of,
)
from policies.forms import facts_from_json, facts_to_json, shown_fact
from policies.rules import questions


@dataclass
class Answered:
    """A section with its rows of {target, label, value}."""

    slug: str
    title: Any
    rows: list[dict[str, Any]] = field(default_factory=list)


def answered_sections(application: Application, *, masked: bool = True) -> list[Answered]:
    """All sections, with what was answered. An account number is masked unless the desk needs it to pay."""
    return [
        Answered(section.slug, section.title, rows_of(application, section, masked=masked))
        for section in sections_of(application)
    ]


def rows_of(application: Application, section: Section, *, masked: bool = True) -> list[dict[str, Any]]:
    if section.form is not None:
        return _form_rows(application, section)
    if section.slug == "conditions":
        return _facts(application)
    if section.slug == "papers":
        return _papers(application)
    return _answers(application, section.slug, masked)


def differences(application: Application, section: Section, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Where what was given differs from what is stored: label, mine, theirs. The account number is no secret here:
    both people write it."""
    mine = copy(application)
    mine.__dict__["_memory"] = {}
    if "facts" in given:
        mine.facts = facts_to_json(given["facts"])
    else:
        mine.answers = application.answers | given["answers"]
    theirs = {row["target"]: row for row in rows_of(application, section, masked=False)}
    rows = []
    for row in rows_of(mine, section, masked=False):
        other = theirs.get(row["target"], {"value": "", "table": []})
        if (row["value"], row.get("table")) != (other["value"], other.get("table")):
            rows.append({"label": row["label"], "mine": row, "theirs": other})
    return rows


def _form_rows(application: Application, section: Section) -> list[dict[str, Any]]:
    """The fields of the call's form that are asked, with their files and the rows of their tables."""
    live = answers_so_far(application)
    fields = section.form.fields if section.form else ()
    return [_form_row(application, field, live.get(field.code)) for field in fields if is_shown(field.show_if, live)]


def _form_row(application: Application, field: FieldDef, value: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"target": target_of(field), "label": field.label, "value": shown_value(field, value)}
    if field.kind == FieldKind.TABLE and value:
        row["head"] = [column.label for column in field.columns]
        row["table"] = table_rows(field, value)
    if field.is_file:
        row["files"] = [paper.attachment for paper in live_papers(application) if paper.code == field.paper_code]
    return row


def _answers(application: Application, slug: str, masked: bool) -> list[dict[str, Any]]:
    rows = []
    if slug == "contact":
        enterprise = application.enterprise
        rows = [
            {"target": "", "label": _("Enterprise"), "value": enterprise.name},
            {"target": "", "label": _("Unified Social Credit Code"), "value": enterprise.credit_code},
            {"target": "", "label": _("District of registration"), "value": enterprise.district.name},
        ]
    for answer in ANSWER_FIELDS:
        if answer.section == slug:
            value = application.answers.get(answer.name, "")
            if masked and answer.name == "bank_account_number":
                value = mask(value)
            rows.append({"target": f"answer:{answer.name}", "label": answer.label, "value": value})
    return rows


def mask(number: str) -> str:
    """All but the last four digits hidden."""
    return f"{'•' * max(len(number) - 4, 0)}{number[-4:]}" if number else ""


def _facts(application: Application) -> list[dict[str, Any]]:
    rules = rule_set_of(application)
    facts = facts_from_json(application.facts)
    return [
        {
            "target": f"fact:{question.field}",
            "label": question.label,
            "value": shown_fact(question, facts[question.field]) if question.field in facts else "",
        }
        for question in questions(rules)
        if question.field not in FROM_FILE
    ]


def _papers(application: Application) -> list[dict[str, Any]]:
    given = live_papers(application)
    return [
        {
            "target": f"paper:{paper.code}",
            "label": paper.title,
            "files": [file.attachment for file in given if file.code == paper.code],
            "value": "\n".join(file.attachment.original_name for file in given if file.code == paper.code),
        }
        for paper in papers_to_upload(application)
    ]
