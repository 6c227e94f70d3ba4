"""The parts of a case's form, and which of them are complete."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from talent.cases.enums import CaseKind
from talent.cases.papers import CasePaper, papers_of
from talent.cases.persons import is_complete
from talent.models import CasePaperFile, FamilyMember, TalentCase


@dataclass(frozen=True)
class Section:
    slug: str
    title: Any
    hint: Any


VISIT = Section("visit", _("Your stay"), _("Purpose, days, an earlier letter."))
EMPLOYER = Section("employer", _("Your employer or host"), _("An enterprise of the portal, or its name."))
IDENTITY = Section("identity", _("Name and passport"), _("As in the passport; kept sealed."))
FAMILY = Section("family", _("Family members"), _("Who comes along, each with their own papers."))
PAPERS = Section("papers", _("Papers"), _("Scans and letters."))


def sections_of(case: TalentCase) -> list[Section]:
    if case.kind == CaseKind.FAMILY:
        return [IDENTITY, VISIT, FAMILY, PAPERS]
    return [IDENTITY, EMPLOYER, VISIT, PAPERS]


def is_done(case: TalentCase, section: Section) -> bool:
    if section == IDENTITY:
        return case.person is not None and is_complete(case.person)
    if section == EMPLOYER:
        return bool(case.employer_id or case.employer_named)
    if section == VISIT:
        return bool(case.purpose.strip() and case.arrives_on)
    if section == FAMILY:
        return bool(family_of(case))
    return not missing_papers(case)


def missing_sections(case: TalentCase) -> list[Section]:
    return [section for section in sections_of(case) if not is_done(case, section)]


def live_papers(case: TalentCase) -> list[CasePaperFile]:
    """Those that count, with their files; read once until the case moves."""
    return case.remembered(
        "papers",
        lambda: list(case.papers.filter(replaced_at=None).select_related("attachment", "member").order_by("pk")),
    )


def missing_papers(case: TalentCase) -> list[CasePaper]:
    given = {row.code for row in live_papers(case) if row.member_id is None and row.asked_id is None}
    return [paper for paper in papers_of(case.kind) if not paper.optional and paper.code not in given]


def family_of(case: TalentCase) -> list[FamilyMember]:
    return case.remembered("family", lambda: list(case.family.filter(erased_at=None)))
