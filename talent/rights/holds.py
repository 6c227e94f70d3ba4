"""What keeps a person's data from being deleted, and what ends with it. The cases register here what they know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from talent.models import Person


@dataclass(frozen=True)
class Hold:
    """A lawful reason to keep the data: shown to the person as it stands, with where to end it."""

    reason: str
    until: date | None = None
    url: str = ""
    # Whether the family's data are needed, too.
    covers_family: bool = True


@dataclass(frozen=True)
class Basis:
    """What the periods of retention are counted from, as far as a person's cases say it."""

    is_open: bool
    decided_on: date | None = None
    closed_on: date | None = None


# Each is asked of the person (holds), told that the person is forgotten, in the same transaction (effects), or asked
# when the person's cases ended (bases; None: it knows of no case).
holds: list[Callable[[Person], list[Hold]]] = []
effects: list[Callable[[Person], None]] = []
bases: list[Callable[[Person], Basis | None]] = []


def register(
    *,
    hold: Callable[[Person], list[Hold]] | None = None,
    effect: Callable[[Person], None] | None = None,
    basis: Callable[[Person], Basis | None] | None = None,
) -> None:
    for known, new in ((holds, hold), (effects, effect), (bases, basis)):
        if new is not None and new not in known:
            known.append(new)  # type: ignore[attr-defined]


def holds_of(person: Person) -> list[Hold]:
    return [hold for asked in holds for hold in asked(person)]


def basis_of(person: Person) -> Basis | None:
    """All cases together: open if one is, otherwise the last days; None for a person without a case."""
    found = [basis for basis in (asked(person) for asked in bases) if basis is not None]
    if not found:
        return None
    return Basis(
        is_open=any(one.is_open for one in found),
        decided_on=max((one.decided_on for one in found if one.decided_on), default=None),
        closed_on=max((one.closed_on for one in found if one.closed_on), default=None),
    )
