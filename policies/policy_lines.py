"""Documents in short lists: in force first, then the newest, each with its validity."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import formats

from policies.document_texts import Half, half
from policies.enums import PolicyState
from policies.models import Policy

TONES = {PolicyState.IN_FORCE: "pine", PolicyState.AMENDED: "sand"}
# What still holds, in whole or in part; the rest is history.
HOLDING = (PolicyState.IN_FORCE, PolicyState.AMENDED)


@dataclass(frozen=True)
class PolicyLine:
    """One document. `over` says who issued it and when, as far as that is known."""

    title: Half
    url: str
    over: str
    chip: str
    tone: str
    holds: bool
    is_demo: bool


def lines_of(policies: Iterable[Policy]) -> list[PolicyLine]:
    return [_line(policy) for policy in sorted(policies, key=_rank)]


def _rank(policy: Policy) -> tuple[Any, ...]:
    """What nobody has dated comes after what has a day."""
    day = policy.issued_on or policy.effective_on or policy.reported_on
    return (policy.state_on() not in HOLDING, day is None, -day.toordinal() if day else 0, policy.code)


def _line(policy: Policy) -> PolicyLine:
    state = policy.state_on()
    parts = [policy.get_level_display(), policy.get_kind_display(), policy.issuer, policy.document_number or ""]
    if policy.issued_on:
        parts.append(formats.date_format(policy.issued_on))
    return PolicyLine(
        title=half(policy, "title"),
        url=policy.get_absolute_url(),
        over=" · ".join(str(part) for part in parts if part),
        chip=str(state.label),
        tone=TONES.get(state, "plain"),
        holds=state in HOLDING,
        is_demo=policy.is_demo,
    )
