"""What the portal itself counts towards a target. It belongs to other apps, which this one must not import, so they
hand it in when they start. It stands beside what the bureau supplies and is never mixed into its series.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.core.dates import day_text
from portal.core.money import format_number


@dataclass(frozen=True)
class Counted:
    """How many the portal's own registry has of what a target counts, on that day."""

    indicator: str
    count: int
    on: dt.date
    is_demo: bool = False
    note: Any = ""

    @property
    def text(self) -> str:
        words = {"count": format_number(self.count), "day": day_text(self.on)}
        return _("Counted in this portal’s registry: %(count)s on %(day)s.") % words


Provider = Callable[[], Counted | None]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Ask this provider from now on; registering it twice changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def counted() -> dict[str, Counted]:
    """By the target's indicator."""
    found = (provider() for provider in _providers)
    return {one.indicator: one for one in found if one is not None}
