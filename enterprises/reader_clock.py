"""The clock on the applicant's page: the official's own words, and what an answer today would lead to."""

from typing import Any

from enterprises import forecast
from enterprises.clock_words import clock_lines
from enterprises.models import Application
from enterprises.permissions import current_item
from portal.accounts.models import User


def clock_part(application: Application, user: User) -> dict[str, Any] | None:
    item = current_item(application)
    if item is None or item.due_on is None:
        return None
    return {
        "template": "enterprises/_clock.html",
        "lines": clock_lines(application),
        "forecast": forecast.shown(forecast.forecast(application)),
    }
