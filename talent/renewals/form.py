from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from talent.models import ExpiringPaper
from talent.plans.form import MOST_YEARS


class ExpiringForm(forms.ModelForm):
    """The day is no column of its own: the view seals it."""

    expires_on = forms.DateField(
        label=_("Expires on"), input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    class Meta:
        model = ExpiringPaper
        fields = ("kind", "whose")
        widgets = {"kind": forms.RadioSelect, "whose": forms.RadioSelect}

    def clean_expires_on(self) -> date:
        day = self.cleaned_data["expires_on"]
        if day < clock.today():
            raise forms.ValidationError(_("It has expired already. Ask a hotline what to do."))
        if day.year - clock.today().year > MOST_YEARS:
            raise forms.ValidationError(_("Check the year."))
        return day
