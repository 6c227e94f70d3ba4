"""The chain of signatures: in its order, each by another person, void once the draft changes."""

import pytest
from django.db import IntegrityError, transaction

from enterprises.decisions.made import begin_decided
from enterprises.enums import State
from enterprises.exceptions import BudgetExceeded, DecisionError
from enterprises.models import Application, BudgetEntry
from enterprises.notices.publishing import ready_for_notice
from enterprises.tests.factories import (
    SOUND_FACTS,
    CallFactory,
    Cast,
    EnterpriseFactory,
    PostFactory,
    UserFactory,
    application_in,
    cast,
    decision,
    official,
    put_on_notice,
)
from enterprises.tests.factories import take as retake
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.reviews.exceptions import StepForbidden
from portal.reviews.models import SignOff, WorkItem

pytestmark = pytest.mark.django_db
LONG = [Role.CASE_MANAGER, Role.CASE_MANAGER, Role.FINANCE, Role.LEADERSHIP]


@pytest.fixture
def people() -> Cast:
    return cast()


def steps(application: Application, user: User) -> set[str]:
    application.forget()
    return set(application_flow.open_steps(application, user))


def take(application: Application, step: str, user: User, comment: str = "") -> None:
    application_flow.take(Application.objects.for_page().get(pk=application.pk), step, user, comment)
    application.refresh_from_db()


def desk(application: Application) -> tuple[str, str]:
    item = WorkItem.objects.select_related("unit").get(case_id=application.pk, closed_at=None)
    return item.desk, item.unit.code


def test_each_role_signs_in_its_turn(people: Cast) -> None:
    head = official(Role.CASE_MANAGER)
    application = application_in(State.DECIDING, people=people, call=CallFactory(sign_off_chain=LONG))
    everybody = {"head": head} | vars(people)
    turns = [("head", "countersign", ("case_mgr", "QD-COM")), ("finance", "countersign", ("finance", "QD-FIN")),
             ("leader", "sign_approval", ("leadership", "QD-COM"))]  # fmt: skip
    for name, step, place in turns:
        assert desk(application) == place
        found = {who: steps(application, user) for who, user in everybody.items()}
        assert found == {who: {"return_draft", step} if who == name else set() for who in everybody}
        take(application, step, everybody[name])
    assert (application.state, desk(application)) == (State.DECIDING, ("case_mgr", "QD-COM"))
    assert [(one.signer, one.role) for one in application.sign_offs.order_by("pk")] == [
        (head, "case_mgr"), (people.finance, "finance"), (people.leader, "leadership"),
    ]  # fmt: skip
    assert {who: steps(application, user) for who, user in everybody.items() if steps(application, user)} == {
        "head": {"publish_notice"}, "case_manager": {"publish_notice"},
    }  # fmt: skip
    assert (application.granted_fen, list(ready_for_notice(application.call))) == (75_000_00, [application])


def test_who_signed_once_does_not_sign_again_with_another_post(people: Cast) -> None:
    """Negative control: a colleague at the same desk who has not signed may."""
    PostFactory(user=people.finance, role=Role.LEADERSHIP, unit=people.leader.posts.get().unit)
    chain = [Role.CASE_MANAGER, Role.FINANCE, Role.LEADERSHIP]
    application = application_in(State.DECIDING, people=people, call=CallFactory(sign_off_chain=chain))
    take(application, "countersign", people.finance)
    assert (steps(application, people.finance), steps(application, people.case_manager)) == (set(), set())
    with pytest.raises(StepForbidden):
        take(application, "sign_approval", people.finance)
    assert steps(application, people.leader) == {"return_draft", "sign_approval"}


def test_the_database_takes_no_second_signature_of_one_person(people: Cast) -> None:
    application = application_in(State.DECIDING, people=people)
    given = {
        "case_id": application.pk, "step": "countersign", "drafter": people.case_manager, "answer": "approved",
        "signer": people.leader,
    }  # fmt: skip
    SignOff.objects.create(**given, role="finance")
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.create(**given, role="leadership")
    SignOff.objects.update(superseded_at=application.moved_at)
    SignOff.objects.create(**given, role="leadership")


def test_a_return_voids_what_was_signed_and_the_chain_begins_anew(people: Cast) -> None:
    chain = [Role.CASE_MANAGER, Role.FINANCE, Role.LEADERSHIP]
    application = application_in(State.DECIDING, people=people, call=CallFactory(sign_off_chain=chain))
    take(application, "countersign", people.finance)
    take(application, "return_draft", people.leader, "请核对金额。")
    assert not application.sign_offs.filter(superseded_at=None).exists()
    assert steps(application, people.case_manager) == {"redraft_decision"}
    retake(application, "redraft_decision", people)
    assert steps(application, people.finance) == {"return_draft", "countersign"}
    take(application, "countersign", people.finance)
    take(application, "sign_approval", people.leader)
    assert application.sign_offs.filter(superseded_at=None).count() == 2


def test_a_refusal_is_signed_by_the_last_alone_and_ends_the_case(people: Cast) -> None:
    chain = [Role.CASE_MANAGER, Role.FINANCE, Role.LEADERSHIP]
    application = application_in(State.VERIFICATION, people=people, call=CallFactory(sign_off_chain=chain))
    application_flow.take(application, "draft_decision", people.case_manager, **decision(application, reject=True))
    assert steps(application, people.finance) == {"return_draft", "countersign"}
    take(application, "countersign", people.finance)
    take(application, "sign_rejection", people.leader)
    assert application.state == State.REJECTED
    assert application.decisions.get().code


class TestMadeElsewhere:
    def test_it_waits_to_be_put_on_notice(self, people: Cast) -> None:
        made = self._begin(people, CallFactory())
        assert (made.state, made.granted_fen, desk(made)) == (State.DECIDING, 75_000_00, ("case_mgr", "QD-COM"))
        assert steps(made, people.case_manager) == {"publish_notice"}
        assert made.snapshots.count() == made.sign_offs.count() == 1
        put_on_notice(made, actor=people.case_manager)
        made.refresh_from_db()
        assert made.state == State.PUBLICITY

    def test_beyond_the_budget_nothing_is_written(self, people: Cast) -> None:
        with pytest.raises(BudgetExceeded):
            self._begin(people, CallFactory(budget_fen=74_999_99))
        assert not Application.objects.exists()
        assert not BudgetEntry.objects.exists()

    def test_two_people_are_needed(self, people: Cast) -> None:
        with pytest.raises(DecisionError):
            self._begin(people, CallFactory(), signer=people.case_manager)

    def _begin(self, people: Cast, call, signer: User | None = None) -> Application:
        return begin_decided(
            call, EnterpriseFactory(), UserFactory(), SOUND_FACTS, 75_000_00, people.case_manager,
            signer or people.leader, "符合免申即享条件。",
        )  # fmt: skip
