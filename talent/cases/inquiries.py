"""When a case takes longer than usual, a party may ask why; the answer has a clock of its own."""

import rules
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.notifications.kinds import declare
from portal.reviews.flow import Move, flows
from portal.reviews.models import Case
from talent.cases.enums import InquiryState
from talent.cases.exceptions import CaseError
from talent.cases.notifications import tell_desk, tell_people
from talent.cases.permissions import current_item, is_at_talent_desk, reads_in_full
from talent.cases.table import limit
from talent.models import Inquiry, TalentCase

NUMBER_PREFIX = "TI"
declare("cases/inquiry_made", gettext_lazy("Somebody asks why a case takes long"))
declare("cases/inquiry_answered", gettext_lazy("Your inquiry was answered"))


@rules.predicate
def answers(user: User, inquiry: Inquiry) -> bool:
    return is_at_talent_desk(user, inquiry.about)


@rules.predicate
def is_asker(user: User, inquiry: Inquiry) -> bool:
    return inquiry.asked_by_id == user.pk


def is_past_normal_time(case: TalentCase) -> bool:
    """The desk has the case, its clock runs, and the day by which it should have moved on is over."""
    item = current_item(case)
    if item is None or item.desk == Role.APPLICANT or item.due_on is None or item.paused_at is not None:
        return False
    return item.due_on < clock.today()


def open_inquiry(case: TalentCase) -> Inquiry | None:
    return case.inquiries.filter(state=InquiryState.OPEN).first()


def ask(case: TalentCase, user: User, text: str) -> Inquiry:
    """One at a time, only once the normal time is over, and only for who reads the case."""
    if not text.strip():
        raise CaseError(_("Write what you would like to know."))
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        case.forget()
        if not reads_in_full(user, case) or not is_past_normal_time(case):
            raise CaseError(_("An inquiry opens when a case is past its normal time."))
        if open_inquiry(case) is not None:
            raise CaseError(_("An inquiry is open already. You read its answer here."))
        made = Inquiry(about=case, unit=case.unit, asked_by=user, text=text.strip(), is_demo=case.is_demo)
        flows["talent_inquiry"].begin(
            made,
            state=InquiryState.OPEN,
            actor=user,
            desk=Role.TALENT_DESK,
            number_prefix=NUMBER_PREFIX,
            within=limit("inquiry"),
        )
        tell_desk("inquiry_made", case, f"inquiry:{made.pk}", text=made.text)
    return made


def write_answer(move: Move) -> None:
    Inquiry.objects.filter(pk=move.case.pk).update(answer=move.comment)


def tell_answered(move: Move) -> None:
    inquiry: Inquiry = move.case
    tell_people("inquiry_answered", inquiry.about, [inquiry.asked_by], f"inquiry:{inquiry.pk}:answer")
