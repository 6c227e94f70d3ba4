"""The steps of an application for support funds: who moves it, from where to where, and by when.

States, roles and limits are those of data/process.yaml; the rows stand in `enterprises/steps/`, one file a stretch of
the way. docs/workflows.md is generated from this table.
"""

from django.urls import reverse

from enterprises.enums import State
from enterprises.models import Application
from enterprises.steps.deciding import DECIDING
from enterprises.steps.filing import FILING
from enterprises.steps.money import MONEY
from enterprises.steps.publicity import PUBLICITY
from enterprises.steps.reviewing import REVIEWING
from portal.accounts.enums import AUDITOR, BUREAU, FINANCE, Role
from portal.accounts.models import Unit
from portal.reviews.flow import Flow


def desk_unit(application: Application, role: Role) -> Unit | None:
    """The unit whose desk must act: the district that accepts, the bureau, the finance bureau, the auditor."""
    if role == Role.DISTRICT:
        return application.unit
    if role == Role.APPLICANT:
        return None
    return Unit.objects.get(code={Role.FINANCE: FINANCE, Role.AUDITOR: AUDITOR}.get(role, BUREAU))


def page(application: Application, official: bool) -> str:
    if official:
        return reverse("admin:enterprises_application_change", args=[application.pk])
    return reverse("enterprises:case", args=[application.number])


application_flow = Flow(
    name="application",
    model=lambda: Application,
    unit_of=desk_unit,
    topic_of=lambda application: str(application.call_id),
    figures_of=lambda application: (application.submitted_at, application.computed_fen),
    reader_of=lambda application: application.applicant,
    title_of=lambda application: application.call.measure.title,
    page_of=page,
    waiting=frozenset({State.PUBLICITY}),
    related=("call__measure", "applicant"),
    steps=FILING | REVIEWING | DECIDING | PUBLICITY | MONEY,
)
