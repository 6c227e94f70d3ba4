"""The answers of the points in words. The official Chinese terms of the table stand beside them on the page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from talent.models import PointsTable
from talent.points.engine import BELOW, Lift

LABELS: dict[str, Any] = {
    "doctor": gettext_lazy("Doctorate, or the highest international skill certificate"),
    "master": gettext_lazy("Master’s degree, or technician"),
    "bachelor": gettext_lazy("Bachelor’s degree, or senior skilled worker"),
    "former_citizen": gettext_lazy("I once was a Chinese citizen"),
    "chinese_taught_degree": gettext_lazy("Degree that was taught in Chinese"),
    "hsk5_plus": gettext_lazy("HSK 5 or 6"),
    "hsk4": gettext_lazy("HSK 4"),
    "hsk3": gettext_lazy("HSK 3"),
    "hsk2": gettext_lazy("HSK 2"),
    "hsk1": gettext_lazy("HSK 1"),
    "west": gettext_lazy("Western regions"),
    "northeast_old_industrial": gettext_lazy("Old industrial bases such as the north-east"),
    "poor_county": gettext_lazy("Counties under special support"),
    "other": gettext_lazy("Elsewhere, such as Qingdao"),
}
NO_LABELS = {
    "education": gettext_lazy("None of these"),
    "chinese": gettext_lazy("No certificate"),
}


def case_label(factor: str, value: str) -> str:
    return str(NO_LABELS[factor] if value == "none" and factor in NO_LABELS else LABELS.get(value, value))


def factor_name(table: PointsTable, code: str, language: str) -> str:
    row = next(row for row in table.factors if row["code"] == code)
    return row.get(language[:2]) or row["en"]


def answer_in_words(factor: str, value: Any) -> str:
    """`32` for a salary becomes "CNY 320,000 a year"."""
    if factor == "salary":
        return _("CNY %(amount)s a year") % {"amount": f"{int(value * 10_000):,}"}
    if factor == "experience":
        return ngettext("%(count)s year", "%(count)s years", int(value)) % {"count": value}
    if factor == "months_per_year":
        return ngettext("%(count)s month a year", "%(count)s months a year", int(value)) % {"count": value}
    if factor == "age":
        return ngettext("%(count)s year old", "%(count)s years old", int(value)) % {"count": value}
    if factor == "elite":
        return _("yes") if value else _("no")
    if factor == "local":
        return str(value)
    return case_label(factor, value)


def lift_in_words(lift: Lift) -> str:
    """What would have to be true, such as "a salary of at least CNY 450,000 a year"."""
    if lift.factor == "salary":
        return _("a salary of at least %(salary)s") % {"salary": answer_in_words("salary", lift.value)}
    if lift.factor == "experience":
        return ngettext("%(count)s year of related work", "%(count)s years of related work", int(lift.value)) % {
            "count": lift.value
        }
    if lift.factor == "months_per_year":
        return _("at least %(count)s months of work a year") % {"count": lift.value}
    if lift.factor == "elite":
        return _("a high-level university, a Fortune 500 post, a patent, or five years of work in China on end")
    return case_label(lift.factor, lift.value)


def class_in_words(code: str) -> str:
    return _("Below class B") if code == BELOW else _("Class %(code)s") % {"code": code}
