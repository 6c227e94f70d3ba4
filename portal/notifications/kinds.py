"""Which kinds of message there are, and which of them a person may switch off as mail.

A service declares its kinds at the top of its `notifications.py`, which is imported when the portal starts:

    declare("enterprises/returned", _("An application was sent back for correction"))
    declare("policies/new_version", _("A policy that you follow has changed"), optional=True)

A kind that nobody declared is mandatory: forgetting to declare it can only send one mail too many.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`code` is `app/name`; the text is the template `emails/<app>/<name>.txt`."""

    code: str
    title: object
    optional: bool = False


_kinds: dict[str, Kind] = {}


def declare(code: str, title: object, *, optional: bool = False) -> Kind:
    """Declare a kind. Messages that start a clock or carry a decision are never optional."""
    _kinds[code] = Kind(code, title, optional)
    return _kinds[code]


def is_optional(code: str) -> bool:
    return code in _kinds and _kinds[code].optional


def declared() -> Iterator[Kind]:
    """All kinds in the order in which they were declared."""
    return iter(tuple(_kinds.values()))
