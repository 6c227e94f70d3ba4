"""The instalments of a call as rows of two numbers each."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.money.instalments import LONGEST_DAYS, MOST

ROWS = 4


def instalment_fields(stored: Any) -> dict[str, forms.IntegerField]:
    rows = stored if isinstance(stored, list) else []
    fields: dict[str, forms.IntegerField] = {}
    for n in range(min(max(ROWS, len(rows)), MOST)):
        share = _("Instalment %(n)s: share in %%") % {"n": n + 1}
        days = _("Instalment %(n)s: days after the approval") % {"n": n + 1}
        fields[f"instalment_{n}_percent"] = forms.IntegerField(label=share, min_value=1, max_value=100, required=False)
        fields[f"instalment_{n}_after_days"] = forms.IntegerField(
            label=days, min_value=0, max_value=LONGEST_DAYS, required=False
        )
    return fields


def instalment_initial(stored: Any) -> dict[str, Any]:
    rows = [row for row in stored if isinstance(row, dict)] if isinstance(stored, list) else []
    return {f"instalment_{n}_{name}": row.get(name) for n, row in enumerate(rows) for name in ("percent", "after_days")}


def instalment_value(cleaned: dict[str, Any]) -> list[dict[str, int]]:
    """The rows with a share; none at all means everything at once."""
    rows = []
    for n in range(MOST):
        percent = cleaned.get(f"instalment_{n}_percent")
        if percent:
            rows.append({"percent": percent, "after_days": cleaned.get(f"instalment_{n}_after_days") or 0})
    return rows or [{"percent": 100, "after_days": 0}]
