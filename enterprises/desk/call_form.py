"""The form of a call: the budget is typed and shown in yuan; the table keeps fen."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.models import Call
from portal.core.money import fen, format_cny, yuan


class CallForm(forms.ModelForm):
    budget_cny = forms.DecimalField(label=_("Budget in yuan"), min_value=0, max_digits=16, decimal_places=2)

    class Meta:
        model = Call
        fields = (
            "code", "measure", "period_from", "period_to", "opens_at", "closes_at", "usd_cny", "usd_cny_on", "is_demo",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["budget_cny"].initial = self.instance.budget_cny

    def clean_budget_cny(self) -> Decimal:
        budget = self.cleaned_data["budget_cny"]
        if fen(budget) < self.instance.committed_fen:
            committed = format_cny(yuan(self.instance.committed_fen))
            raise forms.ValidationError(_("%(amount)s are committed already.") % {"amount": committed})
        self.instance.budget_fen = fen(budget)
        return budget
