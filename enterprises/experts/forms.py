"""The forms of an expert: the declaration, and the sheet by the call's rubric."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Conflict
from enterprises.experts.scores import MOST_EVIDENCE, Criterion
from enterprises.models import Sheet


class ConflictForm(forms.Form):
    conflict = forms.ChoiceField(
        label=_("Do you have a conflict of interest?"),
        help_text=_(
            "You work or worked for the applicant, advise it, hold a share in it, compete with it for this support, "
            "or somebody of your family does."
        ),
        choices=[
            (Conflict.NONE, _("No: I can score it without bias")),
            (Conflict.DECLARED, _("Yes: somebody else must score it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    why = forms.CharField(
        label=_("Which one"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only if there is one. The responsible division reads it."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("conflict") == Conflict.DECLARED and not (cleaned.get("why") or "").strip():
            self.add_error("why", _("Say in a few words what the conflict of interest is."))
        return cleaned


class SheetForm(forms.Form):
    """Two fields a line. A draft may have gaps: what is checked when it is sent, `scoring.send` checks."""

    def __init__(self, sheet: Sheet, rubric: list[Criterion], data: Any = None, *, sending: bool = False) -> None:
        super().__init__(data)
        self.rubric = rubric
        for line in rubric:
            self.fields[f"points_{line.code}"] = forms.DecimalField(
                label=_("Points, 0 to %(most)s") % {"most": line.points},
                required=sending, min_value=0, max_value=line.points, decimal_places=1, localize=False,
                initial=sheet.scores.get(line.code, ""),
            )  # fmt: skip
            self.fields[f"evidence_{line.code}"] = forms.CharField(
                label=_("What the points rest on"), required=sending, max_length=MOST_EVIDENCE,
                widget=forms.Textarea(attrs={"rows": 3}), initial=sheet.evidence.get(line.code, ""),
            )  # fmt: skip

    def lines(self) -> list[dict[str, Any]]:
        return [
            {"title": line.title, "points": self[f"points_{line.code}"], "evidence": self[f"evidence_{line.code}"]}
            for line in self.rubric
        ]

    def written(self) -> tuple[dict[str, str], dict[str, str]]:
        """Points and evidence by code; a point that was left out is empty."""
        points = {line.code: self.cleaned_data.get(f"points_{line.code}") for line in self.rubric}
        evidence = {line.code: self.cleaned_data.get(f"evidence_{line.code}", "") for line in self.rubric}
        return {code: "" if value is None else str(value) for code, value in points.items()}, evidence
