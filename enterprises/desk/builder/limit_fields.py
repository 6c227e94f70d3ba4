"""Inputs for how much a field takes, or a column of a table: those that its kind knows."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enterprises.call_forms.limits import BY_KIND
from policies.fact_fields import NumberField, write_number

LIMITS = {
    "max_length": _("At most so many characters"),
    "min": _("At least"),
    "max": _("At most"),
    "decimals": _("Places after the decimal point"),
    "not_before": _("Not before (a day, or today)"),
    "not_after": _("Not after (a day, or today)"),
    "max_choices": _("At most so many choices"),
    "max_files": _("At most so many files"),
    "min_rows": _("At least so many rows"),
    "max_rows": _("At most so many rows"),
}
WHOLE = ("max_length", "decimals", "max_choices", "max_files", "min_rows", "max_rows")
DAY = re.compile(r"today|今天|\d{4}-\d{2}-\d{2}", re.ASCII)


class DayLimit(forms.CharField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not DAY.fullmatch(text):
            raise ValidationError(_("Write a day like 2026-11-30, or today."))
        return "today" if text == "今天" else text


def limit_fields(kind: str, stored: Any) -> dict[str, forms.Field]:
    """By their names in the form: `limit_max_length`."""
    known = stored if isinstance(stored, Mapping) else {}
    return {f"limit_{name}": _limit_field(name, known.get(name)) for name in BY_KIND[kind]}


def given_limits(kind: str, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What was written into them, as it is stored; an empty one sets no limit."""
    given = {name: cleaned.get(f"limit_{name}") for name in BY_KIND[kind]}
    return {
        name: value if isinstance(value, int | str) else write_number(value)
        for name, value in given.items()
        if value not in (None, "")
    }


def _limit_field(name: str, stored: Any) -> forms.Field:
    common = {"label": LIMITS[name], "required": False, "initial": stored}
    if name in WHOLE:
        return forms.IntegerField(min_value=0, max_value=100_000, **common)
    return DayLimit(max_length=10, **common) if name.startswith("not_") else NumberField(**common)
