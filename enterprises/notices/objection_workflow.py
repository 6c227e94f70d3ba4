"""The steps of an objection to a public notice: admitted or not, examined, dismissed or upheld.

docs/workflows.md is generated from this table. An objection begins as received, at the division's desk, within the
limit of the stage (`enterprises.notices.objecting.receive`); admitting it does not make the time longer.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.enums import ObjectionGround, ObjectionState
from enterprises.exceptions import ObjectionError
from enterprises.limits import stage_limit
from enterprises.models import Objection
from enterprises.notices import objection_notifications as message
from enterprises.notices.settling import settle
from enterprises.permissions import is_case_manager
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.calendars.workdays import workdays_between
from portal.core import clock
from portal.reviews.flow import Flow, Limit, Move, Step

NUMBER_PREFIX = "OBJ"
STAGE = stage_limit("objection")
S = ObjectionState


@dataclass(frozen=True)
class RestOfTheTime:
    """What is left of the time that began with the receipt; `usual` is what docs/workflows.md shows."""

    usual: Limit

    def __call__(self, objection: Objection) -> Limit:
        whole = STAGE.under(objection.line.notice.call)
        received = objection.received_at.astimezone(clock.now().tzinfo).date()
        return replace(whole, n=max(whole.n - workdays_between(received, clock.today()), 1))


def gives_a_ground(objection: Objection, user: User | None, data: dict[str, Any]) -> None:
    if data.get("ground") not in ObjectionGround.values:
        raise ObjectionError(_("Say why it is not admissible."))


def close(move: Move) -> None:
    """Keep the reason, tell both sides, and let the entry go on when this was its last open objection."""
    objection: Objection = move.case
    Objection.objects.filter(pk=objection.pk).update(
        closed_at=clock.now(),
        reason=move.comment,
        ground=move.data.get("ground", ""),
        published=move.data.get("published", "").strip(),
    )
    objection.refresh_from_db()
    message.closed(objection)
    settle(objection.line, move.actor)


def _step(source: str, target: str, label: Any, done: Any, **more: Any) -> Step:
    return Step(sources=(source,), target=target, label=label, done=done, allowed=is_case_manager, **more)


objection_flow = Flow(
    name="objection",
    model=lambda: Objection,
    unit_of=lambda objection, role: Unit.objects.get(pk=objection.unit_id),
    title_of=lambda objection: objection.line.content["enterprise"],
    page_of=lambda objection, official: (
        reverse("admin:enterprises_objection_change", args=[objection.pk]) if official else ""
    ),
    steps={
        "admit": _step(
            S.RECEIVED,
            S.ADMITTED,
            gettext_lazy("Examine the objection"),
            gettext_lazy("Admitted; being examined"),
            desk=Role.CASE_MANAGER,
            within=RestOfTheTime(STAGE.usual),
        ),
        "decline": _step(
            S.RECEIVED,
            S.NOT_ADMISSIBLE,
            gettext_lazy("Not admissible"),
            gettext_lazy("Not admissible"),
            comment=True,
            guards=(gives_a_ground,),
            effects=(close,),
            needs_form=True,
        ),
        "dismiss": _step(
            S.ADMITTED,
            S.DISMISSED,
            gettext_lazy("Dismiss"),
            gettext_lazy("Dismissed"),
            comment=True,
            effects=(close,),
            needs_form=True,
        ),
        "uphold": _step(
            S.ADMITTED,
            S.UPHELD,
            gettext_lazy("Uphold"),
            gettext_lazy("Upheld; the application is decided again"),
            comment=True,
            effects=(close,),
            needs_form=True,
            careful=True,
        ),
    },
)
