"""The row of checks: begun with the case, changed by actions alone, each with an entry in the audit."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.models import Case
from talent.cases.enums import FINAL_STATES, CheckCode, Standing
from talent.cases.exceptions import CaseError
from talent.cases.table import row_of_kind
from talent.models import CaseCheck, TalentCase

# What must be done before a letter is issued; the letter and its collection come after.
BEFORE_LETTER = (CheckCode.IDENTITY, CheckCode.EMPLOYER, CheckCode.DOCUMENTS, CheckCode.CONFIRMATION)
SETTLED = frozenset({Standing.DONE, Standing.NOT_NEEDED})


def begin_checks(case: TalentCase) -> None:
    """A row for each check; the table says which of them this kind needs."""
    needed = row_of_kind(case.kind)["checks"]
    CaseCheck.objects.bulk_create(
        CaseCheck(case=case, code=code, standing=Standing.NEEDED if code in needed else Standing.NOT_NEEDED)
        for code in CheckCode.values
    )


def checks_of(case: TalentCase) -> list[CaseCheck]:
    """All six, in their order; read once until the case moves."""
    return case.remembered("checks", lambda: list(case.checks.all()))


def open_before_letter(case: TalentCase) -> list[CaseCheck]:
    """Those that a letter waits for."""
    return [check for check in checks_of(case) if check.code in BEFORE_LETTER and check.standing not in SETTLED]


def change_check(case: TalentCase, code: str, standing: str, actor: User, note: str = "") -> CaseCheck:
    """An official of the desk says how far a check is. Who may was asked by the caller; a closed case keeps its row."""
    if code not in CheckCode.values or standing not in Standing.values:
        raise CaseError(_("There is no such check. Reload the page."))
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if locked.state in FINAL_STATES:
            raise CaseError(_("This case is closed, so its checks stay as they are."))
        return mark(case, code, standing, actor, note)


def mark(case: TalentCase, code: str, standing: str, actor: User | None, note: str = "") -> CaseCheck:
    """Write the row and the audit; for effects of steps and for actions that hold the lock already."""
    check = CaseCheck.objects.select_for_update().get(case=case.pk, code=code)
    before = check.standing
    check.standing, check.note = standing, note.strip()
    check.changed_by, check.changed_at = actor, clock.now()
    check.save(update_fields=["standing", "note", "changed_by", "changed_at"])
    case.forget("checks")
    if before != standing:
        data = {"check": code, "from": before, "to": standing}
        record(scope=f"case:{case.pk}", verb="change_check", actor=actor, target=case.number, data=data)
    return check


def mark_needed(case: TalentCase, codes: Iterable[str], standing: str, actor: User | None, note: str = "") -> None:
    """The same for several, apart from those that this kind does not need."""
    for check in checks_of(case):
        if check.code in codes and check.standing not in (Standing.NOT_NEEDED, standing):
            mark(case, check.code, standing, actor, note)
