"""Conflict first, then points: alone, in range, in time, once; the last sheet reports the score."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from enterprises.enums import Conflict, State
from enterprises.exceptions import ReviewError
from enterprises.experts import scoring
from enterprises.experts.scores import score_of
from enterprises.models import Application, Call, Sheet
from enterprises.review.verdicts import judge_rest
from enterprises.tests.experts import EVIDENCE, RUBRIC, declared, drawn, sent
from enterprises.tests.factories import CallFactory, MembershipFactory, application_in, cast
from enterprises.workflow import application_flow
from portal.audit.models import Entry
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden
from portal.reviews.models import WorkItem

pytestmark = pytest.mark.django_db
GOOD = {"r1": "50", "r2": "30"}


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def application(people) -> Application:
    """Three experts and two substitutes were drawn; nothing is declared yet."""
    call = CallFactory(measure__mode="competitive")
    drawn(call, people.case_manager, experts=3, spare=2)
    return application_in(State.EXPERT_REVIEW, call=call, people=people)


def sheets(application: Application) -> list[Sheet]:
    return list(application.sheets.counting().select_related("expert__user"))


def state(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


class TestTheScore:
    def test_the_last_sheet_reports_it(self, application):
        first, second, third = sheets(application)
        sent(first, 60, 40)
        sent(second, 30, 20)
        assert state(application) == State.EXPERT_REVIEW
        sent(third, 45, 30.5)
        stored = Application.objects.get(pk=application.pk)
        assert (stored.state, stored.score) == (State.VERIFICATION, Decimal("75.17"))
        assert stored.score_basis == {"totals": ["50.00", "75.50", "100.00"], "dropped": [], "places": 3}
        move = stored.transitions.last()
        assert (move.step, move.actor, move.visible) == ("report_scores", None, False)

    def test_extremes_are_left_out_from_five_sheets_on_where_the_call_says_so(self):
        totals = [Decimal(n) for n in (10, 80, 81, 82, 100)]
        assert score_of(totals, drops_extremes=True).value == Decimal("81.00")
        assert score_of(totals, drops_extremes=True).dropped == (10, 100)
        assert score_of(totals, drops_extremes=False).value == Decimal("70.60")
        assert score_of(totals[:4], drops_extremes=True).value == Decimal("63.25")

    def test_the_points_of_the_rubric_are_its_weights(self, application):
        Call.objects.update(rubric=[{**RUBRIC[0], "points": 30}, {**RUBRIC[1], "points": 10}])
        sheet = sheets(application)[0]
        assert sent(sheet, 30, 5).total == Decimal("87.50")

    def test_three_are_enough_when_the_day_has_passed_and_no_day_earlier(self, people):
        call = CallFactory(measure__mode="competitive")
        drawn(call, people.case_manager, experts=5)
        application = application_in(State.EXPERT_REVIEW, call=call, people=people)
        for sheet in sheets(application)[:3]:
            sent(sheet)
        due = WorkItem.objects.get(case=application, closed_at=None).due_on
        for day in (0, 1):
            with clock.at(clock.now() + (due - clock.today()) + timedelta(days=day)):
                if day == 0:
                    with pytest.raises(ReviewError):
                        application_flow.take(application, "report_scores", people.case_manager)
                else:
                    application_flow.take(application, "report_scores", people.case_manager)
        assert Application.objects.get(pk=application.pk).score == Decimal("80.00")

    def test_two_are_never_enough(self, application, people):
        for sheet in sheets(application)[:2]:
            sent(sheet)
        with clock.at(clock.now() + timedelta(days=90)), pytest.raises(ReviewError) as refused:
            application_flow.take(application, "report_scores", people.case_manager)
        assert "2" in refused.value.message

    def test_nobody_reports_before_the_draw(self, people):
        application = application_in(State.EXPERT_REVIEW, people=people)
        with pytest.raises(ReviewError):
            application_flow.take(application, "report_scores", people.case_manager)


class TestPoints:
    @pytest.mark.parametrize(
        "points", ["-1", "-0.1", "60.1", "61", "1e3", "NaN", "Infinity", "-Infinity", "", "many", "5.55", "٣x"]
    )
    def test_what_is_no_number_of_the_range_is_refused(self, application, points):
        sheet = declared(sheets(application)[0])
        with pytest.raises(ReviewError):
            scoring.send(sheet, sheet.expert.user, GOOD | {"r1": points}, EVIDENCE)
        assert Sheet.objects.get(pk=sheet.pk).sent_at is None

    @pytest.mark.parametrize("points", ["0", "60", "59.9", " 12.5 "])
    def test_both_ends_of_the_range_count(self, application, points):
        sheet = declared(sheets(application)[0])
        assert scoring.send(sheet, sheet.expert.user, GOOD | {"r1": points}, EVIDENCE).sent_at is not None

    @pytest.mark.parametrize("scores", [{"r1": "50"}, GOOD | {"r9": "1"}, {}])
    def test_exactly_the_lines_of_the_rubric(self, application, scores):
        sheet = declared(sheets(application)[0])
        with pytest.raises(ReviewError):
            scoring.send(sheet, sheet.expert.user, scores, EVIDENCE)

    def test_every_line_says_what_it_rests_on(self, application):
        sheet = declared(sheets(application)[0])
        with pytest.raises(ReviewError) as refused:
            scoring.send(sheet, sheet.expert.user, GOOD, {"r1": "见方案。", "r2": "  "})
        assert "带动作用" in refused.value.message or "Effect" in refused.value.message

    def test_a_draft_may_have_gaps_and_counts_for_nothing(self, application):
        sheet = declared(sheets(application)[0])
        scoring.save_draft(sheet, sheet.expert.user, {"r1": "12"}, {"r9": "?"})
        stored = Sheet.objects.get(pk=sheet.pk)
        assert (stored.scores, stored.evidence) == ({"r1": "12", "r2": ""}, {"r1": "", "r2": ""})
        assert (stored.total, stored.sent_at) == (None, None)


class TestWhenAndWho:
    def test_not_before_the_declaration(self, application):
        sheet = sheets(application)[0]
        for verb in (scoring.send, scoring.save_draft):
            with pytest.raises(ReviewError):
                verb(sheet, sheet.expert.user, GOOD, EVIDENCE)

    def test_not_twice(self, application):
        sheet = sent(sheets(application)[0])
        for verb in (scoring.send, scoring.save_draft):
            with pytest.raises(ReviewError):
                verb(sheet, sheet.expert.user, {"r1": "1", "r2": "1"}, EVIDENCE)
        assert Sheet.objects.get(pk=sheet.pk).total == Decimal("80.00")

    def test_not_after_the_last_day(self, application):
        sheet = declared(sheets(application)[0])
        due = WorkItem.objects.get(case=application, closed_at=None).due_on
        late = clock.now() + (due - clock.today()) + timedelta(days=1)
        with clock.at(late), pytest.raises(ReviewError):
            scoring.send(sheet, sheet.expert.user, GOOD, EVIDENCE)
        with clock.at(late - timedelta(days=1)):
            assert scoring.send(sheet, sheet.expert.user, GOOD, EVIDENCE).sent_at is not None

    def test_not_by_another_expert_nor_by_the_division(self, application, people):
        first, second, _third = map(declared, sheets(application))
        for person in (second.expert.user, people.expert, people.case_manager, people.leader):
            with pytest.raises(StepForbidden):
                scoring.send(first, person, GOOD, EVIDENCE)

    def test_the_book_holds_a_hash_and_no_points(self, application):
        sheet = sent(sheets(application)[0])
        entry = Entry.objects.get(scope=f"case:{application.pk}", verb="send_scores")
        assert entry.data == {"expert": sheet.expert_id, "sha256": sheet.sha256}

    def test_the_database_refuses_what_the_code_forgets(self, application):
        sheet = declared(sheets(application)[0])
        for values in ({"sent_at": clock.now()}, {"recused_at": clock.now()}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Sheet.objects.filter(pk=sheet.pk).update(**values)


class TestRecusal:
    def test_who_declares_a_conflict_makes_room_for_the_next_substitute_who_is_told(self, application):
        first = sheets(application)[0]
        substitute = application.call.assignments.filter(is_substitute=True).first().expert
        scoring.declare(first, first.expert.user, Conflict.DECLARED, "曾任该公司顾问。")
        stand_in = Sheet.objects.get(stands_in_for=first)
        assert stand_in.expert == substitute
        told = Message.objects.filter(recipient=substitute.user, kind="enterprises/scoring_stand_in")
        assert [message.case_reference for message in told] == [application.number]
        for verb in (scoring.send, scoring.save_draft):
            with pytest.raises(ReviewError):
                verb(first, first.expert.user, GOOD, EVIDENCE)
        assert not Application.objects.visible_to(first.expert.user).exists()

    def test_a_conflict_needs_its_reason(self, application):
        first = sheets(application)[0]
        with pytest.raises(ReviewError):
            scoring.declare(first, first.expert.user, Conflict.DECLARED, "  ")
        assert Sheet.objects.get(pk=first.pk).recused_at is None

    def test_employer_and_members_of_the_applicant_are_recused_by_the_portal(self, people):
        call = CallFactory(measure__mode="competitive")
        drawn(call, people.case_manager, experts=3, spare=2)
        mains = [one.expert for one in call.assignments.filter(is_substitute=False).select_related("expert__user")]
        substitutes = [one.expert for one in call.assignments.filter(is_substitute=True)]
        application = application_in(State.FORMAL_REVIEW, call=call, people=people)
        mains[0].employer_code = application.enterprise.credit_code
        mains[0].save()
        MembershipFactory(user=mains[1].user, enterprise=application.enterprise, role="viewer")
        judge_rest(application, people.case_manager)
        application_flow.take(application, "send_to_experts", people.case_manager)
        recused = application.sheets.filter(recused_at__isnull=False)
        found = {(sheet.expert, sheet.conflict, sheet.conflict_note) for sheet in recused}
        assert found == {(mains[0], Conflict.FOUND, "employer"), (mains[1], Conflict.FOUND, "member")}
        assert {sheet.expert for sheet in sheets(application)} == {mains[2], *substitutes}

    def test_who_becomes_a_member_after_declaring_can_no_longer_send(self, application):
        first = declared(sheets(application)[0])
        MembershipFactory(user=first.expert.user, enterprise=application.enterprise, role="filer")
        assert sent(first).recused_at is not None
        assert Sheet.objects.get(pk=first.pk).conflict == Conflict.FOUND

    def test_with_no_substitute_left_the_place_stays_empty_until_more_are_drawn(self, application, people):
        from enterprises.experts.drawing import draw_experts
        from enterprises.tests.experts import pool

        for _turn in range(3):
            sheet = next(one for one in sheets(application) if not one.conflict)
            scoring.declare(sheet, sheet.expert.user, Conflict.DECLARED, "亲属任职。")
        assert len(sheets(application)) == 2
        for sheet in sheets(application):
            sent(sheet)
        assert state(application) == State.EXPERT_REVIEW
        with pytest.raises(ReviewError):
            application_flow.take(application, "report_scores", people.case_manager)
        pool(1)
        draw_experts(application.call, people.case_manager)
        (last,) = [one for one in sheets(application) if not one.sent_at]
        sent(last)
        assert state(application) == State.VERIFICATION
