"""Consulting other departments: asked by the division, answered by one of the department (部门会商)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from enterprises.drafting import lock_case
from enterprises.enums import State
from enterprises.exceptions import DraftClosed
from enterprises.limits import stage_limit
from enterprises.models import Application, Consultation
from enterprises.permissions import is_case_manager, lies_with_division
from enterprises.review import notifications as message
from enterprises.review.enums import ConsultationAnswer
from enterprises.review.exceptions import ReviewRefused
from portal.accounts.enums import Role
from portal.accounts.models import Post, Unit, User
from portal.audit.actions import record
from portal.calendars.workdays import due_on
from portal.core import clock
from portal.reviews.exceptions import StepForbidden

# From the formal review to the decision, while the case lies with the division.
ASKED_IN = (State.FORMAL_REVIEW, State.VERIFICATION, State.DECIDING)
LONGEST = 2000


def may_ask(user: User, application: Application) -> bool:
    return (
        application.state in ASKED_IN and is_case_manager(user, application) and lies_with_division(user, application)
    )


def may_answer(user: User, consultation: Consultation) -> bool:
    return user.is_staff and (Role.JOINT_DEPARTMENT, consultation.unit_id) in user.held()


def departments() -> QuerySet[Unit]:
    """Those in which somebody can answer."""
    return Unit.objects.filter(Exists(Post.objects.filter(unit=OuterRef("pk"), role=Role.JOINT_DEPARTMENT)))


def usual_due(application: Application) -> date:
    limit = stage_limit("joint")(application)
    return due_on(clock.today(), limit.n, limit.unit).on


def ask(application: Application, user: User, *, unit: Unit, question: str, due: date) -> Consultation:
    """Put a question to a department. Raises StepForbidden for another desk, ReviewRefused where it does not fit."""
    with transaction.atomic():
        if not may_ask(user, application):
            raise StepForbidden(_("Departments are consulted by the division while the case lies with it."))
        lock_case(application, ASKED_IN)
        if not question.strip() or len(question.strip()) > LONGEST:
            raise ReviewRefused(_("Write the question, with at most 2,000 characters."))
        if due < clock.today():
            raise ReviewRefused(_("The day of the answer lies in the past."))
        if not departments().filter(pk=unit.pk).exists():
            raise ReviewRefused(_("Nobody in this department can answer here. Choose another one."))
        if application.consultations.open().filter(unit=unit).exists():
            raise ReviewRefused(_("This department has a question that is still open."))
        asked = Consultation.objects.create(
            application=application, unit=unit, question=question.strip(), asked_by=user, asked_at=clock.now(),
            due_on=due,
        )  # fmt: skip
        record(scope=f"case:{application.pk}", verb="consult", actor=user, target=application.number,
               data={"unit": unit.code})  # fmt: skip
        message.consultation_asked(asked)
    return asked


def answer(consultation: Consultation, user: User, *, answer: str, text: str) -> None:
    """By somebody of the department, once; what is objected to needs its reason."""
    with transaction.atomic():
        if not may_answer(user, consultation):
            raise StepForbidden(_("Only the department that was asked can answer."))
        if answer not in (ConsultationAnswer.AGREES, ConsultationAnswer.OBJECTS):
            raise ReviewRefused(_("Choose whether the department objects."))
        if len(text.strip()) > LONGEST:
            raise ReviewRefused(_("The reason is too long: at most 2,000 characters fit."))
        if answer == ConsultationAnswer.OBJECTS and not text.strip():
            raise ReviewRefused(_("Say what the department objects to."))
        _close(consultation, user, answer, text)
        message.consultation_answered(consultation)


def close_unanswered(consultation: Consultation, user: User) -> None:
    """By the division, once the day of the answer is over."""
    with transaction.atomic():
        if not is_case_manager(user, consultation.application):
            raise StepForbidden()
        if consultation.due_on >= clock.today():
            raise ReviewRefused(_("The department still has time to answer."))
        _close(consultation, user, ConsultationAnswer.NO_ANSWER, "")


def _close(consultation: Consultation, user: User, answer: str, text: str) -> None:
    """Behind the lock of the case, so that a withdrawal, a decision or another answer comes wholly first."""
    application = consultation.application
    try:
        lock_case(application, ASKED_IN)
    except DraftClosed:
        raise ReviewRefused(_("The case has moved on, so no answer is needed any more.")) from None
    values = {"answer": answer, "text": text.strip(), "answered_by": user, "answered_at": clock.now()}
    if not Consultation.objects.filter(pk=consultation.pk, answer="").update(**values):
        raise ReviewRefused(_("This question was answered already."))
    consultation.refresh_from_db()
    data = {"unit": consultation.unit.code, "answer": str(answer)}
    record(scope=f"case:{application.pk}", verb="answer_consultation", actor=user, target=application.number, data=data)


def no_question_is_open(application: Application, user: User | None, data: dict[str, Any]) -> None:
    """A decision rests on what the departments said, or on their silence, which the division records."""
    waited_for = [one.unit.name for one in application.consultations.open().select_related("unit")]
    if waited_for:
        raise ReviewRefused(
            _("These departments have not answered yet: %(names)s. Wait for them or, once their time is over, close "
              "the question without an answer.")
            % {"names": _(", ").join(waited_for)}
        )  # fmt: skip
