"""Filters that pages of every service use."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from portal.core.dates import day_text, moment_text
from portal.core.money import format_cny, yuan

register = template.Library()


@register.filter
def cny(amount: Decimal | int | None) -> str:
    """An amount in yuan, with its unit in the reader's language."""
    return "" if amount is None else format_cny(amount)


@register.filter
def cny_of_fen(amount: int | None) -> str:
    return "" if amount is None else format_cny(yuan(amount))


@register.filter
def day(value: date | None) -> str:
    return "" if value is None else day_text(value)


@register.filter
def moment(value: datetime | None) -> str:
    return "" if value is None else moment_text(value)
