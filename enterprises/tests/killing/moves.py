"""An application that stands before each step of its flow, and the step itself as its person or the clock takes it."""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Sum

from enterprises.credit.checking import check
from enterprises.credit.guards import check_before
from enterprises.enums import COMMITTING, PAYING, State
from enterprises.models import Application, BudgetEntry, Call
from enterprises.review.verdicts import judge_rest
from enterprises.tests.factories import CallFactory, Cast, UserFactory, application_in, official, take
from enterprises.tests.paying import repay
from enterprises.tests.reviewing import site_checked
from enterprises.workflow import application_flow
from policies.enums import Allocation
from portal.accounts.enums import Role
from portal.audit.actions import verify
from portal.audit.models import Entry
from portal.core import clock
from portal.core.transactions import all_or_nothing
from portal.notifications.models import Message
from portal.reviews.models import StuckStep, WorkItem
from portal.reviews.tasks import take_due_steps


def _answered(people: Cast) -> Application:
    application = application_in(State.CORRECTION, people=people)
    application.requests.get().lines.update(answered_at=clock.now())
    return application


def _on_site(people: Cast) -> Application:
    call = CallFactory(measure__on_site_check=True)
    application = application_in(State.VERIFICATION, people=people, call=call)
    site_checked(application, people.auditor, official(Role.AUDITOR))
    return application


def _competitive(people: Cast) -> Application:
    call = CallFactory(measure__mode=Allocation.COMPETITIVE)
    return _judged(people, call=call)


def _judged(people: Cast, **of_draft: Any) -> Application:
    application = application_in(State.FORMAL_REVIEW, people=people, **of_draft)
    judge_rest(application, people.case_manager)
    return application


def _checked(people: Cast) -> Application:
    application = application_in(State.VERIFICATION, people=people)
    check(application, "decision", people.case_manager)
    return application


def _returned(people: Cast) -> Application:
    application = application_in(State.DECIDING, people=people)
    take(application, "return_draft", people)
    check(application, "decision", people.case_manager)
    return application


def _to_reject(people: Cast) -> Application:
    application = application_in(State.VERIFICATION, people=people)
    take(application, "draft_decision", people, state=State.REJECTED)
    return application


def _with_three_signatures(people: Cast) -> Application:
    chain = [Role.CASE_MANAGER, Role.FINANCE, Role.LEADERSHIP]
    return application_in(State.DECIDING, people=people, call=CallFactory(sign_off_chain=chain))


def _signed(people: Cast) -> Application:
    application = application_in(State.DECIDING, people=people)
    take(application, "sign_approval", people)
    return application


def _reported(people: Cast) -> Application:
    application = application_in(State.PAID, people=people)
    take(application, "submit_report", people)
    return application


def _reported_of_two(people: Cast) -> Application:
    application = application_in(State.PAID, people=people, call=CallFactory(report_years=2))
    take(application, "submit_report", people)
    return application


def _given_back(people: Cast) -> Application:
    application = application_in(State.RECOVERING, people=people)
    repay(application, people)
    return application


# Steps that need more than their state; a new one that does stands here, or the test that walks all of them fails.
READY: dict[str, Callable[[Cast], Application]] = {
    "resubmit": _answered,
    "send_to_verification": _judged,
    "report_check": _on_site,
    "draft_decision": _checked,
    "send_to_experts": _competitive,
    "redraft_decision": _returned,
    "sign_rejection": _to_reject,
    "countersign": _with_three_signatures,
    "publish_notice": _signed,
    "return_report": _reported,
    "accept_report": _reported_of_two,
    "evaluate": _reported,
    "record_repayment": _given_back,
}
# Steps that are the end of something larger, such as the bank's last answer or the answer to an objection.
PARTS_OF_A_WHOLE = {"pay", "report_scores", "register_objection", "dismiss_objection", "decide_again"}
# Whom the factories would not send.
BY = {"countersign": "finance"}


def ready_for(step: str, people: Cast) -> Application:
    """Its credit check stands apart from the step, and is kept whatever becomes of that."""
    row = application_flow.steps[step]
    application = READY[step](people) if step in READY else application_in(row.sources[0], people=people)
    check_before(row, application, people.case_manager)
    return application


def is_the_clocks(step: str) -> bool:
    return application_flow.steps[step].allowed is None


def move(application: Application, step: str, people: Cast) -> Any:
    """Read anew, as each request and each task does; the clock's steps on the day after the last."""
    # People whom a process of its own makes are not called like those of another.
    UserFactory.reset_sequence(os.getpid() * 1_000, force=True)
    fresh = Application.objects.get(pk=application.pk)
    if step in BY:
        return str(application_flow.take(fresh, step, getattr(people, BY[step])))
    if step in PARTS_OF_A_WHOLE:
        with all_or_nothing():
            return take(fresh, step, people)
    if not is_the_clocks(step):
        return take(fresh, step, people)
    due = WorkItem.objects.filter(case_id=application.pk).order_by("-pk").first().due_on or clock.today()
    # Only this case: what earlier steps left behind may be over as well.
    WorkItem.objects.exclude(case_id=application.pk).exclude(on_due="").update(on_due="")
    with clock.at(clock.now() + timedelta(days=max((due - clock.today()).days, 0) + 1)):
        return take_due_steps()


def standing(application: Application) -> dict[str, Any]:
    """Everything that a move writes, counted; and what must hold whatever happened."""
    stored = Application.objects.get(pk=application.pk)
    messages = Message.objects.filter(case_reference=stored.number)
    call = Call.objects.get(pk=stored.call_id)
    return {
        "state": stored.state,
        "moves": list(stored.transitions.values_list("step", flat=True)),
        "items": stored.work_items.count(),
        "open": [(item.desk, item.state) for item in stored.work_items.filter(closed_at=None)],
        "messages": dict(Counter(messages.values_list("kind", "recipient"))),
        "snapshots": stored.snapshots.count(),
        "requests": stored.requests.count(),
        "decisions": stored.decisions.count(),
        "signatures": stored.sign_offs.count(),
        "entries": BudgetEntry.objects.filter(call=call).count(),
        "ledger agrees": (call.committed_fen, call.paid_fen) == (booked(call, COMMITTING), booked(call, PAYING)),
        "book": Entry.objects.filter(scope=f"case:{stored.pk}").count(),
        "breaks": verify(f"case:{stored.pk}"),
        "stuck": StuckStep.objects.filter(item__case_id=stored.pk).count(),
    }


def booked(call: Call, kinds: Iterable[str]) -> int:
    return BudgetEntry.objects.filter(call=call, kind__in=kinds).aggregate(sum=Sum("amount_fen"))["sum"] or 0
