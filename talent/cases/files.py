"""Who reads the files of a case: the person, the desk while the case runs, and whoever gave them."""

from portal.accounts.models import User
from portal.attachments.models import Attachment
from talent import clear, consents
from talent.cases.enums import FINAL_STATES
from talent.cases.permissions import is_at_talent_desk, is_person
from talent.cases.table import paper_row
from talent.enums import ClearField
from talent.models import CasePaperFile, TalentCase


def may_read(user: User, attachment: Attachment) -> bool | None:
    """None for a file of something else. The desk reads a sensitive paper only while the consent stands."""
    row = CasePaperFile.objects.filter(attachment=attachment).first()
    if row is None or not user.is_authenticated:
        return None
    case = TalentCase.objects.visible_to(user).for_page().filter(pk=row.case_id).first()
    if case is None or case.person is None:
        return False
    if is_person(user, case):
        return True
    if is_at_talent_desk(user, case):
        opens = clear.may_reveal(user, case.person, ClearField.FILE)
        return case.state not in FINAL_STATES and opens and _is_agreed(case, row)
    return row.given_by_id == user.pk and TalentCase.objects.readable_by(user).filter(pk=case.pk).exists()


def _is_agreed(case: TalentCase, row: CasePaperFile) -> bool:
    needed = paper_row(row.code).get("sensitive", "") if row.asked_id is None else ""
    return not needed or consents.has_consent(case.person, needed)
