"""The planner's numbers from their records, with the records themselves for the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.core.exceptions import PortalError
from talent.enums import LimitSubject
from talent.models import EntryWithoutVisa, PlanConstant, StepLimit, VisaType
from talent.planning.constants import DAY, WORKDAY, Constant
from talent.plans.words import span_text

# Where the limits of the path stand: number of the step and subject of the limit.
LIMITS: dict[str, tuple[int, str]] = {
    "register": (1, ""),
    "review": (3, ""),
    "decision_A": (4, LimitSubject.CLASS_A),
    "decision_B": (4, LimitSubject.CLASS_B),
    "decision_C": (4, LimitSubject.CLASS_C),
    "visa": (5, ""),
    "lodging": (6, ""),
    "health_check": (7, ""),
    "claim": (8, ""),
    "claim_handling": (8, LimitSubject.HANDLING),
    "residence": (10, ""),
    "residence_decision": (10, LimitSubject.DECISION),
    "insurance": (11, ""),
    "residence_renewal": (12, LimitSubject.RESIDENCE_RENEWAL),
    "residence_change": (12, LimitSubject.RESIDENCE_CHANGE),
    "permit_renewal": (12, LimitSubject.PERMIT_RENEWAL),
    "cancellation": (12, LimitSubject.CANCELLATION),
}
CONFIRMATION = "confirmation"
PORT_STAY = "port_stay"


class NotSupplied(PortalError):
    """A record is missing that the plan would rest on."""

    status = 503

    def __init__(self, code: str) -> None:
        super().__init__(_("The bureau has yet to supply a number that the plan rests on: %(code)s.") % {"code": code})


@dataclass(frozen=True)
class Record:
    """A number and the row that it was read from."""

    constant: Constant
    row: Any

    @property
    def name(self) -> str:
        """What it is about: the limit's step with its subject, or the number's own name."""
        if isinstance(self.row, StepLimit):
            subject = self.row.get_subject_display() if self.row.subject else ""
            return f"{self.row.step.title}: {subject}" if subject else str(self.row.step.title)
        if isinstance(self.row, VisaType):
            return _("Confirmation letter for the %(code)s visa") % {"code": self.row.code}
        if isinstance(self.row, EntryWithoutVisa):
            return f"{self.row.name}: {_('longest stay')}"
        return str(self.row.name)

    @property
    def value(self) -> str:
        anchor = self.row.anchor if isinstance(self.row, StepLimit) else ""
        return span_text(self.constant, anchor)

    @property
    def kind(self) -> str:
        return self.row.get_kind_display() if getattr(self.row, "kind", "") else ""


def read_records() -> dict[str, Record]:
    """All numbers by code: four queries."""
    found = {}
    limits = [row for row in StepLimit.objects.select_related("step") if row.least is not None or row.most is not None]
    for code, (number, subject) in LIMITS.items():
        row = next((one for one in limits if (one.step.number, one.subject) == (number, subject)), None)
        if row is not None:
            found[code] = Record(Constant(code, row.unit, row.least, row.most), row)
    visa = VisaType.objects.filter(code="R").first()
    if visa is not None and visa.confirm_letter_workdays is not None:
        days = visa.confirm_letter_workdays
        found[CONFIRMATION] = Record(Constant(CONFIRMATION, WORKDAY, most=days), visa)
    port = EntryWithoutVisa.objects.filter(code="PORT").first()
    if port is not None and port.stay_days_max is not None:
        found[PORT_STAY] = Record(Constant(PORT_STAY, DAY, most=port.stay_days_max), port)
    for row in PlanConstant.objects.all():
        found[row.code] = Record(Constant(row.code, row.unit, row.least, row.most), row)
    return found


def constant_of(records: dict[str, Record], code: str) -> Constant:
    """Raises NotSupplied."""
    if code not in records:
        raise NotSupplied(code)
    return records[code].constant
