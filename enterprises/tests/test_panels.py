"""The panel: ranked, tried out without writing, frozen once, drafted line by line, bound to what was frozen."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.credit.guards import check_before
from enterprises.enums import AllocationWay, Cutting, DraftState, State
from enterprises.exceptions import PanelError
from enterprises.models import Application, Call, Decision, Panel, PanelLine
from enterprises.panels.cutting import Candidate, Setting, best_setting, cut, ranked, read_setting, spent
from enterprises.panels.drafting import draft_waiting, try_again
from enterprises.panels.meeting import begin_panel, freeze, list_hash
from enterprises.panels.ranking import available_fen, candidates_of
from enterprises.snapshots import fingerprint
from enterprises.tests.factories import CallFactory, Cast, application_in, cast, decision, official
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.audit.models import Entry
from portal.core import clock
from portal.reviews.exceptions import StepForbidden

YUAN = 100
MEETING: dict[str, Any] = {"chair": "主持人", "members": ["甲", "乙"], "minutes": "一致同意。"}


def candidate(pk: int, score: Any = None, computed: int = 100, accepted: int = 0) -> Candidate:
    number = None if score is None else Decimal(str(score))
    return Candidate(pk, f"QD-{pk}", "示例", number, computed * YUAN, accepted or pk)


lists = st.lists(
    st.tuples(st.none() | st.decimals(0, 100, places=2), st.integers(0, 10**7), st.integers(0, 50)),
    max_size=40,
).map(lambda rows: ranked([candidate(pk, *row) for pk, row in enumerate(rows, start=1)]))


class TestTheLine:
    def test_score_then_amount_then_order_of_acceptance(self):
        rows = [
            candidate(1, 80, 100, 9),
            candidate(2, 80, 200, 8),
            candidate(3, 80, 100, 7),
            candidate(4),
            candidate(5, 90),
        ]
        assert [one.pk for one in ranked(rows)] == [5, 2, 3, 1, 4]

    def test_a_score_line_takes_whole_scores(self):
        rows = ranked([candidate(1, 90), candidate(2, 80), candidate(3, 80), candidate(4, 70)])
        found = cut(rows, Setting(Cutting.LINE, Decimal(80)))
        assert [one.amount_fen for one in found] == [10_000, 10_000, 10_000, 0]
        assert best_setting(rows, Cutting.LINE, 250 * YUAN).value == 90
        assert best_setting(rows, Cutting.LINE, 300 * YUAN).value == 80
        assert best_setting(rows, Cutting.ORDER, 250 * YUAN).value == 2

    def test_a_cut_goes_down_to_whole_yuan(self):
        found = cut([candidate(1, computed=333), candidate(2, computed=1)], Setting(Cutting.FACTOR, Decimal("66.6")))
        assert [one.amount_fen for one in found] == [221 * YUAN, 0]

    @pytest.mark.parametrize(
        ("way", "value"), [("line", "101"), ("factor", "100.1"), ("factor", "33.33"), ("order", "1.5"), ("order", "-1"),
                       ("line", "NaN"), ("line", "1e9"), ("best", "1"), ("", ""), ("line", "Infinity")],
    )  # fmt: skip
    def test_what_is_no_setting_is_none(self, way, value):
        assert read_setting(way, value) is None

    @given(lists, st.integers(-10, 10**10), st.sampled_from(Cutting))
    def test_the_best_setting_never_exceeds_the_money(self, rows, available, way):
        setting = best_setting(rows, way, available)
        assert spent(cut(rows, setting)) <= max(available, 0)

    @given(lists, st.decimals(0, 100, places=1))
    def test_a_factor_never_gives_more_than_its_share_nor_more_than_the_rule(self, rows, factor):
        found = cut(rows, Setting(Cutting.FACTOR, factor))
        assert spent(found) * 100 <= sum(one.computed_fen for one in rows) * factor
        assert all(0 <= one.amount_fen <= one.computed_fen and one.amount_fen % YUAN == 0 for one in found)

    @given(lists, st.integers(0, 10**9))
    def test_a_tenth_of_a_percent_more_would_not_have_been_promised(self, rows, available):
        """The factor is the largest whose uncut share fits: the next one would not."""
        best = best_setting(rows, Cutting.FACTOR, available).value
        total = sum(one.computed_fen for one in rows)
        assert best == 100 or total * (best + Decimal("0.1")) > available * 100


@pytest.fixture
def people(db) -> Cast:
    return cast()


@pytest.fixture
def call(people) -> Call:
    """Three verified applications that ask for 75,000, 60,000 and 40,000 yuan; money for the first two."""
    call = CallFactory(measure__mode="competitive", budget_fen=140_000_00)
    for cost in (150_000, 120_000, 80_000):
        application_in(State.VERIFICATION, call=call, people=people, facts={"eligible_cost_cny": cost})
    return call


def frozen(call: Call, people: Cast, way: str = Cutting.ORDER, value: int | str = 2, **given: Any) -> Panel:
    panel, setting = begin_panel(call, people.case_manager), Setting(way, Decimal(value))
    seen = given.pop("seen", None) or list_hash(cut(candidates_of(call), setting))
    facts = MEETING | {"held_on": clock.today()} | given
    return freeze(panel, people.case_manager, setting, seen=seen, **facts)


def state_of_everything() -> tuple:
    tables = (Panel, PanelLine, Decision, Entry)
    return tuple(list(table.objects.order_by("pk").values()) for table in tables)


class TestFreezing:
    def test_it_keeps_minutes_setting_and_list_with_a_hash(self, call, people):
        panel = frozen(call, people)
        stored = Panel.objects.get(pk=panel.pk)
        assert stored.sha256 == fingerprint(stored.content)
        assert stored.content["setting"] == {"way": "order", "value": "2"}
        assert [line["amount_fen"] for line in stored.content["lines"]] == [75_000_00, 60_000_00, 0]
        assert stored.content["lines"][0]["score"] == "80.00"
        altered = stored.content | {"minutes": "另议。"}
        assert fingerprint(altered) != stored.sha256
        entry = Entry.objects.get(verb="freeze_panel")
        assert (entry.actor, entry.data["sha256"]) == (people.case_manager, stored.sha256)

    def test_trying_settings_writes_nothing(self, call, people, client):
        panel = begin_panel(call, people.case_manager)
        before = state_of_everything()
        client.force_login(people.case_manager)
        for query in ("", "?way=line&value=80", "?way=factor&value=33.3", "?way=order&value=1", "?way=x&value=y"):
            assert client.get(f"/zh-hans/admin/enterprises/panel/{panel.pk}/change/{query}").status_code == 200
        assert client.get(f"/zh-hans/admin/enterprises/panel/{panel.pk}/export/?way=order&value=1").status_code == 200
        assert state_of_everything() == before

    def test_every_line_drafts_its_decision_and_who_froze_signs_none(self, call, people):
        frozen(call, people)
        assert draft_waiting() == 3
        assert draft_waiting() == 0
        assert set(PanelLine.objects.values_list("draft", flat=True)) == {DraftState.DRAFTED}
        found = {(one.outcome, one.amount_fen, one.drafter) for one in Decision.objects.all()}
        assert found == {
            ("approve", 75_000_00, people.case_manager),
            ("approve", 60_000_00, people.case_manager),
            ("reject", 0, people.case_manager),
        }
        for application in Application.objects.all():
            assert application.state == State.DECIDING
            assert application_flow.open_steps(application, people.case_manager) == {}
            assert "return_draft" in application_flow.open_steps(application, people.leader)

    def test_the_second_who_freezes_is_told_who_was_first(self, call, people):
        panel = begin_panel(call, people.case_manager)
        frozen(call, people)
        other = official(Role.CASE_MANAGER)
        with pytest.raises(PanelError) as refused:
            freeze(panel, other, Setting(Cutting.ORDER, Decimal(1)), seen="", held_on=clock.today(), **MEETING)
        assert str(people.case_manager) in refused.value.message
        assert Panel.objects.get().frozen_by == people.case_manager

    def test_more_than_the_budget_is_refused(self, call, people):
        with pytest.raises(PanelError):
            frozen(call, people, value=3)
        assert not PanelLine.objects.exists()

    def test_drafts_that_wait_for_their_signature_count_as_spent(self, call, people):
        application = call.applications.order_by("pk").first()
        from enterprises.tests.factories import take

        take(application, "draft_decision", people)
        assert available_fen(Call.objects.get(pk=call.pk)) == 65_000_00
        assert len(candidates_of(call)) == 2

    def test_a_list_that_has_changed_is_looked_at_again(self, call, people):
        with pytest.raises(PanelError):
            frozen(call, people, seen="0" * 64)

    @pytest.mark.parametrize("lack", [{"chair": " "}, {"members": ["甲"]}, {"minutes": ""}])
    def test_chair_members_and_minutes_are_wanted(self, call, people, lack):
        with pytest.raises(PanelError):
            frozen(call, people, **lack)

    @pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.FINANCE, Role.DISCIPLINE, Role.EXPERT])
    def test_only_the_division_freezes(self, call, people, role):
        panel = begin_panel(call, people.case_manager)
        with pytest.raises(StepForbidden):
            freeze(panel, official(role), Setting(Cutting.ORDER, Decimal(1)), seen="", held_on=clock.today(), **MEETING)

    def test_an_entitlement_has_no_panel(self, people):
        with pytest.raises(PanelError):
            begin_panel(CallFactory(), people.case_manager)


class TestBoundByIt:
    def test_no_draft_before_the_panel_has_met(self, call, people):
        application = call.applications.first()
        with pytest.raises(PanelError):
            application_flow.take(application, "draft_decision", people.case_manager, **decision(application))

    def test_neither_a_loser_is_supported_nor_a_winner_raised(self, call, people):
        frozen(call, people, Cutting.FACTOR, 50)
        winner = call.applications.order_by("pk").first()
        whole = decision(winner)
        with pytest.raises(PanelError):
            application_flow.take(winner, "draft_decision", people.case_manager, **whole)
        check_before(application_flow.steps["draft_decision"], winner, people.case_manager)
        lower = whole | {"amount_fen": 37_500_00}
        application_flow.take(winner, "draft_decision", people.case_manager, **lower)

    def test_a_loser_stays_one(self, call, people):
        frozen(call, people)
        loser = call.applications.order_by("pk").last()
        with pytest.raises(PanelError):
            application_flow.take(loser, "draft_decision", people.case_manager, **decision(loser))

    def test_a_line_that_moved_on_is_named_and_tried_again(self, call, people):
        panel = frozen(call, people)
        people.case_manager.posts.all().delete()
        assert draft_waiting() == 3
        assert set(PanelLine.objects.values_list("draft", flat=True)) == {DraftState.REFUSED}
        assert not Decision.objects.exists()
        assert try_again(panel) == 3

    def test_pro_rata_meets_and_cuts_everybody(self, people):
        call = CallFactory(allocation=AllocationWay.PRO_RATA, budget_fen=100_000_00)
        for cost in (150_000, 120_000):
            application_in(State.VERIFICATION, call=call, people=people, facts={"eligible_cost_cny": cost})
        best = best_setting(candidates_of(call), Cutting.FACTOR, available_fen(call))
        assert best.value == Decimal("74.0")
        frozen(call, people, Cutting.FACTOR, "74.0")
        draft_waiting()
        assert sorted(Decision.objects.values_list("amount_fen", flat=True)) == [44_400_00, 55_500_00]
