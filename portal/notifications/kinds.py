"""Which kinds of message there are, and which of them a person may switch off as mail.

A service declares its kinds at the top of its `notifications.py`, which is imported when the portal starts:

    declare("enterprises/returned", _("An application was sent back for correction"))
    declare("policies/new_version", _("A policy that you follow has changed"), optional=True)

A kind that nobody declared is mandatory: forgetting to declare it can only send one mail too many.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class WayOut:
    """How the reader of a mail stops such mails: a page to choose on, and an address where one POST ends them all."""

    manage_url: str
    end_url: str

    @property
    def headers(self) -> dict[str, str]:
        """What mail programs show as a button of their own (RFC 2369, RFC 8058)."""
        return {"List-Unsubscribe": f"<{self.end_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


@dataclass(frozen=True)
class Kind:
    """`code` is `app/name`; the text is the template `emails/<app>/<name>.txt`.

    `way_out` is asked when the mail is sent, so that no personal link is stored with the message.
    """

    code: str
    title: object
    optional: bool = False
    way_out: Callable[[Any], WayOut | None] | None = None


_kinds: dict[str, Kind] = {}


def declare(
    code: str, title: object, *, optional: bool = False, way_out: Callable[[Any], WayOut | None] | None = None
) -> Kind:
    """Declare a kind. Messages that start a clock or carry a decision are never optional."""
    _kinds[code] = Kind(code, title, optional, way_out)
    return _kinds[code]


def way_out_of(message: Any) -> WayOut | None:
    """The way out that this message's mail carries, if its kind has one."""
    kind = _kinds.get(message.kind)
    return kind.way_out(message) if kind and kind.way_out else None


def is_optional(code: str) -> bool:
    return code in _kinds and _kinds[code].optional


def declared() -> Iterator[Kind]:
    """All kinds in the order in which they were declared."""
    return iter(tuple(_kinds.values()))
