"""Coded reasons beside the free text: what can be counted, and read in both languages in the letter."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.enums import Outcome


@dataclass(frozen=True)
class Reason:
    code: str
    outcome: str
    label: Any


REASONS: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        Reason("conditions_met", Outcome.APPROVE, _("All conditions are met")),
        Reason("met_with_less", Outcome.APPROVE, _("The conditions are met; part of the cost does not count")),
        Reason("within_line", Outcome.APPROVE, _("Within the line that the panel drew")),
        Reason("condition_not_met", Outcome.REJECT, _("A condition is not met")),
        Reason("cost_not_proven", Outcome.REJECT, _("The cost was not proven")),
        Reason("outside_period", Outcome.REJECT, _("The cost lies outside the period of the call")),
        Reason("funded_elsewhere", Outcome.REJECT, _("The same cost was funded elsewhere")),
        Reason("listed", Outcome.REJECT, _("On a list of serious dishonesty")),
        Reason("false_statement", Outcome.REJECT, _("What was stated is not true")),
        Reason("below_line", Outcome.REJECT, _("Below the line that the panel drew")),
        Reason("budget_used_up", Outcome.REJECT, _("The budget of the call is used up")),
        Reason("objection_upheld", Outcome.REJECT, _("An objection to the public notice was upheld")),
    )
}


def label_of(code: str) -> Any:
    """Empty for none; a code of an older list stands for itself."""
    return REASONS[code].label if code in REASONS else code


def fits(code: str, outcome: str) -> bool:
    return not code or (code in REASONS and REASONS[code].outcome == outcome)
