"""Filters for pages that show rules and their results."""

from typing import Any

from django import template
from django.utils.translation import gettext

from policies import checks
from policies.rules import Result

register = template.Library()


@register.filter
def check_lines(result: Result) -> list[checks.Line]:
    return checks.lines_of(result)


@register.filter
def amount_rows(result: Result) -> list[dict[str, Any]]:
    return checks.amount_rows(result)


@register.filter
def tucked(lines: list[checks.Line]) -> list[checks.Line]:
    """The lines that are shown on request."""
    return [line for line in lines if line.tucked]


@register.filter
def untucked(lines: list[checks.Line]) -> list[checks.Line]:
    return [line for line in lines if not line.tucked]


@register.filter
def in_words(text: str) -> str:
    """A remark of the data files, which are written in English, in the reader's language."""
    return gettext(text) if text else ""
