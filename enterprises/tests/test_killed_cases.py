"""The other procedures of the support funds, killed by signal 9 in the middle of each step: objections and claims.

What test_killed_moves.py does to applications; an objection's end also moves the application it is about.
"""

from collections import Counter

import pytest
from django.db import connection

from enterprises.claim_workflow import claim_flow
from enterprises.claims import begin_claim
from enterprises.enums import ClaimState, MemberRole, ObjectionState, State
from enterprises.models import Application, Claim, Membership, Objection
from enterprises.notices.objection_workflow import objection_flow
from enterprises.tests.factories import MembershipFactory, application_in, cast, district_unit, object_to, official, pdf
from enterprises.tests.killing.forks import KILLED, in_child
from enterprises.tests.killing.moments import DONE, UNDONE, dying_at
from enterprises.tests.notices import let_notice_end
from enterprises.tests.test_killed_moves import refused
from portal.accounts.enums import Role
from portal.audit.actions import verify
from portal.notifications.models import Message

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's test database lives in this process"),
    pytest.mark.django_db(transaction=True),
]


def objection_before(step, people):
    application = application_in(State.PUBLICITY, people=people)
    objection = object_to(application)
    let_notice_end(application)
    if step in ("dismiss", "uphold"):
        decide(objection, "admit", people.case_manager)
    return objection


def decide(objection, step, person):
    found = Objection.objects.for_page().get(pk=objection.pk)
    more = {"ground": "no_evidence"} if step == "decline" else {}
    objection_flow.take(found, step, person, "已核实。", published="", **more)


def answer_claim(claim, step, person):
    more = {"role": MemberRole.FILER} if step == "grant" else {}
    claim_flow.take(Claim.objects.get(pk=claim.pk), step, person, "材料属实。", **more)


def standing(case, *others):
    """What is stored of the case and of those that its end moves: each row counted, each chain of the audit whole."""
    return [one_standing(one) for one in (case, *others)]


def one_standing(case):
    case = type(case).objects.get(pk=case.pk)
    return {
        "state": case.state,
        "moves": list(case.transitions.values_list("step", flat=True)),
        "open": list(case.work_items.filter(closed_at=None).values_list("desk", "state")),
        "items": case.work_items.count(),
        "messages": dict(Counter(Message.objects.filter(case_reference=case.number).values_list("kind", "recipient"))),
        "breaks": verify(f"case:{case.pk}"),
    }


def killed_everywhere(job, seen):
    """Kills the job at each moment; what stood before, and what stands when the whole move is done."""
    before = seen()
    for moment in UNDONE:
        assert dies(job, moment), moment
        assert seen() == before, moment
    assert dies(job, DONE)
    after = seen()
    again = in_child(job)
    assert refused(again), again
    assert seen() == after
    return before, after


def dies(job, moment):
    def watched():
        with dying_at(moment):
            job()

    return in_child(watched) == KILLED


@pytest.mark.parametrize(
    ("step", "state", "of_application"),
    [
        ("admit", ObjectionState.ADMITTED, State.OBJECTION),
        ("decline", ObjectionState.NOT_ADMISSIBLE, State.APPROVED),
        ("dismiss", ObjectionState.DISMISSED, State.APPROVED),
        ("uphold", ObjectionState.UPHELD, State.DECIDING),
    ],
)
def test_an_objection_and_its_application_end_together_or_not_at_all(step, state, of_application):
    people = cast()
    objection = objection_before(step, people)
    application = Application.objects.get(pk=objection.line.application_id)
    before, after = killed_everywhere(
        lambda: decide(objection, step, people.case_manager), lambda: standing(objection, application)
    )
    assert [one["state"] for one in before] == [objection_flow.steps[step].sources[0], State.OBJECTION]
    assert [one["state"] for one in after] == [state, of_application]
    assert after[0]["moves"] == [*before[0]["moves"], step]
    assert len(after[1]["moves"]) == len(before[1]["moves"]) + (of_application != State.OBJECTION)
    for one in after:
        assert one["breaks"] == []
        assert set(one["messages"].values()) <= {1}


@pytest.mark.parametrize(
    ("step", "state", "members"),
    [("grant", ClaimState.GRANTED, 2), ("refuse", ClaimState.REFUSED, 1), ("withdraw", ClaimState.WITHDRAWN, 1)],
)
def test_a_claim_lets_its_claimant_in_once_or_not_at_all(step, state, members):
    officer, enterprise, claimant = (
        official(Role.DISTRICT, district_unit()), MembershipFactory().enterprise, MembershipFactory().user,
    )  # fmt: skip
    claim = begin_claim(claimant, enterprise, "我是财务负责人。", pdf("letter.pdf"))
    person = claimant if step == "withdraw" else officer
    before, after = killed_everywhere(
        lambda: answer_claim(claim, step, person),
        lambda: [*standing(claim), Membership.objects.filter(enterprise=enterprise).count()],
    )
    assert (before[0]["state"], before[1]) == (ClaimState.OPEN, 1)
    assert (after[0]["state"], after[1]) == (state, members)
    assert after[0]["moves"] == [*before[0]["moves"], step]
    assert (after[0]["open"], after[0]["breaks"]) == ([], [])
    assert set(after[0]["messages"].values()) <= {1}
