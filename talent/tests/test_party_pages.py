"""Who gets in where: each page of the talent service has a row in party_pages.txt, with a letter for each party.

A page that is added without a row fails here; so does a row whose page is gone, and any letter that is not so.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from enterprises.enums import MemberRole
from enterprises.tests.factories import MembershipFactory, UserFactory
from portal.accounts.models import User
from portal.attachments.tests.samples import png, upload
from portal.core import clock
from portal.core.codes import digest, new_token
from portal.core.loading import Report
from portal.core.tests.role_table import asked, pages_of, read_table
from talent import consents
from talent.cases import parties
from talent.cases.beginning import begin_for_employer
from talent.cases.enums import CaseKind, CaseState, HelperScope
from talent.enums import PaperKind
from talent.models import CaseHelper, ExpiringPaper, FamilyMember, KeptPlan, TalentCase
from talent.people_actions import keep_paper
from talent.tests.cases import TalentCast, talent_case_in, talent_cast
from talent.tests.test_case_pages import _english, ask  # noqa: F401  (the language is a fixture)
from talent.tests.test_case_parties import confirmed, link_of

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parent / "party_pages.txt"
SPACES = ("talent:",)
S = CaseState
ROLES = (
    "visitor", "stranger", "person", "answerer", "reader", "former", "agent", "viewer", "unshared", "desk",
    "colleague", "admin",
)  # fmt: skip
# The state that a case must be in, so that a page has something to show; all others show one that is checked.
STATES = {
    "case_form": S.DRAFT, "case_visit": S.DRAFT, "case_employer": S.DRAFT, "case_papers": S.DRAFT,
    "case_paper": S.DRAFT,
    "case_member_paper": S.DRAFT, "case_paper_remove": S.DRAFT, "case_check": S.DRAFT, "case_resubmit": S.RETURNED,
    "case_correction": S.RETURNED, "case_letter": S.ISSUED, "case_letter_file": S.ISSUED,
}  # fmt: skip


def helper(case: TalentCase, user: User, scope: str, *, ended: bool = False) -> CaseHelper:
    return CaseHelper.objects.create(
        case=case, email=user.email, scope=scope, ends_on=clock.today(), token_digest=digest(new_token()),
        invited_by=case.person.user, user=user, accepted_at=clock.now(), ended_at=clock.now() if ended else None,
    )  # fmt: skip


class Parties:
    """One person with a case in each of four states, everybody who has to do with it, and what belongs to the person.

    `answerer` and `reader` are helpers, `former` was one; `agent` and `viewer` are the employer's, `unshared` is the
    agent of an employer that the person named in all four without letting it read.
    """

    def __init__(self) -> None:
        self.cast, other = talent_cast(), talent_cast(2)
        person = self.cast.person
        talent_case_in(S.CHECKING, other)
        self.cases = {state: talent_case_in(state, self.cast) for state in (S.DRAFT, S.RETURNED, S.CHECKING, S.ISSUED)}
        helpers = {name: UserFactory() for name in ("answerer", "reader", "former")}
        self.member = FamilyMember.objects.create(person=person, relation="child", latin_name="HONG A")
        for case in self.cases.values():
            self.access = helper(case, helpers["answerer"], HelperScope.ANSWER)
            helper(case, helpers["reader"], HelperScope.READ)
            helper(case, helpers["former"], HelperScope.ANSWER, ended=True)
        checking = self.cases[S.CHECKING]
        self.request, self.access = ask(checking, self.cast), checking.helpers.first()
        self.cases[S.DRAFT].family.add(self.member)
        self.people: dict[str, User | None] = {
            "visitor": None,
            "stranger": other.person.user,
            "person": person.user,
            "agent": self.cast.agent,
            "viewer": MembershipFactory(enterprise=self.cast.employer, role=MemberRole.VIEWER).user,
            "unshared": self._unshared(),
            "desk": self.cast.desk,
            "colleague": self.cast.second,
            "admin": UserFactory(is_staff=True, is_superuser=True),
        } | helpers
        self.paper = keep_paper(person, PaperKind.OTHER, upload(png(), "a.png"), person.user, agreed=True)
        self.plan = KeptPlan(user=person.user)
        self.plan.answers = {"way": "z", "goal": "arrive", "date": clock.today().isoformat()}
        self.plan.save()
        self.expiring = ExpiringPaper(user=person.user, kind="visa")
        self.expiring.expires_on = clock.today() + timedelta(days=50)
        self.expiring.save()
        self.tokens = self._links()

    def _unshared(self) -> User:
        """The agent of an employer that the person named and has not let in; the case stands beside the four."""
        cast = TalentCast(self.cast.desk, self.cast.second, self.cast.person, *_employer())
        case = talent_case_in(S.CHECKING, cast)
        TalentCase.objects.filter(pk=case.pk).update(employer_sees_since=None)
        return cast.agent

    def _links(self) -> dict[str, str]:
        """Mailed links that the person alone can use."""
        confirmed(self.cast.person.user)
        case = begin_for_employer(self.cast.agent, self.cast.employer, CaseKind.R_VISA)
        parties.invite(case, self.cast.agent, self.cast.person.user.email)
        secret = new_token()
        foreign = talent_case_in(S.CHECKING, talent_cast(3))
        CaseHelper.objects.create(
            case=foreign, email=self.cast.person.user.email, scope=HelperScope.READ, ends_on=clock.today(),
            token_digest=digest(secret), invited_by=foreign.person.user,
        )  # fmt: skip
        return {"case_join": link_of("invited"), "case_help": secret}

    def address(self, name: str, pattern: URLPattern) -> str:
        page = name.partition(":")[2]
        case = self.cases[STATES.get(page, S.CHECKING)]
        known: dict[str, Any] = {
            "number": case.number, "token": self.tokens.get(page), "code": "passport", "member": self.member.pk,
            "field": "birth_date", "paper": self.paper.pk, "slug": "z-visa", "version": consents.VERSION,
            "kind": "passport",
            "pk": self._pk(page, case),
        }  # fmt: skip
        return reverse(name, kwargs={word: known[word] for word in pattern.pattern.converters})

    def _pk(self, page: str, case: TalentCase) -> Any:
        return {
            "case_paper_remove": lambda: case.papers.first().pk,
            "case_correction": lambda: case.requests.latest("pk").lines.first().pk,
            "case_asked": lambda: self.request.pk,
            "case_access_end": lambda: self.access.pk,
            "renewal_remove": lambda: self.expiring.pk,
            "renewal_begin": lambda: self.expiring.pk,
            "remove_plan": lambda: self.plan.pk,
        }.get(page, lambda: None)()


def _employer() -> tuple[Any, User]:
    membership = MembershipFactory()
    return membership.enterprise, membership.user


def test_every_page_has_a_row_and_every_row_its_page() -> None:
    assert sorted(read_table(TABLE)) == list(pages_of(SPACES))


def test_each_party_sees_what_it_should_and_nothing_more(guides: Report) -> None:
    scene, everybody, table = Parties(), [], read_table(TABLE)
    for role in ROLES:
        everybody.append(client := Client())
        if scene.people[role] is not None:
            client.force_login(scene.people[role])
    found = {
        name: "".join(asked(one, scene.address(name, pattern)) for one in everybody)
        for name, pattern in pages_of(SPACES).items()
    }
    wrong = [f"{letters} {name}" for name, letters in found.items() if letters != table.get(name)]
    if wrong:
        # Not an assertion, which would be cut short: these are the rows as they would have to be.
        pytest.fail("\n".join(["not as the table says:", *wrong]), pytrace=False)


def test_an_employer_that_may_not_read_gets_the_state_alone(guides: Report) -> None:
    """The letters say who is let in; this says what the employer of whom the person told nothing finds there."""
    scene = Parties()
    client, agent = Client(), scene.people["unshared"]
    client.force_login(agent)
    case = TalentCase.objects.for_page().get(employer__memberships__user=agent)
    shown = client.get(reverse("talent:case", args=[case.number])).text
    assert "The checks are under way" in shown
    assert scene.cast.person.latin_name not in shown
    found = {
        name: client.get(reverse(f"talent:{name}", args=[case.number])).status_code
        for name in ("case_letter", "case_access", "case_sharing", "case_family", "case_inquiry")
    }
    assert set(found.values()) == {403}
