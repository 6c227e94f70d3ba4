"""Claiming an enterprise that is here already: an official decides, owners are told, nobody gets in before."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from enterprises.claim_workflow import claim_flow
from enterprises.claims import begin_claim
from enterprises.enums import ClaimState, MemberRole
from enterprises.exceptions import ClaimError
from enterprises.models import Claim, Enterprise, Membership
from enterprises.people import end_access
from enterprises.tests.factories import (
    SHINAN,
    EnterpriseFactory,
    MembershipFactory,
    UserFactory,
    district_unit,
    official,
    pdf,
)
from portal.accounts.enums import Role
from portal.attachments.access import may_read
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden, StepRefused
from portal.reviews.models import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """Sentences of errors are read in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def officer():
    return official(Role.DISTRICT, district_unit())


@pytest.fixture
def owner(officer):
    return MembershipFactory().user


@pytest.fixture
def enterprise(owner):
    return Enterprise.objects.of(owner).get()


@pytest.fixture
def claimant():
    """Owns another enterprise already."""
    return MembershipFactory().user


@pytest.fixture
def claim(enterprise, claimant):
    return begin_claim(claimant, enterprise, "我是财务负责人。", pdf("letter.pdf"))


def url(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"enterprises:{name}", args=args)


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=f"org/{kind}").values_list("recipient__email", flat=True))


# What is open to whom, in each state: role × state.
STEPS = {
    "claimant": {ClaimState.OPEN: {"withdraw"}},
    "district": {ClaimState.OPEN: {"grant", "refuse"}},
    "other_district": {},
    "case_manager": {},
    "owner": {},
    "stranger": {},
    "admin": {},
}


def person(name, claim, officer, owner):
    makers = {
        "claimant": lambda: claim.claimant,
        "district": lambda: officer,
        "other_district": lambda: official(Role.DISTRICT, district_unit(SHINAN)),
        "case_manager": lambda: official(Role.CASE_MANAGER),
        "owner": lambda: owner,
        "stranger": lambda: begin_claim(UserFactory(), EnterpriseFactory(), "x", pdf()).claimant,
        "admin": lambda: UserFactory(is_staff=True, is_superuser=True),
    }
    return makers[name]()


class TestFlow:
    @pytest.mark.parametrize("name", list(STEPS))
    @pytest.mark.parametrize("state", list(ClaimState))
    def test_exactly_these_steps_are_open(self, claim, officer, owner, name, state):
        step = {"granted": "grant", "refused": "refuse", "withdrawn": "withdraw"}.get(state)
        if step == "withdraw":
            claim_flow.take(claim, step, claim.claimant)
        elif step:
            claim_flow.take(claim, step, officer, "理由", role="filer")
        assert set(claim_flow.open_steps(claim, person(name, claim, officer, owner))) == STEPS[name].get(state, set())

    def test_it_lies_with_the_district_within_the_limit_of_an_acceptance(self, claim):
        item = WorkItem.objects.get(case_id=claim.pk, closed_at=None)
        assert (item.desk, item.unit, item.due_on) == (
            Role.DISTRICT,
            claim.unit,
            add_workdays(clock.today(), 5).on,
        )
        assert claim.unit.division_code == "370212"

    def test_nobody_gets_in_before_it_is_granted(self, claim, claimant, enterprise):
        assert not Enterprise.objects.of(claimant).filter(pk=enterprise.pk).exists()

    @pytest.mark.parametrize("role", [MemberRole.OWNER, MemberRole.FILER])
    def test_granted_the_claimant_is_a_member_in_the_role_that_was_chosen(self, claim, officer, enterprise, role):
        claim_flow.take(claim, "grant", officer, role=role)
        assert Membership.objects.get(user=claim.claimant, enterprise=enterprise).role == role
        assert Claim.objects.get().state == ClaimState.GRANTED
        assert not WorkItem.objects.filter(case_id=claim.pk, closed_at=None).exists()

    @pytest.mark.parametrize("role", [None, "legal_rep", "agent", "king"])
    def test_no_other_role_is_granted(self, claim, officer, role):
        with pytest.raises(ClaimError, match="owner or filer"):
            claim_flow.take(claim, "grant", officer, role=role)
        assert Claim.objects.get().state == ClaimState.OPEN

    def test_a_refusal_needs_a_reason_and_the_claimant_reads_it(self, claim, officer, claimant, client):
        with pytest.raises(StepRefused, match="Give the reason"):
            claim_flow.take(claim, "refuse", officer, "  ")
        claim_flow.take(claim, "refuse", officer, "公章不清晰。")
        client.force_login(claimant)
        assert "公章不清晰。" in client.get(url("claim_case", claim.number)).content.decode()
        assert "公章不清晰。" in Message.objects.get(kind="org/claim_refused").body

    def test_a_second_decision_is_refused(self, claim, officer):
        claim_flow.take(claim, "refuse", officer, "理由")
        with pytest.raises(StepRefused):
            claim_flow.take(claim, "grant", officer, role="owner")
        assert not Membership.objects.filter(user=claim.claimant, enterprise=claim.enterprise).exists()

    def test_an_official_does_not_grant_a_claim_of_their_own(self, enterprise, officer):
        own = begin_claim(officer, enterprise, "x", pdf())
        with pytest.raises(StepForbidden):
            claim_flow.take(own, "grant", officer, role="owner")

    def test_a_legal_representative_stays_one(self, claim, officer, enterprise, claimant):
        """Invited meanwhile: a claim takes nothing away."""
        MembershipFactory(user=claimant, enterprise=enterprise, role="legal_rep")
        claim_flow.take(claim, "grant", officer, role="filer")
        assert Membership.objects.get(user=claimant, enterprise=enterprise).role == "legal_rep"

    def test_whose_access_ended_gets_in_again(self, owner, enterprise, officer):
        former = MembershipFactory(enterprise=enterprise, role="viewer")
        end_access(former, owner)
        claim_flow.take(begin_claim(former.user, enterprise, "x", pdf()), "grant", officer, role="filer")
        assert Enterprise.objects.of(former.user).get() == enterprise


