"""Facilitation cases for tests: each gets to its state by the steps of its flow."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from enterprises.models import Enterprise
from enterprises.tests.factories import EnterpriseFactory, MembershipFactory, UnitFactory, official, pdf
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.attachments.actions import store
from portal.core import clock
from portal.reviews.models import Case
from talent import consents
from talent.cases.beginning import begin_case
from talent.cases.checks import BEFORE_LETTER, mark_needed
from talent.cases.enums import CaseKind, CaseState, LetterOutcome, Standing
from talent.cases.papers import papers_of
from talent.enums import ConsentKind
from talent.models import Agency, CasePaperFile, FamilyMember, Person, TalentCase
from talent.tests.people import make_person
from talent.workflow import talent_case_flow

S = CaseState
_CHECKED = ("submit", "accept", "begin_checks")
_ISSUED = (*_CHECKED, "draft_letter", "sign_letter")
# The steps that lead to each state.
WAYS: dict[str, tuple[str, ...]] = {
    S.DRAFT: (),
    S.SUBMITTED: ("submit",),
    S.RETURNED: ("submit", "send_back"),
    S.LAPSED: ("submit", "send_back", "lapse"),
    S.NOT_ACCEPTED: ("submit", "refuse_acceptance"),
    S.ACCEPTED: ("submit", "accept"),
    S.CHECKING: _CHECKED,
    S.WITH_PARTNER: (*_CHECKED, "ask_partner"),
    S.LETTER_DRAFTED: (*_CHECKED, "draft_letter"),
    S.ISSUED: _ISSUED,
    S.REFUSED: (*_CHECKED, "draft_refusal", "sign_refusal"),
    S.COLLECTED: (*_ISSUED, "collect"),
    S.CLOSED: (*_ISSUED, "close"),
    S.WITHDRAWN: ("submit", "withdraw"),
    S.CANCELLED: (*_ISSUED, "cancel"),
}
LINES = [{"target": "paper:passport", "why": "The lines at the foot are cut off.", "how": "Scan the whole page."}]
ISSUE = {"outcome": LetterOutcome.ISSUE, "body_zh": "兹邀请来青。", "body_en": "You are invited to Qingdao."}
REFUSE = {
    "outcome": LetterOutcome.REFUSE,
    "body_zh": "材料不足。",
    "body_en": "The papers do not prove it.",
    "basis": "第五条",
}


@dataclass
class TalentCast:
    """Whoever has to do with a case: two officials, the person, the employer's agent, and a stranger of each side."""

    desk: User
    second: User
    person: Person
    employer: Enterprise
    agent: User


def talent_cast(number: int = 1) -> TalentCast:
    employer = EnterpriseFactory()
    return TalentCast(
        desk=official(Role.TALENT_DESK),
        second=official(Role.TALENT_DESK),
        person=agreed(make_person(f"talent{number}@example.test")),
        employer=employer,
        agent=MembershipFactory(enterprise=employer).user,
    )


def agreed(person: Person) -> Person:
    """With every consent that a case can need."""
    consents.give(person, ConsentKind.values, person.user)
    return person


def agency(code: str = "STB") -> Agency:
    defaults = {"name_zh": "青岛市科学技术局", "name_en": "Qingdao Science and Technology Bureau"}
    return Agency.objects.get_or_create(code=code, defaults=defaults)[0]


def draft(people: TalentCast, kind: str = CaseKind.R_VISA, **fields: Any) -> TalentCase:
    """Complete in every section, with an employer that was named and has confirmed."""
    UnitFactory(code="QD-COM")
    moment = clock.now()
    seen = {
        "employer": people.employer,
        "employer_confirmed_at": moment,
        "employer_confirmed_by": people.agent,
        "employer_sees_since": moment,
    }
    defaults = {"purpose": "Work on a data platform", "arrives_on": clock.today() + timedelta(days=40)} | seen
    case = begin_case(people.person.user, people.person, kind, **(defaults | fields))
    fill(case)
    return case


def fill(case: TalentCase) -> None:
    for wanted in papers_of(case.kind):
        give(case, wanted.code)
    if case.kind == CaseKind.FAMILY:
        member = FamilyMember.objects.create(person=case.person, relation="spouse", latin_name="HONG MI RAE")
        case.family.add(member)


def give(case: TalentCase, code: str) -> CasePaperFile:
    user = case.person.user
    attachment = store(pdf(f"{code}.pdf"), owner=user, purpose="talent_paper")
    return CasePaperFile.objects.create(case=case, code=code, attachment=attachment, given_by=user)


def talent_case_in(
    state: str, people: TalentCast | None = None, kind: str = CaseKind.R_VISA, **fields: Any
) -> TalentCase:
    people = people or talent_cast()
    case = draft(people, kind, **fields)
    for step in WAYS[state]:
        move(case, step, people)
    return TalentCase.objects.for_page().get(pk=case.pk)


def move(case: TalentCase, step: str, people: TalentCast) -> None:
    """One step with what it asks, by whoever takes it."""
    name = {"draft_refusal": "draft_letter"}.get(step, step)
    if step == "draft_letter":
        mark_needed(case, BEFORE_LETTER, Standing.DONE, people.desk)
    data: dict[str, Any] = {
        "send_back": {"lines": LINES},
        "ask_partner": {"agency": agency(), "question": "Does she meet A3?"},
        "enter_answer": {"confirmed": True},
        "draft_letter": ISSUE,
        "draft_refusal": REFUSE,
    }.get(step, {})
    clockwork = {"lapse", "close"}
    actor = None if step in clockwork else people.desk
    if step in {"submit", "resubmit", "withdraw", "collect"}:
        actor = people.person.user
    if step in {"sign_letter", "sign_refusal", "return_letter"}:
        actor = people.second
    comment = "A reason." if talent_case_flow.steps[name].comment else ""
    talent_case_flow.take(case, name, actor, comment, **data)


def reread(case: TalentCase) -> TalentCase:
    assert Case.objects.filter(pk=case.pk).exists()
    return TalentCase.objects.for_page().get(pk=case.pk)
