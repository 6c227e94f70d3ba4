"""Parts of a call that are rows of inputs: the rubric, the limits of the stages, the sign-off chain. No JSON."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.call_forms.problems import stage_name
from enterprises.limits import process
from portal.accounts.enums import SIGNERS, Role
from portal.core.dates import number_of

SPARE_ROWS = 3
MOST_ROWS = 30
CHAIN = 5
KINDS = {
    "legal": _("fixed by law"),
    "commit": _("promised by the bureau"),
    "typical": _("usual elsewhere"),
}
# In the order of the process, as they sign one after another.
SIGNING_ROLES = [role for role in Role if role in SIGNERS]


class RubricRow(forms.Form):
    """A line by which experts score; empty to leave it out."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    zh = forms.CharField(label=_("Title in Chinese"), max_length=200, required=False)
    en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=1000, required=False)

    def row(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class Rubric:
    """So many rows as there are, and a few to fill in. `data` may be None: the page is only opened."""

    def __init__(self, stored: Any, data: Any = None) -> None:
        rows = [row for row in stored if isinstance(row, dict)] if isinstance(stored, list) else []
        count = str(data.get("rubric-rows", "")) if data is not None else ""
        known = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else len(rows)
        self.count = min(known if data is not None else len(rows) + SPARE_ROWS, MOST_ROWS)
        self.rows = [
            RubricRow(data, prefix=f"rubric-{n}", initial=rows[n] if n < len(rows) else {}) for n in range(self.count)
        ]

    def is_valid(self) -> bool:
        return not [row for row in self.rows if not row.is_valid()]

    def value(self) -> list[dict[str, Any]]:
        """Rows with anything in them, each with a code of its own."""
        given = [row.row() for row in self.rows if any(row.cleaned_data.get(name) for name in ("zh", "en", "points"))]
        return list(_with_codes(given))

    @property
    def points(self) -> int:
        return sum(row.initial.get("points") or 0 for row in self.rows if isinstance(row.initial.get("points"), int))


def _with_codes(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    taken = {row["code"] for row in rows if row.get("code")}
    free = (f"r{n}" for n in range(1, 1000) if f"r{n}" not in taken)
    seen: set[str] = set()
    for row in rows:
        code = row.get("code", "")
        code = next(free) if not code or code in seen else code
        seen.add(code)
        yield row | {"code": code}


def stage_fields() -> dict[str, forms.IntegerField]:
    """A number for each stage, beside its usual limit and what kind of promise that is."""
    fields = {}
    for row in process()["stages"]:
        usual = row["limit"]
        hint = _("Usually %(usual)s, %(kind)s") % {
            "usual": number_of(usual["n"], usual["unit"]),
            "kind": KINDS[usual["kind"]],
        }
        field = forms.IntegerField(label=stage_name(row), help_text=hint, min_value=1, max_value=999, required=False)
        field.usual = usual["n"]  # type: ignore[attr-defined]
        fields[f"limit_{row['code']}"] = field
    return fields


def stage_initial(stage_limits: Any) -> dict[str, Any]:
    """What the call sets, otherwise what the process table says."""
    given = stage_limits if isinstance(stage_limits, dict) else {}
    return {f"limit_{row['code']}": given.get(row["code"], row["limit"]["n"]) for row in process()["stages"]}


def stage_value(cleaned: dict[str, Any]) -> dict[str, int]:
    """Only what differs from the process table is kept, so that a later change of the table reaches the rest."""
    found = {}
    for row in process()["stages"]:
        days = cleaned.get(f"limit_{row['code']}")
        if days is not None and days != row["limit"]["n"]:
            found[row["code"]] = days
    return found


def chain_fields() -> dict[str, forms.ChoiceField]:
    choices = [("", "–"), *[(role.value, role.label) for role in SIGNING_ROLES]]
    return {
        f"chain_{n}": forms.ChoiceField(label=_("Signs in place %(n)s") % {"n": n + 1}, choices=choices, required=False)
        for n in range(CHAIN)
    }


def chain_initial(chain: Any) -> dict[str, Any]:
    roles = chain if isinstance(chain, list) else []
    return {f"chain_{n}": role for n, role in enumerate(roles[:CHAIN])}


def chain_value(cleaned: dict[str, Any]) -> list[str]:
    return [cleaned[f"chain_{n}"] for n in range(CHAIN) if cleaned.get(f"chain_{n}")]
