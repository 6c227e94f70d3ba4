"""The calculator's questions. The address holds the answers; nothing is stored."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talent.models import PointsTable
from talent.points.answers import MOST_LOCAL, Answers, AnswersError, read_answers
from talent.points.engine import case_value
from talent.points.words import case_label

YES, NO = "yes", "no"


class PointsForm(forms.Form):
    """`answers` holds what was read once the form is valid."""

    answers: Answers

    salary = forms.DecimalField(
        label=_("Salary a year, in 10,000 yuan"),
        help_text=_("Paid by the employer in China, before tax. 32 means 320,000 yuan."),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )  # fmt: skip
    education = forms.ChoiceField(label=_("Highest degree or skill certificate"), widget=forms.RadioSelect)
    years = forms.IntegerField(
        label=_("Full years of related work"), help_text=_("After the degree, in the field of the post.")
    )
    months = forms.DecimalField(label=_("Months of work in China a year"), help_text=_("12 for a full-time post."))
    chinese = forms.ChoiceField(label=_("Proficiency in Chinese"), widget=forms.RadioSelect)
    age = forms.IntegerField(label=_("Age in full years"))
    region = forms.ChoiceField(label=_("Where the work is"), widget=forms.RadioSelect, initial="other")
    elite = forms.ChoiceField(
        label=_("A high-level university, a Fortune 500 post, a patent, or five years of work in China on end"),
        choices=[(YES, _("Yes, one of them")), (NO, _("No"))], widget=forms.RadioSelect,
    )  # fmt: skip
    local = forms.IntegerField(
        label=_("Local points for scarce talent"), required=False, initial=0,
        help_text=_("0 to 10, given by the provincial authority. Leave it at 0 unless the authority told you."),
    )  # fmt: skip

    def __init__(self, table: PointsTable, data: Any = None) -> None:
        super().__init__(data)
        self.table = table
        for factor in table.factors:
            if "cases" in factor:
                values = [case_value(case) for case in factor["cases"]]
                self.fields[factor["code"]].choices = [(value, case_label(factor["code"], value)) for value in values]
        for name in ("salary", "years", "months", "age", "local"):
            self.fields[name].is_short = True
        self.fields["local"].widget.attrs |= {"min": 0, "max": MOST_LOCAL}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = {name: value for name, value in cleaned.items() if value is not None}
        if "elite" in given:
            given["elite"] = given["elite"] == YES
        try:
            self.answers = read_answers(given, {"factors": self.table.factors})
        except AnswersError as error:
            for name, sentence in error.errors.items():
                if name in self.fields and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def query(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, Decimal("nan"))}
