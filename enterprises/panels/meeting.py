"""What a panel does: it is begun, and it is frozen once, with its minutes, its setting and its list."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import rules
from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.call_permissions import scope_of
from enterprises.exceptions import PanelError
from enterprises.models import Call, Panel, PanelLine
from enterprises.panels.cutting import Candidate, Setting, as_lines, cut, spent
from enterprises.panels.ranking import available_fen, candidates_of
from enterprises.snapshots import fingerprint
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.dates import moment_text
from portal.core.money import format_cny, yuan
from portal.reviews.exceptions import StepForbidden


@rules.predicate
def may_hold_panels(user: User) -> bool:
    """The division; whoever freezes a list drafts its decisions and so signs none of them."""
    return user.is_active and user.is_staff and user.has_role(Role.CASE_MANAGER)


def begin_panel(call: Call, user: User) -> Panel:
    """The open panel of a call, or a new one."""
    if not may_hold_panels.test(user):
        raise StepForbidden()
    if not call.meets_in_panel:
        raise PanelError(_("A panel meets on competitive calls and on those that are cut pro rata."))
    with transaction.atomic():
        Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        panel = call.panels.filter(frozen_at=None).first()
        if panel is None:
            panel = Panel.objects.create(call=call, begun_by=user, begun_at=clock.now())
            record(scope=scope_of(call), verb="begin_panel", actor=user, target=call.code, data={"panel": panel.pk})
    return panel


def list_hash(candidates: Sequence[Candidate]) -> str:
    """What somebody saw when they decided to freeze: the list may have changed since."""
    return fingerprint({"lines": as_lines(candidates)})


def freeze(
    panel: Panel, user: User, setting: Setting, *, seen: str, held_on: date, chair: str, members: list[str],
    minutes: str,
) -> Panel:  # fmt: skip
    """Keep all of it with a hash; the lines wait for their drafts then. Raises PanelError, and nothing is written,
    where something is missing, somebody was faster or the money does not suffice."""
    if not may_hold_panels.test(user):
        raise StepForbidden()
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).get(pk=panel.call_id)
        panel = Panel.objects.select_related("frozen_by").select_for_update(of=("self",)).get(pk=panel.pk)
        _check_minutes(panel, held_on, chair, members, minutes)
        candidates = cut(candidates_of(call), setting)
        _check_list(candidates, call, seen)
        panel.held_on, panel.chair, panel.members = held_on, chair.strip(), members
        panel.minutes, panel.setting = minutes.strip(), setting.as_json()
        panel.frozen_by, panel.frozen_at = user, clock.now()
        panel.content = _content(panel, call, candidates)
        panel.sha256 = fingerprint(panel.content)
        panel.save()
        PanelLine.objects.bulk_create(_lines(panel, candidates), batch_size=500)
        facts = {"panel": panel.pk, "sha256": panel.sha256, "setting": panel.setting, "money_fen": spent(candidates)}
        record(scope=scope_of(call), verb="freeze_panel", actor=user, target=call.code, data=facts)
    return panel


def _check_minutes(panel: Panel, held_on: date, chair: str, members: list[str], minutes: str) -> None:
    if panel.frozen_at is not None:
        text = _("%(who)s froze this panel on %(when)s. Its list stands as it is.")
        raise PanelError(text % {"who": panel.frozen_by, "when": moment_text(panel.frozen_at)})
    if held_on > clock.today():
        raise PanelError(_("A panel that has not met yet can’t be frozen: its day lies in the future."))
    if not chair.strip() or not minutes.strip() or len(members) < 2:
        raise PanelError(_("Name the chair and two members at least, and write the minutes."))


def _check_list(candidates: Sequence[Candidate], call: Call, seen: str) -> None:
    if not candidates:
        raise PanelError(_("Nothing is verified under this call, so there is no list to freeze."))
    if seen != list_hash(candidates):
        raise PanelError(_("The list has changed since this page was drawn. Look at it again, then freeze it."))
    over = spent(candidates) - available_fen(call)
    if over > 0:
        text = _("This setting gives %(over)s more than the call has left. Choose another one.")
        raise PanelError(text % {"over": format_cny(yuan(over))})


def _content(panel: Panel, call: Call, candidates: Sequence[Candidate]) -> dict[str, Any]:
    return {
        "call": call.code,
        "held_on": panel.held_on.isoformat() if panel.held_on else "",
        "chair": panel.chair,
        "members": panel.members,
        "minutes": panel.minutes,
        "setting": panel.setting,
        "budget_fen": call.budget_fen,
        "available_fen": available_fen(call),
        "frozen_by": panel.frozen_by_id,
        "frozen_at": panel.frozen_at.isoformat() if panel.frozen_at else "",
        "lines": as_lines(candidates),
    }


def _lines(panel: Panel, candidates: Sequence[Candidate]) -> list[PanelLine]:
    return [
        PanelLine(
            panel=panel,
            application_id=one.pk,
            position=place,
            score=one.score,
            computed_fen=one.computed_fen,
            amount_fen=one.amount_fen,
        )
        for place, one in enumerate(candidates, start=1)
    ]
