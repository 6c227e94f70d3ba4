from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core import clock


class TrackForm(forms.Form):
    """Sent, never in an address: a date of birth belongs in no log."""

    number = forms.CharField(
        label=_("Case number"), max_length=60, help_text=_("It stands on each letter and mail, such as TC-2026-000123.")
    )
    digits = forms.CharField(label=_("Check digits"), max_length=10, help_text=_("The two digits beside the number."))
    birth_date = forms.DateField(
        label=_("Date of birth of the person"), input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def clean_birth_date(self) -> date:
        day = self.cleaned_data["birth_date"]
        if day > clock.today():
            raise forms.ValidationError(_("The date of birth lies in the future."))
        return day
