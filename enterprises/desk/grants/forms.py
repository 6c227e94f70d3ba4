"""The forms of the desk: a roster for a call, and the facts that settle a line."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.grants.frozen import rules_of
from enterprises.grants.settling import open_questions
from enterprises.models import Call, GrantLine
from enterprises.models.grants import ANSWER_DAYS
from policies.fact_fields import form_field
from policies.imports.forms import UploadForm
from policies.rules import FactsError
from policies.rules.facts import Facts

LONGEST_ANSWER = 60


class RosterForm(UploadForm):
    """The upload of the house, for a call."""

    call = forms.ModelChoiceField(Call.objects.none(), label=_("Call"))
    answer_days = forms.IntegerField(
        label=_("Working days to answer"), min_value=5, max_value=LONGEST_ANSWER, initial=ANSWER_DAYS,
        help_text=_("So long an offer stands after the release."),
    )  # fmt: skip
    field_order = ("call", "file", "answer_days", "encoding")

    def __init__(self, calls: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = calls
        self.fields["file"].help_text = _("Excel (.xlsx) or CSV, at most 20,000 rows.")


class SettleForm(forms.Form):
    """One field for each open question, and what the answers rest on."""

    use_required_attribute = False

    def __init__(self, line: GrantLine, data: Any = None) -> None:
        super().__init__(data)
        self.line = line
        self.asked = {one.field: one for one in open_questions(line)}
        for code, question in self.asked.items():
            self.fields[code] = form_field(question)
            self.fields[code].required = False
        self.fields["source"] = forms.CharField(
            label=_("What this rests on"), max_length=300,
            help_text=_("The register, letter or paper that shows it, with its date. It is kept with the fact."),
        )  # fmt: skip

    def given(self) -> dict[str, Any]:
        values = {code: self.cleaned_data.get(code) for code in self.asked}
        return {code: value for code, value in values.items() if value is not None and value not in ("", [])}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            Facts(rules_of(self.line.run).vocabulary, self.given())
        except FactsError as error:
            for code, sentence in error.errors.items():
                self.add_error(code, sentence)
        if not self.errors and not self.given() and not self.line.contested:
            self.add_error(None, _("Give at least one fact."))
        return cleaned
