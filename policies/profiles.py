"""Facts that are already known of a signed-in person's enterprise.

Enterprises belong to another app, which this one must not import, so it registers a provider when it starts.
Without one, nothing is known of anybody.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Known:
    """A fact with where it comes from, in the reader's words, and as of which day."""

    code: str
    value: Any
    source: str
    on: dt.date


@dataclass(frozen=True)
class Profile:
    """What is known of one enterprise."""

    title: str
    facts: tuple[Known, ...]


Provider = Callable[[Any], list[Profile]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """`provider` gets a signed-in user and gives the enterprises that this person belongs to, nobody else's."""
    if provider not in _providers:
        _providers.append(provider)


def forget(provider: Provider) -> None:
    if provider in _providers:
        _providers.remove(provider)


def profiles_for(user: Any) -> list[Profile]:
    """Nothing for a stranger."""
    if not getattr(user, "is_authenticated", False):
        return []
    return [profile for provider in _providers for profile in provider(user)]
