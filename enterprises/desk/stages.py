"""The stage in which a running case is: shorter than its state, which is what its page shows."""

from typing import Any

from django.utils.translation import gettext_lazy

from enterprises.enums import State
from enterprises.models import Application

STAGES = {
    State.SUBMITTED: gettext_lazy("Acceptance"),
    State.CORRECTION: gettext_lazy("Correction"),
    State.ACCEPTED: gettext_lazy("Formal review"),
    State.FORMAL_REVIEW: gettext_lazy("Formal review"),
    State.EXPERT_REVIEW: gettext_lazy("Expert review"),
    State.VERIFICATION: gettext_lazy("Verification"),
    State.DECIDING: gettext_lazy("Decision"),
    State.PUBLICITY: gettext_lazy("Public notice"),
    State.OBJECTION: gettext_lazy("Objection"),
    State.APPROVED: gettext_lazy("Payment"),
    State.SUSPENDED: gettext_lazy("Payment on hold"),
    State.PAID: gettext_lazy("Performance report"),
    State.RECOVERING: gettext_lazy("Recovery"),
}


def stage_of(application: Application) -> Any:
    return STAGES.get(State(application.state), application.state_label)
