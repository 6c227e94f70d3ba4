"""The sections of an application, in the order of the task list, and what in them is still missing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.evaluation import rule_set_of
from enterprises.models import Application
from policies.models import Measure, PaperType
from policies.rules import questions

# Facts that the enterprise's file or the registers give: not asked again (政务数据共享条例, no repeated collection).
FROM_FILE = frozenset({"registered_division", "entity_type", "years_since_registration"})
# Papers that the portal makes or fetches, or that are a section of the form.
NOT_UPLOADED = frozenset({"auto", "generated", "form"})


@dataclass(frozen=True)
class Section:
    slug: str
    title: Any
    about: Any
    complete: Callable[[Application], bool]


@dataclass(frozen=True)
class AnswerField:
    """A field of a section that is not asked by a rule."""

    name: str
    section: str
    label: Any


ANSWER_FIELDS = (
    AnswerField("contact_name", "contact", _("Contact person")),
    AnswerField("contact_phone", "contact", _("Telephone")),
    AnswerField("contact_email", "contact", _("E-mail")),
    AnswerField("project_title", "project", _("Name of the project")),
    AnswerField("project_summary", "project", _("What was done")),
    AnswerField("performance_target", "project", _("Performance target")),
    AnswerField("bank_account_name", "bank", _("Name of the account")),
    AnswerField("bank_name", "bank", _("Bank and branch")),
    AnswerField("bank_account_number", "bank", _("Account number")),
)


def _answered(section: str) -> Callable[[Application], bool]:
    names = [field.name for field in ANSWER_FIELDS if field.section == section]

    def complete(application: Application) -> bool:
        return section in application.done_sections and all(application.answers.get(name) for name in names)

    return complete


def _conditions_answered(application: Application) -> bool:
    return "conditions" in application.done_sections


def _papers_given(application: Application) -> bool:
    given = {paper.code for paper in live_papers(application)}
    return all(paper.code in given for paper in papers_to_upload(application))


SECTIONS = (
    Section("contact", _("Enterprise and contact"), _("Who we call when something is unclear."), _answered("contact")),
    Section(
        "conditions",
        _("Conditions and figures"),
        _("What the rules of this measure ask. Answers of your self-check are filled in."),
        _conditions_answered,
    ),
    Section("project", _("Project and target"), _("What was done, and what it should achieve."), _answered("project")),
    Section(
        "bank", _("Bank account"), _("The enterprise’s basic deposit account, for the payment."), _answered("bank")
    ),
    Section(
        "papers", _("Papers"), _("One or more files for each paper: PDF, JPG, PNG, DOCX, XLSX or OFD."), _papers_given
    ),
)
BY_SLUG = {section.slug: section for section in SECTIONS}


def missing_sections(application: Application) -> list[Section]:
    return [section for section in SECTIONS if not section.complete(application)]


def papers_needed(application: Application) -> list[PaperType]:
    """The measure's papers and those that every application needs; read once per instance."""
    return application.remembered("papers_needed", lambda: _papers_of(application.call.measure))


def _papers_of(measure: Measure) -> list[PaperType]:
    return list(PaperType.objects.filter(Q(baseline=True) | Q(measures=measure)).distinct().order_by("order", "code"))


def papers_to_upload(application: Application) -> list[PaperType]:
    return [paper for paper in papers_needed(application) if paper.format not in NOT_UPLOADED]


def live_papers(application: Application) -> list:
    """The files that count now, with their attachments; read once per instance."""
    return application.remembered(
        "papers", lambda: list(application.papers.filter(replaced_at=None).select_related("attachment"))
    )


def targets(application: Application) -> dict[str, str]:
    """All that a request for correction can name: facts, fields and papers, with the name a person reads."""
    found = {
        f"fact:{question.field}": str(question.label)
        for question in questions(rule_set_of(application))
        if question.field not in FROM_FILE
    }
    found |= {f"answer:{field.name}": str(field.label) for field in ANSWER_FIELDS}
    found |= {f"paper:{paper.code}": paper.title for paper in papers_to_upload(application)}
    return found
