"""Writing a draft: one section at a time, under the lock, so that two tabs do not undo each other's work unseen."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core import clock
from portal.reviews.models import Case, RequestLine
from talent.cases.enums import CaseState
from talent.cases.exceptions import CaseError
from talent.cases.permissions import is_person
from talent.cases.targets import open_request
from talent.models import TalentCase

VISIT = ("purpose", "arrives_on", "leaves_on", "earlier_letter")


def mark_of(case: TalentCase) -> str:
    """What stands there now, as a mark in the form: another mark means that somebody saved meanwhile."""
    return case.updated_at.isoformat()


def save_visit(case: TalentCase, user: User, values: dict[str, Any], seen: str) -> None:
    """Of a draft only. Raises CaseError with what to do when it was saved elsewhere since this form was opened."""
    with transaction.atomic():
        fresh = _lock(case, CaseState.DRAFT, user)
        if seen and seen != mark_of(fresh):
            raise CaseError(
                _("This was saved in another window since you opened it. Look at what is there now, then save yours.")
            )
        _write(case, {name: values[name] for name in VISIT})


def correct_field(case: TalentCase, line: RequestLine, user: User, value: Any, answer: str) -> None:
    """One field that the open request names; `identity` is corrected on the person's own page and said so here."""
    with transaction.atomic():
        _lock(case, CaseState.RETURNED, user)
        name = line.target.partition(":")[2]
        if name != "identity":
            _write(case, {name: value})
        mark_corrected(case, line, answer)


def find_line(case: TalentCase, pk: int) -> RequestLine:
    """A line of the open request; a crafted request for another field finds nothing."""
    request = open_request(case)
    for line in request.lines.all() if request else ():
        if line.pk == pk:
            return line
    raise CaseError(_("This was not asked for, so it can’t be changed now."))


def mark_corrected(case: TalentCase, line: RequestLine, answer: str) -> None:
    RequestLine.objects.filter(pk=line.pk).update(answer=answer.strip(), answered_at=clock.now())
    case.forget()


def _write(case: TalentCase, values: dict[str, Any]) -> None:
    moment = clock.now()
    TalentCase.objects.filter(pk=case.pk).update(**values, updated_at=moment)
    for name, value in values.items():
        setattr(case, name, value)
    case.updated_at = moment
    case.forget()


def _lock(case: TalentCase, state: str, user: User) -> TalentCase:
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.state != state or not is_person(user, case):
        raise CaseError(_("The case has moved on, so nothing was saved. Reload the page to see where it stands."))
    return TalentCase.objects.get(pk=case.pk)
