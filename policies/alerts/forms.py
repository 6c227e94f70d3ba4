"""What a follower chooses."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from policies.enums import Frequency


class RhythmForm(forms.Form):
    """How often, and in which language."""

    frequency = forms.ChoiceField(label=_("How often"), choices=Frequency.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the mails"), choices=settings.PORTAL_LANGUAGES, widget=forms.RadioSelect
    )


class FollowForm(RhythmForm):
    """The same with an address, for people who are not signed in."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("It is used for these mails only, and deleted when you end them."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ["email", "frequency", "language"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


def form_for(signed_in: bool, language: str, data: Any = None) -> RhythmForm:
    chosen = {"frequency": Frequency.WEEKLY, "language": language}
    return RhythmForm(data, initial=chosen) if signed_in else FollowForm(data, initial=chosen)
