"""The minutes that freeze a panel, with the setting and the list that were on the page."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Cutting
from enterprises.models import Panel
from enterprises.panels.cutting import Setting, read_setting
from portal.core import clock


class FreezeForm(forms.Form):
    held_on = forms.DateField(label=_("Held on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    chair = forms.CharField(label=_("Chair"), max_length=100)
    members = forms.CharField(
        label=_("Members"), max_length=2000, help_text=_("One a line, two at least."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    minutes = forms.CharField(
        label=_("Minutes"), max_length=20_000, help_text=_("What was discussed and resolved."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    way = forms.ChoiceField(choices=Cutting, widget=forms.HiddenInput)
    value = forms.CharField(max_length=12, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, panel: Panel, setting: Setting | None, seen: str = "", data: Any = None) -> None:
        shown = setting.as_json() if setting else {}
        initial = {"held_on": panel.held_on or clock.today(), "chair": panel.chair, "minutes": panel.minutes}
        super().__init__(data, initial=initial | {"members": "\n".join(panel.members), "seen": seen} | shown)

    def clean_held_on(self) -> date:
        day = self.cleaned_data["held_on"]
        if day > clock.today():
            raise ValidationError(_("The day of the meeting lies in the future."))
        return day

    def clean_members(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["members"].splitlines() if line.strip()]
        if len(set(names)) < 2:
            raise ValidationError(_("Name two members at least, one a line."))
        return list(dict.fromkeys(names))

    def setting(self) -> Setting | None:
        return read_setting(self.cleaned_data["way"], self.cleaned_data["value"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and self.setting() is None:
            raise ValidationError(_("The setting can’t be read: choose it again on the page."))
        return cleaned
