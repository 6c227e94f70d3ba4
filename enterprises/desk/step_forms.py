"""Steps with a form of their own at the desk, by name; each is made of the application and what was sent."""

from collections.abc import Callable
from typing import Any

from enterprises.desk.money.forms import EvaluationForm, RecoveryForm
from enterprises.models import Application
from portal.reviews.step_forms import StepForm

STEP_FORMS: dict[str, Callable[[Application, Any], StepForm]] = {
    "accept_report": EvaluationForm,
    "evaluate": EvaluationForm,
    "demand_repayment": RecoveryForm,
}
