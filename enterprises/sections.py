"""The sections of an application, in the order of the task list, and what in them is still missing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField
from django.utils.translation import gettext_lazy as _

from enterprises.call_forms.conditions import is_shown, shown_answers, shown_sections, with_files
from enterprises.call_forms.definition import Definition, FieldDef, SectionDef, definition_of
from enterprises.call_forms.papers import papers_of
from enterprises.call_forms.section_form import missing
from enterprises.evaluation import rule_set_of
from enterprises.models import Application, Paper
from policies.models import PaperType
from policies.rules import questions
from portal.core.prepared import Prepared, Slot

# Facts that the enterprise's file or the registers give: not asked again (政务数据共享条例, no repeated collection).
FROM_FILE = frozenset({"registered_division", "entity_type", "years_since_registration"})
# Papers that the portal makes or fetches, or that are a section of the form.
NOT_UPLOADED = frozenset({"auto", "generated", "form"})


@dataclass(frozen=True)
class Section:
    """A page of the task list; `form` is the section of the call's form that it shows."""

    slug: str
    title: Any
    about: Any
    complete: Callable[[Application], bool]
    form: SectionDef | None = None


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
# The sections of the call's form stand behind this one.
BEFORE_THE_FORM = "project"


def sections_of(application: Application) -> list[Section]:
    """The standard sections, and those of the application's own version of the form that its answers bring up."""
    own = [_of_form(one) for one in shown_sections(definition(application), answers_so_far(application))]
    place = next(number for number, section in enumerate(SECTIONS, 1) if section.slug == BEFORE_THE_FORM)
    return [*SECTIONS[:place], *own, *SECTIONS[place:]]


def section_named(application: Application, slug: str) -> Section | None:
    return next((section for section in sections_of(application) if section.slug == slug), None)


def missing_sections(application: Application) -> list[Section]:
    return [section for section in sections_of(application) if not section.complete(application)]


def _of_form(section: SectionDef) -> Section:
    def complete(application: Application) -> bool:
        return section.code in application.done_sections and not missing(section, answers_so_far(application))

    return Section(section.code, section.title, section.intro, complete, section)


def definition(application: Application) -> Definition:
    """The form as it was when the application was begun; no query once a process knows the version."""
    return application.remembered("definition", lambda: definition_of(application.form_version))


def answers_so_far(application: Application) -> dict[str, Any]:
    """The answers that count, with the names of the files for the fields that take files."""
    form = definition(application)
    if not form:
        return application.answers
    files = [(paper.code, paper.attachment.original_name) for paper in _field_papers(application)]
    return shown_answers(form, with_files(form, application.answers, files))


def counted_answers(application: Application) -> dict[str, Any]:
    """What is handed in: the standard answers, and those of the form whose question is shown."""
    form = definition(application)
    if not form:
        return application.answers
    of_form = {field.code for field in form.fields()}
    shown = answers_so_far(application)
    return {name: value for name, value in application.answers.items() if name not in of_form or name in shown}


def _field_papers(application: Application) -> list:
    """No query where the form takes no file."""
    if not any(field.is_file for field in definition(application).fields()):
        return []
    return [paper for paper in live_papers(application) if paper.code.startswith("field:")]


def names_of(application: Application, slug: str) -> frozenset[str]:
    """The names under which a section's answers are kept; nothing else is written with it."""
    own = definition(application).section(slug)
    if own is not None:
        return own.codes
    return frozenset(field.name for field in ANSWER_FIELDS if field.section == slug)


def shown_fields(application: Application) -> list[FieldDef]:
    """The fields of the form that are asked now, in their order."""
    live = answers_so_far(application)
    shown = shown_sections(definition(application), live)
    return [field for section in shown for field in section.fields if is_shown(field.show_if, live)]


def papers_needed(application: Application) -> list[PaperType]:
    """The call's papers and those that every application needs; read once per instance."""
    return application.remembered("papers_needed", lambda: papers_of(application.call))


def papers_to_upload(application: Application) -> list[PaperType]:
    return [paper for paper in papers_needed(application) if paper.format not in NOT_UPLOADED]


_live_papers = Prepared(
    lambda: Paper.objects.filter(application=Slot("application", BigIntegerField()), replaced_at=None).select_related(
        "attachment"
    )
)


def live_papers(application: Application) -> list[Paper]:
    """The files that count now, with their attachments; read once per instance."""
    return application.remembered("papers", lambda: _live_papers.all(application=application.pk))


def takes_file(application: Application, code: str) -> bool:
    """Whether a file may be given under this code: a paper that is asked for, or a field of the form that is shown."""
    asked = {paper.code for paper in papers_to_upload(application)}
    return code in asked or code in {field.paper_code for field in shown_fields(application) if field.is_file}


def targets(application: Application) -> dict[str, str]:
    """All that a request for correction can name: facts, fields and papers, with the name a person reads."""
    found = {
        f"fact:{question.field}": str(question.label)
        for question in questions(rule_set_of(application))
        if question.field not in FROM_FILE
    }
    found |= {f"answer:{field.name}": str(field.label) for field in ANSWER_FIELDS}
    found |= {target_of(field): field.label for field in shown_fields(application)}
    found |= {f"paper:{paper.code}": paper.title for paper in papers_to_upload(application)}
    return found


def target_of(field: FieldDef) -> str:
    return f"paper:{field.paper_code}" if field.is_file else f"answer:{field.code}"
