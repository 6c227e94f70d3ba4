"""Decisions that were made elsewhere: an award without application begins as a case whose decision is signed."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises import budget
from enterprises.enums import Outcome, State
from enterprises.evaluation import keep_result
from enterprises.exceptions import DecisionError
from enterprises.limits import stage_limit
from enterprises.models import Application, Call, Decision, Enterprise
from enterprises.snapshots import take_snapshot
from enterprises.units import accepting_unit
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.core.codes import verification_code
from portal.reviews.enums import Answer
from portal.reviews.models import SignOff


def begin_decided(
    call: Call,
    enterprise: Enterprise,
    applicant: User,
    facts: dict[str, Any],
    amount_fen: int,
    drafter: User,
    signer: User,
    reason: str,
    *,
    answers: dict[str, Any] | None = None,
    computed_fen: int | None = None,
) -> Application:
    """A case in `deciding` with its signed decision, snapshot and committed budget: lies with the division, to be put
    on notice. Raises DecisionError or BudgetExceeded; then nothing is written. `answers` are those that a case holds
    beside its facts, such as the account; `computed_fen` what was computed there, under the rules of that day."""
    if drafter.pk == signer.pk:
        raise DecisionError(_("Who drafted a decision never signs it: another person must release it."))
    if amount_fen <= 0:
        raise DecisionError(_("The rule gives no amount for these figures, so support can’t be decided."))
    with transaction.atomic():
        application = _begin(call, enterprise, applicant, facts, drafter, answers or {}, computed_fen)
        _decide(application, amount_fen, drafter, signer, reason)
        take_snapshot(application, 1)
        budget.commit(application, amount_fen, signer)
    return application


def _begin(
    call: Call, enterprise: Enterprise, applicant: User, facts: dict[str, Any], drafter: User, answers: dict[str, Any],
    computed_fen: int | None,
) -> Application:  # fmt: skip
    application = Application(
        enterprise=enterprise,
        call=call,
        applicant=applicant,
        unit=accepting_unit(enterprise),
        facts=facts,
        answers=answers,
        submitted_at=clock.now(),
        is_demo=call.is_demo or enterprise.is_demo,
    )
    keep_result(application)
    if computed_fen is not None:
        application.computed_fen = computed_fen
    return application_flow.begin(
        application,
        state=State.DECIDING,
        actor=drafter,
        desk=Role.CASE_MANAGER,
        number_prefix="QD",
        within=stage_limit("decision")(application),
    )


def _decide(application: Application, amount_fen: int, drafter: User, signer: User, reason: str) -> None:
    moment = clock.now()
    Decision.objects.create(
        application=application,
        outcome=Outcome.APPROVE,
        amount_fen=amount_fen,
        reason=reason,
        drafter=drafter,
        drafted_at=moment,
        signer=signer,
        signed_at=moment,
        code=verification_code(),
    )
    SignOff.objects.create(
        case_id=application.pk,
        step="sign_approval",
        drafter=drafter,
        signer=signer,
        role=Role.LEADERSHIP,
        answer=Answer.APPROVED,
        at=moment,
    )
    application.granted_fen = amount_fen
    Application.objects.filter(pk=application.pk).update(granted_fen=amount_fen)
    application.forget()
