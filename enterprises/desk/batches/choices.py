"""What can be done with many cases at once: steps that need no form, or one comment for all; taking up; labels."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.desk_enums import BatchDeed
from enterprises.models import Label
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.exceptions import PortalError
from portal.reviews.flow import Step

MOST = 500
# By post, in the order of the way. What a step needs of its own is looked at for each case.
STEPS: dict[str, tuple[str, ...]] = {
    Role.DISTRICT: ("accept",),
    Role.CASE_MANAGER: ("begin_review", "send_to_experts", "send_to_verification"),
    Role.LEADERSHIP: ("countersign", "sign_approval", "sign_rejection"),
}
# Whoever signs has opened the case since it came to the desk.
SIGNED = frozenset({"countersign", "sign_approval", "sign_rejection"})


class BatchError(PortalError):
    """Nothing can be done so with these cases."""

    status = 422


@dataclass(frozen=True)
class Deed:
    """`step` and `label` belong to the kinds that have one."""

    kind: BatchDeed
    step: str = ""
    label: int | None = None


def steps_for(user: User) -> dict[str, Step]:
    posts = {role for role, _unit in user.held()} if not user.is_superuser or user.held() else set(STEPS)
    names = [name for role, steps in STEPS.items() if role in posts for name in steps]
    found = {name: application_flow.steps[name] for name in names if name in application_flow.steps}
    return {name: step for name, step in found.items() if not step.needs_form}


def deeds_for(user: User, labels: list[Label]) -> list[dict[str, Any]]:
    """Groups of options for the batch bar."""
    groups = [
        {"title": _("Case"), "options": [{"value": "take", "label": _("Take them")}]},
        {
            "title": _("Step"),
            "options": [{"value": f"step:{name}", "label": step.label} for name, step in steps_for(user).items()],
        },
        {"title": _("Set a label"), "options": [_option("label", label) for label in labels]},
        {"title": _("Remove a label"), "options": [_option("unlabel", label) for label in labels]},
    ]
    return [group for group in groups if group["options"]]


def _option(kind: str, label: Label) -> dict[str, Any]:
    return {"value": f"{kind}:{label.pk}", "label": label.name}


def read_deed(user: User, text: str, labels: list[Label]) -> Deed:
    kind, _colon, what = text.partition(":")
    if kind == BatchDeed.TAKE:
        return Deed(BatchDeed.TAKE)
    if kind == BatchDeed.STEP and what in steps_for(user):
        return Deed(BatchDeed.STEP, step=what)
    if kind in (BatchDeed.LABEL, BatchDeed.UNLABEL) and what in {str(label.pk) for label in labels}:
        return Deed(BatchDeed(kind), label=int(what))
    raise BatchError(_("Choose what is to be done with the cases."))


def title_of(deed: str, step: str, label: Label | None) -> Any:
    if deed == BatchDeed.STEP:
        return application_flow.steps[step].label if step in application_flow.steps else step
    if deed == BatchDeed.TAKE:
        return _("Take them")
    name = label.name if label else "–"
    wording = _("Set the label “%(name)s”") if deed == BatchDeed.LABEL else _("Remove the label “%(name)s”")
    return wording % {"name": name}
