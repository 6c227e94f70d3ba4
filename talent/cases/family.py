"""Which members of the person's family are part of a case."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.audit.actions import record
from portal.reviews.models import Case
from talent.cases.enums import CaseState
from talent.cases.exceptions import CaseError
from talent.cases.permissions import is_person
from talent.models import TalentCase

# Each member's own papers.
MEMBER_PAPERS = ("passport", "photo", "relation_proof")


def change_family(case: TalentCase, user: User, member: str, *, part: bool) -> None:
    """Add a member of the person's own family to a draft, or take them out; their papers in the case go with them."""
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if locked.state != CaseState.DRAFT or not is_person(user, case) or case.person is None:
            raise CaseError(_("The case has moved on, so nothing was saved. Reload the page to see where it stands."))
        found = case.person.family.filter(erased_at=None, pk=int(member) if member.isdecimal() else 0).first()
        if found is None:
            raise CaseError(_("There is no such member of your family. Reload the page."))
        if part:
            case.family.add(found)
        else:
            case.papers.filter(member=found).delete()
            case.family.remove(found)
        verb = "add_family" if part else "take_family_out"
        record(scope=f"case:{case.pk}", verb=verb, actor=user, target=case.number, data={"member": found.pk})
        case.forget()
