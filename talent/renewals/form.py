from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from talent.plans.form import MOST_YEARS
from talent.renewals.kinds import ExpiringKind, Whose


class ExpiringForm(forms.Form):
    """The day is no column of its own: the view seals it."""

    kind = forms.ChoiceField(label=_("Permit or paper"), choices=ExpiringKind, widget=forms.RadioSelect)
    whose = forms.ChoiceField(label=_("Whose it is"), choices=Whose, initial=Whose.OWN, widget=forms.RadioSelect)
    expires_on = forms.DateField(
        label=_("Expires on"), input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def clean_expires_on(self) -> date:
        day = self.cleaned_data["expires_on"]
        if day < clock.today():
            raise forms.ValidationError(_("It has expired already. Ask a hotline what to do."))
        if day.year - clock.today().year > MOST_YEARS:
            raise forms.ValidationError(_("Check the year."))
        return day
