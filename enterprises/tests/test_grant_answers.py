"""The enterprise's answer: one click, once; declined; contested and settled; silent until the day is over."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from enterprises.enums import GrantAnswer, MemberRole, Outcome, State
from enterprises.exceptions import GrantRefused
from enterprises.grants import offer_days
from enterprises.grants.answering import accept, contest, decline
from enterprises.grants.computing import compute_again
from enterprises.grants.releasing import release, standing
from enterprises.grants.settling import settle
from enterprises.models import Application, BudgetEntry, Call, GrantAcceptance, GrantFact, GrantLine
from enterprises.permissions import current_item
from enterprises.snapshots import fingerprint
from enterprises.tests.factories import UserFactory, pdf
from enterprises.tests.grants import Bureau, firm, grant_call, line_of, member, row, run_of, with_account
from portal.accounts.enums import Role
from portal.attachments.access import may_read
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden

TYPED = {"holder": "青岛示例1号有限公司", "bank": "示例银行", "number": "6222000099998888"}


class Offer:
    """An offer to one enterprise, with its owner."""

    def __init__(self, number: int = 1, **of_call) -> None:
        self.bureau = Bureau()
        self.enterprise = firm(number)
        self.owner = member(self.enterprise)
        self.call = grant_call(**of_call)
        self.run = run_of(self.call, [row(number)], self.bureau)
        release(self.run, self.bureau.leader)
        self.number = number

    @property
    def line(self) -> GrantLine:
        return line_of(self.run, self.number)

    def page(self, name: str = "org_offer") -> str:
        return reverse(f"enterprises:{name}", args=[self.enterprise.pk, self.line.pk])

    def browser(self, person=None) -> Client:
        client = Client()
        client.force_login(person or self.owner)
        return client


@pytest.mark.django_db
class TestAccepted:
    def test_one_click_makes_an_application_that_stands_decided_and_signed(self):
        offer = Offer()
        with_account(offer.enterprise, offer.owner)
        answer = offer.browser().post(offer.page("org_offer_accept"))
        assert (answer.status_code, answer["Location"]) == (302, offer.page())
        case = Application.objects.get()
        decision = case.decisions.get()
        assert (case.state, case.enterprise, case.applicant) == (State.DECIDING, offer.enterprise, offer.owner)
        assert (case.computed_fen, case.granted_fen) == (75_000_00, 75_000_00)
        assert (decision.outcome, decision.amount_fen, decision.is_current) == (Outcome.APPROVE, 75_000_00, True)
        assert (decision.drafter, decision.signer) == (offer.bureau.division, offer.bureau.leader)
        assert current_item(case).desk == Role.CASE_MANAGER
        assert [one.signer for one in case.sign_offs.all()] == [offer.bureau.leader]
        snapshot = case.snapshots.get()
        assert snapshot.sha256 == fingerprint(snapshot.content)
        assert snapshot.content["answers"]["bank_account_number"] == "6222000011112222"
        assert Call.objects.get(pk=offer.call.pk).committed_fen == 75_000_00
        assert offer.line.answer == GrantAnswer.ACCEPTED

    def test_without_an_account_on_file_it_is_typed_twice(self):
        offer = Offer()
        browser, address = offer.browser(), offer.page("org_offer_accept")
        assert browser.post(address).status_code == 422
        assert browser.post(address, TYPED | {"again": "6222000099998889"}).status_code == 422
        assert not Application.objects.exists()
        assert browser.post(address, TYPED | {"again": TYPED["number"]}).status_code == 302
        assert Application.objects.get().answers["bank_account_number"] == TYPED["number"]

    def test_a_second_click_a_second_tab_and_a_colleague_get_the_same_application(self):
        offer = Offer()
        with_account(offer.enterprise, offer.owner)
        colleague = member(offer.enterprise, MemberRole.FILER)
        first = accept(offer.line, offer.owner, offer.enterprise)
        assert accept(offer.line, offer.owner, offer.enterprise) == first
        assert offer.browser(colleague).post(offer.page("org_offer_accept")).status_code == 302
        assert (Application.objects.count(), GrantAcceptance.objects.count()) == (1, 1)
        assert BudgetEntry.objects.count() == 1

    def test_who_may_answer(self):
        offer = Offer()
        with_account(offer.enterprise, offer.owner)
        viewer = member(offer.enterprise, MemberRole.VIEWER)
        for person, status in ((viewer, 403), (UserFactory(), 404), (offer.bureau.division, 302)):
            for name in ("org_offer_accept", "org_offer_decline"):
                answer = offer.browser(person).post(offer.page(name))
                assert answer.status_code == status
        with pytest.raises(StepForbidden):
            accept(offer.line, viewer, offer.enterprise)
        assert not Application.objects.exists()
        assert offer.line.answer == GrantAnswer.NONE
        legal = member(offer.enterprise, MemberRole.LEGAL_REPRESENTATIVE)
        assert accept(offer.line, legal, offer.enterprise).applicant == legal

    def test_another_enterprise_of_the_same_person_has_no_part_in_it(self):
        offer, other = Offer(), firm(7)
        with_account(other, member(other))
        other.memberships.create(user=offer.owner, role=MemberRole.OWNER)
        page = reverse("enterprises:org_offer_accept", args=[other.pk, offer.line.pk])
        assert offer.browser().post(page).status_code == 404
        with pytest.raises(GrantLine.DoesNotExist):
            accept(offer.line, offer.owner, other)

    def test_whoever_comes_to_the_enterprise_later_finds_the_offer(self):
        bureau, call = Bureau(), grant_call()
        enterprise = firm(1)
        run = run_of(call, [row(1)], bureau)
        release(run, bureau.leader)
        assert not Message.objects.filter(kind="grants/offer").exists()
        client = Client()
        client.force_login(member(enterprise))
        page = client.get(reverse("enterprises:org_offers", args=[enterprise.pk]))
        assert list(page.context["lines"]) == [line_of(run, 1)]


@pytest.mark.django_db
class TestDeclinedAndSilent:
    def test_declining_frees_the_money_and_needs_no_reason(self):
        offer = Offer()
        assert offer.browser().post(offer.page("org_offer_decline"), {"reason": "不需要"}).status_code == 302
        assert (offer.line.answer, offer.line.reason) == (GrantAnswer.DECLINED, "不需要")
        assert standing(offer.run).free == offer.call.budget_fen
        with pytest.raises(GrantRefused):
            accept(offer.line, offer.owner, offer.enterprise, TYPED)

    def test_the_last_day_counts_and_the_next_does_not(self):
        offer = Offer()
        last = offer.line.answer_by
        assert last == add_workdays(clock.today(), 20).on
        with clock.at(clock.now() + timedelta(days=(last - clock.today()).days)):
            assert offer_days.lapse() == 0
            assert offer.line.is_open
        with clock.at(clock.now() + timedelta(days=(last - clock.today()).days + 1)):
            with pytest.raises(GrantRefused):
                accept(offer.line, offer.owner, offer.enterprise, TYPED)
            assert [offer_days.lapse(), offer_days.lapse()] == [1, 0]
        assert offer.line.answer == GrantAnswer.LAPSED
        assert Message.objects.filter(kind="grants/lapsed", recipient=offer.owner).count() == 1

    def test_a_reminder_five_working_days_before_once(self):
        offer = Offer()
        assert offer_days.remind() == 0
        days = (add_workdays(offer.line.answer_by, -5).on - clock.today()).days
        with clock.at(clock.now() + timedelta(days=days)):
            assert [offer_days.remind(), offer_days.remind()] == [1, 0]
        assert Message.objects.filter(kind="grants/reminder").count() == 1
        assert mail.outbox == []

    def test_who_answered_is_not_reminded_and_does_not_lapse(self):
        offer = Offer()
        decline(offer.line, offer.owner, offer.enterprise)
        with clock.at(clock.now() + timedelta(days=90)):
            assert [offer_days.remind(), offer_days.lapse()] == [0, 0]


@pytest.mark.django_db
class TestContested:
    def test_the_line_goes_back_is_settled_and_offered_anew_by_the_second_person(self):
        offer = Offer()
        said = {"field": "eligible_cost_cny", "statement": "发票合计 180,000 元。", "paper": pdf()}
        assert offer.browser().post(offer.page("org_offer_contest"), said).status_code == 302
        line = offer.line
        assert (line.verdict, line.answer, line.offered_at) == ("unclear", GrantAnswer.CORRECTED, None)
        with pytest.raises(GrantRefused):
            accept(line, offer.owner, offer.enterprise, TYPED)
        with pytest.raises(GrantRefused):
            release(offer.run, offer.bureau.leader)
        settle(line, offer.bureau.division, {"eligible_cost_cny": 180_000}, "发票,2026-11-20")
        assert (offer.line.verdict, offer.line.computed_fen) == ("in", 90_000_00)
        assert offer.line.offered_at is None
        assert release(offer.run, offer.bureau.leader) == 1
        assert (offer.line.amount_fen, offer.line.answer) == (90_000_00, GrantAnswer.NONE)
        assert accept(offer.line, offer.owner, offer.enterprise, TYPED).granted_fen == 90_000_00

    def test_the_fact_is_kept_with_its_source_and_the_line_can_be_computed_again(self):
        offer = Offer()
        contest(
            offer.line, offer.owner, offer.enterprise, field="statistics_reported", statement="未报送。", paper=None
        )
        settle(offer.line, offer.bureau.division, {"statistics_reported": False}, "统计局函")
        fact = GrantFact.objects.get()
        assert (fact.field, fact.value, fact.source, fact.by) == (
            "statistics_reported", False, "统计局函", offer.bureau.division,
        )  # fmt: skip
        assert offer.line.verdict == "out"
        assert compute_again(offer.line).same
        assert Message.objects.filter(kind="grants/not_entitled", recipient=offer.owner).count() == 1

    def test_without_a_fact_the_data_stand_as_they_were(self):
        offer = Offer()
        contest(offer.line, offer.owner, offer.enterprise, field="eligible_cost_cny", statement="不对。", paper=None)
        settle(offer.line, offer.bureau.division, {}, "与发票核对一致")
        assert (offer.line.verdict, offer.line.computed_fen, offer.line.contested) == ("in", 75_000_00, False)

    def test_the_paper_is_for_the_enterprise_and_the_bureau_alone(self):
        offer = Offer()
        stranger = member(firm(9))
        contest(offer.line, offer.owner, offer.enterprise, field="eligible_cost_cny", statement="不对。", paper=pdf())
        paper = offer.line.corrections.get().paper
        readers = (offer.owner, offer.bureau.division, offer.bureau.leader, stranger, UserFactory())
        assert [may_read(person, paper) for person in readers] == [True, True, True, False, False]

    def test_nothing_is_settled_without_a_source_or_by_somebody_else(self):
        bureau = Bureau()
        firm(1)
        run = run_of(grant_call(), [row(1, statistics_reported="")], bureau)
        line = line_of(run, 1)
        with pytest.raises(GrantRefused):
            settle(line, bureau.division, {"statistics_reported": True}, " ")
        with pytest.raises(GrantRefused):
            settle(line, bureau.division, {}, "没有")
        with pytest.raises(StepForbidden):
            settle(line, bureau.leader, {"statistics_reported": True}, "名录")
        assert not GrantFact.objects.exists()
        settle(line, bureau.division, {"statistics_reported": True}, "名录")
        with pytest.raises(GrantRefused):
            settle(line, bureau.division, {"statistics_reported": False}, "名录")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_click_at_the_same_moment_make_one_application():
    offer = Offer()
    with_account(offer.enterprise, offer.owner)
    people = [offer.owner, member(offer.enterprise, MemberRole.FILER), member(offer.enterprise)]
    gate, found = threading.Barrier(len(people)), []

    def click(person) -> None:
        try:
            line = offer.line
            gate.wait(timeout=20)
            found.append(accept(line, person, offer.enterprise).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(found) == len(people)
    assert len(set(found)) == 1
    assert (Application.objects.count(), GrantAcceptance.objects.count()) == (1, 1)
    assert Call.objects.get(pk=offer.call.pk).committed_fen == 75_000_00
