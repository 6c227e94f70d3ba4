"""The form of the message settings: one box for each kind that may be switched off."""

from typing import Any

from django import forms

from portal.accounts.models import User
from portal.notifications import kinds
from portal.notifications.models import Preference


class PreferencesForm(forms.Form):
    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = dict(Preference.objects.filter(user=user).values_list("kind", "mail"))
        for kind in kinds.declared():
            if kind.optional:
                self.fields[kind.code] = forms.BooleanField(
                    label=kind.title, required=False, initial=wanted.get(kind.code, True)
                )
