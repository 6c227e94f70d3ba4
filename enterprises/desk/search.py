"""Finding an application by what is at hand: its number or the end of it, a credit code, a name."""

import re
from datetime import date

from django.db.models import QuerySet

from enterprises.desk.access import on_the_desk
from enterprises.models import Application, Enterprise
from portal.accounts.models import User
from portal.core import clock

LIMIT = 50
NUMBER = re.compile(r"^([A-Z]{2})-?(\d{4})-?(\d{0,6})$")
SERIAL = re.compile(r"^\d{1,6}$")
CREDIT_CODE = re.compile(r"^[0-9A-Z]{18}$")


def find(user: User, words: str) -> QuerySet[Application]:
    """At most LIMIT applications, the latest move first. Each way to search reads an index."""
    seen = on_the_desk(user)
    text = words.strip().upper()
    numbers = _numbers(text, clock.today())
    if numbers:
        found = seen.filter(number__range=numbers)
    elif CREDIT_CODE.match(text):
        found = seen.filter(enterprise__credit_code=text)
    else:
        found = seen.filter(enterprise__in=_named(words.strip()))
    return found.order_by("-moved_at", "-pk")[:LIMIT]


def _numbers(text: str, today: date) -> tuple[str, str] | None:
    """First and last number that begin like this; digits alone are a serial of this year."""
    if SERIAL.match(text):
        number = f"QD-{today.year}-{int(text):06d}"
        return number, number
    match = NUMBER.match(text)
    if not match:
        return None
    prefix, year, serial = match.groups()
    return f"{prefix}-{year}-{serial.ljust(6, '0')}", f"{prefix}-{year}-{serial.ljust(6, '9')}"


def _named(name: str) -> list[int]:
    """The enterprises whose name holds these words; so many at most that the list stays a list."""
    matching = Enterprise.objects.filter(name__contains=name).order_by("pk").values_list("pk", flat=True)
    return list(matching[:LIMIT])