class TestTelling:
    def test_the_claimant_gets_a_receipt_and_the_owners_learn_of_it(self, claim, claimant, owner):
        MembershipFactory(enterprise=claim.enterprise, role="viewer")
        assert (told("claim_received"), told("claimed")) == ({claimant.email}, {owner.email})

    @pytest.mark.parametrize(("step", "kind"), [("grant", "claim_granted"), ("refuse", "claim_refused")])
    def test_both_learn_the_decision(self, claim, claimant, owner, officer, step, kind):
        claim_flow.take(claim, step, officer, "理由", role="filer")
        assert (told(kind), told("claim_decided")) == ({claimant.email}, {owner.email})


class TestBegin:
    def test_a_second_click_makes_no_second_claim(self, claim, claimant, enterprise):
        assert begin_claim(claimant, enterprise, "again", pdf()).pk == claim.pk

    def test_who_acts_for_it_already_claims_nothing(self, owner, enterprise):
        with pytest.raises(ClaimError, match="act for this enterprise already"):
            begin_claim(owner, enterprise, "x", pdf())

    def test_five_at_a_time(self, officer, claimant):
        for _number in range(5):
            begin_claim(claimant, EnterpriseFactory(), "x", pdf())
        with pytest.raises(ClaimError, match="Five of your claims"):
            begin_claim(claimant, EnterpriseFactory(), "x", pdf())

    def test_ten_a_day(self, officer, claimant):
        for _number in range(10):
            claim_flow.take(begin_claim(claimant, EnterpriseFactory(), "x", pdf()), "withdraw", claimant)
        with pytest.raises(ClaimError, match="ten claims within a day"):
            begin_claim(claimant, EnterpriseFactory(), "x", pdf())


class TestPages:
    def test_the_known_code_leads_to_the_claim_and_the_claim_to_its_page(self, enterprise, claimant, client):
        client.force_login(claimant)
        page = f"{url('claim')}?code={enterprise.credit_code.lower()}"
        assert enterprise.name in client.get(page).content.decode()
        answer = client.post(page, {"statement": "我是财务负责人。", "evidence": pdf("letter.pdf")})
        assert answer.url == url("claim_case", Claim.objects.get().number)
        shown = client.get(answer.url).content.decode()
        assert ("我是财务负责人。" in shown, "letter.pdf" in shown) == (True, True)
        assert Claim.objects.get().number in client.get(url("org")).content.decode()

    @pytest.mark.parametrize("wrong", [{"statement": ""}, {"evidence": ""}, {"statement": "x" * 1001}])
    def test_without_statement_and_evidence_there_is_no_claim(self, enterprise, claimant, client, wrong):
        client.force_login(claimant)
        form = {"statement": "我是财务负责人。", "evidence": pdf()} | wrong
        assert client.post(f"{url('claim')}?code={enterprise.credit_code}", form).status_code == 422
        assert not Claim.objects.exists()

    @pytest.mark.parametrize("code", ["", "x", "91370212000000000X"])
    def test_a_code_that_nobody_has_is_not_found(self, claimant, client, code):
        client.force_login(claimant)
        assert client.get(f"{url('claim')}?code={code}").status_code == 404

    def test_another_persons_claim_is_not_found(self, claim, owner, client):
        for user in (owner, begin_claim(UserFactory(), EnterpriseFactory(), "x", pdf()).claimant):
            client.force_login(user)
            assert client.get(url("claim_case", claim.number)).status_code == 404

    def test_withdrawing_needs_a_tick_and_happens_once(self, claim, claimant, client):
        client.force_login(claimant)
        page = url("claim_case", claim.number)
        assert client.post(page, {}).status_code == 422
        client.post(page, {"sure": "on"})
        client.post(page, {"sure": "on"})
        assert Claim.objects.get().state == ClaimState.WITHDRAWN
        assert claim.transitions.count() == 1


def test_the_evidence_is_read_by_claimant_and_officials_and_by_nobody_else(claim, officer, owner, claimant):
    people = {
        "claimant": claimant,
        "district": officer,
        "other_district": official(Role.DISTRICT, district_unit(SHINAN)),
        "case_manager": official(Role.CASE_MANAGER),
        "owner": owner,
        "stranger": begin_claim(UserFactory(), EnterpriseFactory(), "x", pdf()).claimant,
    }
    assert {name for name, user in people.items() if may_read(user, claim.evidence)} == {
        "claimant",
        "district",
        "case_manager",
    }


def test_the_limit_is_counted_in_working_days(enterprise, claimant):
    with clock.at(clock.now() + timedelta(days=30)):
        made = begin_claim(claimant, enterprise, "x", pdf())
        due: date = made.work_items.get().due_on
        assert due == add_workdays(clock.today(), 5).on
