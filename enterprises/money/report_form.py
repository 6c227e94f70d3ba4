"""What a performance report says: against the target, in words and in figures."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Figure, Grade
from enterprises.models import Application, Report

FIGURES = (Figure.DIGITAL_TRADE_CNY, Figure.EXPORT_USD, Figure.STAFF)


class ReportForm(forms.Form):
    """With `partial`, gaps are no error. The figures are those of the last twelve months."""

    reached = forms.CharField(
        label=_("What was reached"),
        help_text=_("Measured against the target of the application, with figures where there are any."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    own_grade = forms.ChoiceField(label=_("Was the target met?"), choices=Grade, widget=forms.RadioSelect)
    use_of_funds = forms.CharField(
        label=_("What the money was used for"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    papers = forms.FileField(
        label=_("Add a paper"), required=False, help_text=_("PDF, Word, Excel or a picture; ten at most.")
    )

    def __init__(
        self,
        report: Report | None,
        application: Application,
        data: Any = None,
        files: Any = None,
        partial: bool = False,
    ) -> None:
        super().__init__(data, files, initial=_initial(report))
        for figure in FIGURES:
            self.fields[f"figure_{figure}"] = forms.DecimalField(
                label=figure.label, required=False, min_value=0, max_digits=16, decimal_places=2
            )
        self.order_fields(["reached", "own_grade", *[f"figure_{one}" for one in FIGURES], "use_of_funds", "papers"])
        if partial:
            for field in self.fields.values():
                field.required = False
        self.target = application.answers.get("performance_target", "")

    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        figures = {one.value: _written(cleaned.get(f"figure_{one}")) for one in FIGURES}
        kept = {name: cleaned.get(name) or "" for name in ("reached", "use_of_funds", "own_grade")}
        return kept | {"figures": {code: value for code, value in figures.items() if value}}


def _written(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _initial(report: Report | None) -> dict[str, Any]:
    if report is None:
        return {}
    figures = {f"figure_{code}": value for code, value in report.figures.items()}
    return figures | {"reached": report.reached, "use_of_funds": report.use_of_funds, "own_grade": report.own_grade}
