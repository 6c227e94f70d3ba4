"""A facilitation case in each state, each moved by its steps on invented days in the past.

Everybody is invented: names say so, passport numbers begin with XDEMO, addresses end in .test.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone

from enterprises.demo.files import demo_file
from enterprises.models import Enterprise
from portal.accounts.models import User
from portal.attachments.actions import scan
from portal.core import clock
from talent import consents, sealed
from talent.cases import parties
from talent.cases.beginning import begin_case, begin_for_employer
from talent.cases.checks import BEFORE_LETTER, change_check, mark_needed
from talent.cases.enums import CaseKind, CaseState, CheckCode, LetterOutcome, Standing
from talent.cases.giving import give_paper
from talent.cases.inquiries import ask as inquire
from talent.cases.papers import papers_of
from talent.cases.requests import ask
from talent.enums import ConsentKind
from talent.models import Agency, FamilyMember, Person, TalentCase
from talent.workflow import talent_case_flow

People = dict[str, User]
# Address, name of the account, Latin name, name in its own script, nationality, date of birth.
PERSONS = (
    ("talent@example.test", "", "DEMO KIM", "김데모", "KOR", date(1988, 5, 17)),
    ("talent-2@example.test", "示例外国人才二 Demo Tanaka", "DEMO TANAKA", "見本 田中", "JPN", date(1979, 2, 28)),
    ("talent-3@example.test", "示例外国人才三 Demo Weber", "DEMO WEBER", "", "DEU", date(1992, 11, 3)),
)
PURPOSE = "示例：参与数据平台研发。 Demo: work on a data platform."
ISSUE = {
    "outcome": LetterOutcome.ISSUE,
    "body_zh": "示例：兹确认上述人员来青事由属实，请予便利。",
    "body_en": "Demo: the purpose of this person’s stay in Qingdao is confirmed. Please give every facility.",
}
REFUSE = {
    "outcome": LetterOutcome.REFUSE,
    "body_zh": "示例：所附材料不能证明符合条件。",
    "body_en": "Demo: the papers do not prove that the conditions are met.",
    "basis": "示例依据 第五条",
}
LINES = [
    {
        "target": "paper:passport",
        "why": "示例：机读码被裁掉。 Demo: the two lines are cut off.",
        "how": "请重新扫描整页。",
    },
    {"target": "field:purpose", "why": "示例：请写明项目名称。 Demo: name the project.", "how": ""},
]


class Life:
    """One case, moved on one step after another."""

    def __init__(self, people: People, person: Person, employer: Enterprise, kind: str, days_ago: int) -> None:
        self.people, self.person, self.employer = people, person, employer
        self.desk, self.second = people["talentdesk@example.test"], people["talentdesk-2@example.test"]
        start = datetime.combine(clock.today() - timedelta(days_ago), time(9, 30))
        self.moment = timezone.make_aware(start)
        with clock.at(self.moment):
            self.case: TalentCase = begin_case(
                self.user, person, kind, purpose=PURPOSE, arrives_on=clock.today() + timedelta(60), is_demo=True
            )

    @property
    def user(self) -> User:
        return self.person.user

    def fill(self) -> "Life":
        with clock.at(self.moment):
            for paper in papers_of(self.case.kind):
                row = give_paper(self.case, paper.code, demo_file(paper.code, "pdf", self.case.number), self.user)
                scan(row.attachment)
            if self.case.kind == CaseKind.FAMILY:
                self.case.family.add(*self.person.family.all())
                return self
            parties.name_employer(self.case, self.user, employer=self.employer)
            parties.let_employer_read(self.case, self.user)
            parties.confirm_employer(self.case, self.people["applicant@example.test"])
        return self

    def take(self, step: str, person: User | None, comment: str = "", days: int = 1, **data: Any) -> "Life":
        self.moment += timedelta(days=days)
        with clock.at(self.moment):
            talent_case_flow.take(self.case, step, person, comment, **data)
        return self

    def submit(self) -> "Life":
        return self.fill().take("submit", self.user, days=0)

    def check(self) -> "Life":
        self.submit().take("accept", self.desk).take("begin_checks", self.desk)
        with clock.at(self.moment):
            change_check(self.case, CheckCode.IDENTITY, Standing.DONE, self.desk)
        return self

    def partner(self) -> "Life":
        agency = Agency.objects.order_by("order").first()
        return self.check().take("ask_partner", self.desk, agency=agency, question="示例：请确认是否符合A类条件。")

    def draft(self, letter: dict[str, Any]) -> "Life":
        if self.case.kind in (CaseKind.R_VISA, CaseKind.PERMITS):
            self.partner().take("enter_answer", self.desk, confirmed=True, reference="示例〔2026〕1号")
        else:
            self.check()
        with clock.at(self.moment):
            mark_needed(self.case, BEFORE_LETTER, Standing.DONE, self.desk)
        return self.take("draft_letter", self.desk, **letter)

    def issue(self) -> "Life":
        return self.draft(ISSUE).take("sign_letter", self.second)

    def ask(self) -> "Life":
        """Checks that wait for an answer of the person, past their normal time, with an inquiry."""
        due = clock.today() + timedelta(14)
        self.check()
        with clock.at(self.moment):
            what, why = "示例：学历认证 Demo: authentication of the degree", "示例：认证页缺失。"
            ask(self.case, self.desk, what=what, why=why, how="PDF", due_on=due)
        inquire(TalentCase.objects.for_page().get(pk=self.case.pk), self.user, "Demo: how much longer will it take?")
        return self


# State, kind, days ago, the life.
K = CaseKind
STORIES: tuple[tuple[str, str, int, Callable[[Life], Life]], ...] = (
    (CaseState.DRAFT, K.R_VISA, 2, lambda life: life),
    (CaseState.SUBMITTED, K.INVITATION, 1, Life.submit),
    (CaseState.RETURNED, K.R_VISA, 3, lambda life: life.submit().take("send_back", life.desk, lines=LINES)),
    (
        CaseState.LAPSED,
        K.GREEN_CHANNEL,
        40,
        lambda life: life.submit().take("send_back", life.desk, lines=LINES).take("lapse", None, days=20),
    ),
    (
        CaseState.NOT_ACCEPTED,
        K.INVITATION,
        20,
        lambda life: life.submit().take(
            "refuse_acceptance",
            life.desk,
            "示例：不属于本处室职责。",
            reason_en="Demo: this is not a matter of this office.",
        ),
    ),
    (CaseState.ACCEPTED, K.PERMITS, 2, lambda life: life.submit().take("accept", life.desk)),
    (CaseState.CHECKING, K.GREEN_CHANNEL, 25, Life.ask),
    (CaseState.WITH_PARTNER, K.R_VISA, 6, Life.partner),
    (CaseState.LETTER_DRAFTED, K.INVITATION, 7, lambda life: life.draft(ISSUE)),
    (CaseState.ISSUED, K.R_VISA, 12, Life.issue),
    (CaseState.REFUSED, K.R_VISA, 30, lambda life: life.draft(REFUSE).take("sign_refusal", life.second)),
    (CaseState.COLLECTED, K.FAMILY, 35, lambda life: life.issue().take("collect", life.user)),
    (CaseState.CLOSED, K.INVITATION, 140, lambda life: life.issue().take("close", None, days=95)),
    (CaseState.WITHDRAWN, K.PERMITS, 15, lambda life: life.submit().take("withdraw", life.user)),
    (
        CaseState.CANCELLED,
        K.GREEN_CHANNEL,
        50,
        lambda life: life.issue().take("cancel", life.desk, "示例：聘用关系已终止。"),
    ),
)


def make_cases(people: People) -> int:
    """One in each state, and one that an employer began; nothing where there are demo cases already, or no enterprise
    for which the demo's applicant acts."""
    applicant = people["applicant@example.test"]
    employer = Enterprise.objects.filter(is_demo=True, memberships__user=applicant).order_by("pk").first()
    if employer is None or TalentCase.objects.filter(is_demo=True).exists() or not Agency.objects.exists():
        return 0
    persons = [_person(people, *row) for row in PERSONS]
    FamilyMember.objects.create(person=persons[0], relation="spouse", latin_name="DEMO LEE", nationality="KOR")
    for number, (_state, kind, days_ago, live) in enumerate(STORIES):
        person = persons[0] if kind == K.FAMILY else persons[number % len(persons)]
        live(Life(people, person, employer, kind, days_ago))
    invited = begin_for_employer(applicant, employer, K.R_VISA, purpose=PURPOSE, is_demo=True)
    parties.invite(invited, applicant, "invited-talent@example.test")
    return len(STORIES) + 1


def _person(people: People, email: str, name: str, latin: str, own: str, country: str, born: date) -> Person:
    user = people.get(email) or User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, settings.DEMO_PASSWORD, name=name, is_demo=True)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    User.objects.filter(pk=user.pk).update(language="en")
    found = Person.objects.filter(user=user).first()
    if found is not None:
        return found
    person = Person.objects.create(user=user, latin_name=latin, own_name=own, nationality=country)
    expires = clock.today() + timedelta(days=900)
    number = f"XDEMO{person.pk:04d}"
    sealed.write(person, birth_date=born, passport_number=number, passport_expires_on=expires)
    consents.give(person, ConsentKind.values, user)
    return person
