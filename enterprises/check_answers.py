"""Everything the applicant gave, as rows of label and value: check-answers, the officials' page, the receipt."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from enterprises.evaluation import rule_set_of
from enterprises.models import Application
from enterprises.sections import ANSWER_FIELDS, FROM_FILE, SECTIONS, live_papers, papers_to_upload
from policies.forms import facts_from_json, shown_fact
from policies.rules import questions


@dataclass
class Answered:
    """A section with its rows of {target, label, value}."""

    slug: str
    title: Any
    rows: list[dict[str, Any]] = field(default_factory=list)


def answered_sections(application: Application, *, masked: bool = True) -> list[Answered]:
    """All sections, with what was answered. An account number is masked unless the desk needs it to pay."""
    found = []
    for section in SECTIONS:
        if section.slug == "conditions":
            rows = _facts(application)
        elif section.slug == "papers":
            rows = _papers(application)
        else:
            rows = _answers(application, section.slug, masked)
        found.append(Answered(section.slug, section.title, rows))
    return found


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
