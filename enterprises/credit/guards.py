"""A step that needs a clean record has `credit_is_clean("decision")`, `("publicity")` or `("payment")` as a guard."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from enterprises.credit.checking import check, latest_check, may_check, records_of, result_of
from enterprises.credit.enums import CreditCategory, CreditMoment, CreditResult
from enterprises.credit.exceptions import CreditRefused
from enterprises.enums import Outcome, State
from enterprises.models import Application, CreditCheck, CreditRecord
from enterprises.permissions import current_decision
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.reviews.flow import Step

# A check before a payment is good for so long: a batch is prepared, released and sent meanwhile. So is the check of a
# draft while it goes from one signer to the next.
PAYMENT_WORKDAYS = 10


@dataclass(frozen=True)
class CreditIsClean:
    """Demands a check for this moment that is still good, and refuses while a record counts.

    A decision not to support needs none: it may be what the record leads to.
    """

    moment: CreditMoment

    @property
    def __name__(self) -> str:
        return f"credit_is_clean_before_{self.moment.value}"

    def __call__(self, application: Application, user: User | None, data: dict[str, Any]) -> None:
        if _outcome(application, data) == Outcome.REJECT:
            return
        records = records_of(application)
        made = latest_check(application, self.moment)
        if not is_good(application, made, records):
            raise CreditRefused(
                _("Check the applicant’s credit first (before: %(moment)s): there is no check that is still good.")
                % {"moment": self.moment.label}
            )
        refuse_while_listed(records, drafted="outcome" not in data and self.moment == CreditMoment.DECISION)


def _outcome(application: Application, data: dict[str, Any]) -> str | None:
    """What is being drafted, or what the draft says that is being signed."""
    if "outcome" in data or application.state != State.DECIDING:
        return data.get("outcome")
    draft = current_decision(application)
    return draft.outcome if draft else None


def credit_is_clean(moment: str) -> CreditIsClean:
    return CreditIsClean(CreditMoment(moment))


def is_good(application: Application, made: CreditCheck | None, records: list[CreditRecord]) -> bool:
    """Made since the case came into its present state, before a payment and a signature within ten working days, and
    the lists say the same as then."""
    if made is None or not lists_agree(made, records):
        return False
    drafted = made.moment == CreditMoment.DECISION and application.state == State.DECIDING
    if drafted or made.moment == CreditMoment.PAYMENT:
        return add_workdays(made.at.astimezone(clock.now().tzinfo).date(), PAYMENT_WORKDAYS).on >= clock.today()
    return made.at >= _came_here(application)


def lists_agree(made: CreditCheck, records: list[CreditRecord]) -> bool:
    """Whether the lists say the same as when the check was made."""
    return {one["pk"] for one in made.found} == {one.pk for one in records}


def _came_here(application: Application) -> Any:
    """Moves within a state, such as a report to the division, make no check void."""
    moves = application.transitions.filter(target=application.state).exclude(source=application.state)
    return moves.order_by("-pk").values_list("at", flat=True).first() or application.created_at


def refuse_while_listed(records: list[CreditRecord], *, drafted: bool = False) -> None:
    """`drafted`: it is a draft to support that can't be signed."""
    result = result_of(records)
    if result == CreditResult.CLEAN:
        return
    names = _(", ").join(f"{CreditCategory(one.category).label} ({one.reference})" for one in records)
    if result == CreditResult.CURABLE:
        text = _(
            "The applicant stands on the abnormal-operation list: %(names)s. Ask for the record to be lifted, import "
            "the list anew and check again; until then nothing can be supported or paid."
        )
    elif drafted:
        text = _(
            "The applicant can’t get fiscal funds while it is listed: %(names)s. Send the draft back, or wait until "
            "the record is repaired or has run out."
        )
    else:
        text = _(
            "The applicant can’t get fiscal funds while it is listed: %(names)s. Decide not to support, or wait until "
            "the record is repaired or has run out."
        )
    raise CreditRefused(text % {"names": names})


def moment_of(step: Step) -> CreditMoment | None:
    """Before what this step wants a check; None if it wants none."""
    return next((guard.moment for guard in step.guards if isinstance(guard, CreditIsClean)), None)


def check_before(step: Step, application: Application, actor: User | None) -> CreditCheck | None:
    """Make the check that the step will ask for, unless there is a good one. It is kept even if the step is refused.

    Call it before `take` and outside its transaction. Who signs makes no checks: the portal then makes it.
    """
    moment = moment_of(step)
    if moment is None or application.state not in step.sources:
        return None
    if actor is not None and (step.allowed is None or not step.allowed(actor, application)):
        return None
    made = latest_check(application, moment)
    if is_good(application, made, records_of(application)):
        return made
    return check(application, moment, actor if actor and may_check(actor, application, moment) else None)
