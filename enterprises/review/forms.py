"""The form of the review page: a verdict and a note for each field and paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.models import FieldVerdict
from enterprises.review.enums import Judgment
from enterprises.review.verdicts import LONGEST


class ReviewForm(forms.Form):
    """`judged` are the verdicts so far. What is odd about one field is said beside it."""

    def __init__(self, names: dict[str, str], judged: dict[str, FieldVerdict], data: Any = None) -> None:
        super().__init__(data)
        self.names = names
        for number, (target, name) in enumerate(names.items()):
            old = judged.get(target)
            self.fields[f"verdict_{number}"] = forms.ChoiceField(
                label=name, choices=Judgment, required=False, widget=forms.RadioSelect,
                initial=old.verdict if old else "",
            )  # fmt: skip
            self.fields[f"note_{number}"] = forms.CharField(
                label=_("Note on “%(name)s”") % {"name": name}, max_length=LONGEST, required=False,
                initial=old.note if old else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for number in range(len(self.names)):
            verdict, note = cleaned.get(f"verdict_{number}"), cleaned.get(f"note_{number}")
            if verdict == Judgment.PROBLEM and not note and f"note_{number}" not in self.errors:
                self.add_error(f"note_{number}", _("Say what the problem is."))
            if note and not verdict and f"verdict_{number}" not in self.errors:
                self.add_error(f"verdict_{number}", _("Choose a verdict as well, or clear the note."))
        return cleaned

    def wanted(self) -> dict[str, tuple[str, str]]:
        values = self.cleaned_data
        return {
            target: (values.get(f"verdict_{number}", ""), values.get(f"note_{number}", ""))
            for number, target in enumerate(self.names)
        }

    def row(self, target: str) -> dict[str, Any]:
        number = list(self.names).index(target)
        return {"verdict": self[f"verdict_{number}"], "note": self[f"note_{number}"]}
