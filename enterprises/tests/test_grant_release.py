"""The release: by a second person, within the money, told to those who can answer."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from enterprises.enums import AllocationWay, GrantAnswer, GrantPhase, MemberRole
from enterprises.exceptions import BudgetExceeded, GrantRefused
from enterprises.grants.releasing import release, standing
from enterprises.grants.runs import put_aside
from enterprises.grants.settling import settle
from enterprises.models import GrantLine, GrantRun
from enterprises.tests.factories import PostFactory, official
from enterprises.tests.grants import Bureau, firm, grant_call, line_of, member, row, run_of
from portal.accounts.enums import Role
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return Bureau()


def offered(run):
    return sorted(run.lines.filter(offered_at__isnull=False).values_list("name", flat=True))


class TestWhoReleases:
    def test_the_leadership_does_and_every_line_that_is_in_becomes_an_offer(self, bureau):
        firms = [firm(number) for number in (1, 2, 3)]
        run = run_of(grant_call(), [row(1), row(2, eligible_cost_cny="3"), row(3)], bureau)
        assert release(run, bureau.leader) == 2
        run.refresh_from_db()
        assert (run.phase, run.released_by) == (GrantPhase.RELEASED, bureau.leader)
        assert offered(run) == [firms[0].name, firms[2].name]
        line = line_of(run, 1)
        assert (line.amount_fen, line.answer, line.released_by) == (75_000_00, GrantAnswer.NONE, bureau.leader)

    def test_who_prepared_it_is_refused_through_a_post_too(self, bureau, client):
        firm(1)
        PostFactory(user=bureau.division, unit=bureau.leader.posts.get().unit, role=Role.LEADERSHIP)
        run = run_of(grant_call(), [row(1)], bureau)
        for person, status in ((bureau.division, 403), (official(Role.FINANCE), 403), (bureau.leader, 302)):
            client = Client()
            client.force_login(person)
            address = reverse("admin:enterprises_grantrun_release", args=[run.pk])
            assert client.post(address).status_code == status
            assert GrantRun.objects.get(pk=run.pk).phase == ("released" if status == 302 else "ready")
        with pytest.raises(StepForbidden):
            release(run, bureau.division)

    def test_the_database_refuses_what_the_code_forgets(self, bureau):
        firm(1)
        run = run_of(grant_call(), [row(1)], bureau)
        same = {"phase": GrantPhase.RELEASED, "released_by": bureau.division, "released_at": run.created_at}
        nobody = {"phase": GrantPhase.RELEASED}
        for wrong in (same, nobody):
            with pytest.raises(IntegrityError), transaction.atomic():
                GrantRun.objects.filter(pk=run.pk).update(**wrong)
        with pytest.raises(IntegrityError), transaction.atomic():
            GrantLine.objects.filter(run=run).update(offered_at=run.created_at)
        with pytest.raises(IntegrityError), transaction.atomic():
            GrantLine.objects.filter(run=run).update(settled_by=bureau.leader, released_by=bureau.leader)

    def test_who_settled_a_line_does_not_release_it(self, bureau):
        both = official(Role.CASE_MANAGER)
        PostFactory(user=both, unit=bureau.leader.posts.get().unit, role=Role.LEADERSHIP)
        firm(1)
        run = run_of(grant_call(), [row(1, statistics_reported="")], bureau)
        settle(line_of(run, 1), both, {"statistics_reported": True}, "统计局名录,2026-11-20")
        with pytest.raises(GrantRefused):
            release(run, both)
        assert release(run, bureau.leader) == 1

    def test_a_run_that_was_put_aside_and_one_without_lines_offer_nothing(self, bureau):
        firm(1)
        aside = run_of(grant_call(), [row(1)], bureau)
        put_aside(aside, bureau.division)
        empty = run_of(grant_call(), [row(1, eligible_cost_cny="3")], bureau)
        hidden = run_of(grant_call(published_at=None), [row(1)], bureau)
        for run in (aside, empty, hidden):
            with pytest.raises(GrantRefused):
                release(GrantRun.objects.get(pk=run.pk), bureau.leader)
        assert not GrantLine.objects.filter(offered_at__isnull=False).exists()


class TestMoney:
    def test_exactly_what_is_free_fits_and_a_fen_less_is_refused_with_the_figures(self, bureau):
        firm(1)
        firm(2)
        call = grant_call(budget_fen=150_000_00 - 1)
        run = run_of(call, [row(1), row(2)], bureau)
        with pytest.raises(BudgetExceeded) as refused:
            release(run, bureau.leader)
        for figure in ("150,000", "149,999.99", "0.01"):
            assert figure in refused.value.message
        assert offered(run) == []
        call.budget_fen = 150_000_00
        call.save()
        assert release(run, bureau.leader) == 2

    def test_offers_that_are_out_count_against_the_next_run(self, bureau):
        for number in (1, 2, 3):
            firm(number)
        call = grant_call(budget_fen=200_000_00)
        release(run_of(call, [row(1), row(2)], bureau), bureau.leader)
        later = run_of(call, [row(1), row(3)], bureau)
        sums = standing(later)
        assert (line_of(later, 1).verdict, sums.offered, sums.free, sums.wanted) == (
            "out", 150_000_00, 50_000_00, 75_000_00,
        )  # fmt: skip
        with pytest.raises(BudgetExceeded):
            release(later, bureau.leader)

    def test_pro_rata_cuts_every_award_by_the_same_factor_down_to_whole_yuan(self, bureau):
        for number in (1, 2, 3):
            firm(number)
        call = grant_call(budget_fen=100_000_00, allocation=AllocationWay.PRO_RATA)
        run = run_of(call, [row(1), row(2), row(3, eligible_cost_cny="50000")], bureau)
        assert release(run, bureau.leader) == 3
        run.refresh_from_db()
        amounts = [line_of(run, number).amount_fen for number in (1, 2, 3)]
        assert (amounts, run.factor) == ([42_857_00, 42_857_00, 14_285_00], "4/7")
        assert sum(amounts) <= call.budget_fen

    def test_two_runs_with_the_same_enterprise_offer_it_once(self, bureau):
        firm(1)
        call = grant_call()
        first, second = run_of(call, [row(1)], bureau), run_of(call, [row(1)], bureau)
        release(first, bureau.leader)
        with pytest.raises(GrantRefused):
            release(second, bureau.leader)
        assert GrantLine.objects.filter(offered_at__isnull=False).count() == 1


class TestTelling:
    def test_owners_and_legal_representatives_are_told_once_and_nobody_else(self, bureau):
        one = firm(1)
        firm(2)
        told = [member(one), member(one, MemberRole.LEGAL_REPRESENTATIVE)]
        member(one, MemberRole.VIEWER)
        member(one, MemberRole.FILER)
        run = run_of(grant_call(), [row(1), row(2)], bureau)
        release(run, bureau.leader)
        letters = Message.objects.filter(kind="grants/offer")
        assert {message.recipient for message in letters} == set(told)
        assert {message.url for message in letters} == {
            reverse("enterprises:org_offer", args=[one.pk, line_of(run, 1).pk])
        } or all(str(line_of(run, 1).pk) in message.url for message in letters)

    def test_the_desk_lists_who_could_not_be_told(self, bureau, client):
        member(firm(1))
        alone = firm(2)
        run = run_of(grant_call(), [row(1), row(2)], bureau)
        release(run, bureau.leader)
        client.force_login(bureau.division)
        page = client.get(reverse("admin:enterprises_grantrun_change", args=[run.pk]) + "?list=alone")
        assert [one["number"] for one in page.context["rows"]] == [alone.name]
