"""A case begins: by the person, or by an employer who invites one."""

from typing import Any

from django.db import transaction

from enterprises.models import Enterprise
from portal.accounts.enums import BUREAU, Role
from portal.accounts.models import Unit, User
from portal.reviews.flow import flows
from talent.cases.checks import begin_checks
from talent.cases.enums import BegunBy, CaseState
from talent.models import Person, TalentCase

NUMBER_PREFIX = "TC"


def begin_case(user: User, person: Person, kind: str, **fields: Any) -> TalentCase:
    """A draft of the person's own, with its row of checks."""
    return _begin(user, kind, person=person, begun_by=BegunBy.PERSON, **fields)


def begin_for_employer(user: User, employer: Enterprise, kind: str, **fields: Any) -> TalentCase:
    """A draft without a person: whoever takes the invitation up becomes a party, and writes it."""
    return _begin(user, kind, employer=employer, inviter=user, begun_by=BegunBy.EMPLOYER, **fields)


def _begin(user: User, kind: str, **fields: Any) -> TalentCase:
    with transaction.atomic():
        case = TalentCase(kind=kind, unit=Unit.objects.get(code=BUREAU), **fields)
        flows["talent_case"].begin(
            case, state=CaseState.DRAFT, actor=user, desk=Role.APPLICANT, number_prefix=NUMBER_PREFIX
        )
        begin_checks(case)
    return case
