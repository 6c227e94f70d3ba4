"""Named requests: one thing that the desk needs from the person while it checks. The case stays where it is."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.dates import day_text
from portal.notifications.kinds import declare
from portal.reviews.models import Case
from talent.cases.enums import FINAL_STATES, CaseState
from talent.cases.exceptions import CaseError
from talent.cases.notifications import parties, tell_people
from talent.models import NamedRequest, TalentCase

declare("cases/request_made", gettext_lazy("The talent desk asks you for something"))
declare("cases/request_taken_back", gettext_lazy("The talent desk needs something no more"), optional=True)


def ask(case: TalentCase, user: User, *, what: str, why: str, how: str, due_on: date) -> NamedRequest:
    """Who may was asked by the caller. Raises CaseError for a case that is over or that the person is writing."""
    if not (what.strip() and why.strip()):
        raise CaseError(_("Say what you need, and why."))
    if due_on < clock.today():
        raise CaseError(_("This day lies in the past."))
    with transaction.atomic():
        _lock(case)
        made = NamedRequest.objects.create(
            case=case, what=what.strip(), why=why.strip(), how=how.strip(), due_on=due_on, asked_by=user,
            asked_at=clock.now(),
        )  # fmt: skip
        data = {"request": made.pk}
        record(scope=f"case:{case.pk}", verb="ask_party", actor=user, target=case.number, data=data)
        tell_people("request_made", case, parties(case), f"request:{made.pk}", what=made.what, why=made.why,
                    how=made.how, due=lambda: day_text(due_on))  # fmt: skip
    return made


def withdraw(request: NamedRequest, user: User) -> None:
    """It was answered by other means, or was not needed after all."""
    case = request.case
    with transaction.atomic():
        _lock(case)
        open_ones = NamedRequest.objects.filter(pk=request.pk, answered_at=None, withdrawn_at=None)
        if not open_ones.update(withdrawn_at=clock.now()):
            raise CaseError(_("This request was answered or taken back already."))
        data = {"request": request.pk}
        record(scope=f"case:{case.pk}", verb="take_request_back", actor=user, target=case.number, data=data)
        tell_people("request_taken_back", case, parties(case), f"request:{request.pk}:back", what=request.what)


def _lock(case: TalentCase) -> None:
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.state in FINAL_STATES | {CaseState.DRAFT, CaseState.RETURNED}:
        raise CaseError(_("Nothing can be asked now: the case is closed, or lies with the person."))
