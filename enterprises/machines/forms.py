"""The form for a token."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enterprises.enums import TokenScope
from enterprises.forms import DateInput
from enterprises.machines.tokens import LONGEST
from portal.core import clock


class TokenForm(forms.Form):
    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"), help_text=_("Which software uses it, so that you know what stops when you revoke it."),
        max_length=80,
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        help_text=_("As little as the software needs."),
        choices=TokenScope,
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(label=_("Last day"), help_text=_("At the latest a year from today."), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = clock.today() + timedelta(days=180)

    def clean_expires_on(self) -> date:
        day = self.cleaned_data["expires_on"]
        if day < clock.today():
            raise ValidationError(_("The last day lies in the past."))
        if day > clock.today() + LONGEST:
            raise ValidationError(_("A token ends at the latest a year from today."))
        return day
