"""The forms of the steps, whatever the flow: what is typed here goes to `Flow.take` once, or stays on the page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from portal.reviews.enums import RequestKind


class StepForm(forms.Form):
    """A step that needs nothing but the click."""

    def redrawn(self) -> None:
        """Shown with what was typed, and nothing in it judged yet."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def for_step(self) -> dict[str, Any]:
        """What goes to the step, in the words of its guards and effects."""
        return {}


class CommentForm(StepForm):
    comment = forms.CharField(
        label=_("Reason or result"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason or the result: it stays with the case.")},
    )

    def __init__(self, *args: Any, told: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = _("The applicant reads it word for word.") if told else _("Only officials read it.")
        self.fields["comment"].help_text = reader

    def for_step(self) -> dict[str, Any]:
        return {"comment": self.cleaned_data["comment"]}


class RequestForm(StepForm):
    """One complete list of what to correct: for each field and paper a mark, why, and how.

    `names` are all that can be asked for, by target ("fact:…", "paper:…"); `sections` say what the page calls the
    part of a target before its colon. `marked` are ticked from the start, each with why, as far as that is known.
    """

    kind = forms.ChoiceField(
        label=_("What kind of correction"),
        choices=[
            (RequestKind.INCOMPLETE, _("Something is missing: the applicant adds it")),
            (RequestKind.INCORRECT, _("Something does not agree: the applicant corrects or explains it")),
        ],
        initial=RequestKind.INCOMPLETE,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, names: Mapping[str, Any], sections: Mapping[str, Any], data: Any = None, *,
        marked: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.names, self.sections, marked = names, sections, marked or {}
        for number, (target, name) in enumerate(self.names.items()):
            self.fields[f"mark_{number}"] = forms.BooleanField(label=name, required=False, initial=target in marked)
            self.fields[f"why_{number}"] = forms.CharField(
                label=_("Why"), max_length=500, required=False, initial=marked.get(target, "")
            )
            self.fields[f"how_{number}"] = forms.CharField(
                label=_("How to put it right"), max_length=500, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for number in range(len(self.names)):
            if (
                cleaned.get(f"mark_{number}")
                and not cleaned.get(f"why_{number}")
                and f"why_{number}" not in self.errors
            ):
                self.add_error(f"why_{number}", _("Say why: the applicant reads it."))
            if cleaned.get(f"why_{number}") and not cleaned.get(f"mark_{number}"):
                self.add_error(f"mark_{number}", _("Tick this as well, or clear what you wrote below it."))
        if not self.errors and not self.lines():
            raise ValidationError(_("Mark at least one field or paper, and say why it must be corrected."))
        return cleaned

    def lines(self) -> list[dict[str, str]]:
        """The marked fields and papers, as the step wants them, with the name that the applicant reads."""
        values = self.cleaned_data
        return [
            {"target": target, "name": name, "why": values[f"why_{number}"], "how": values.get(f"how_{number}", "")}
            for number, (target, name) in enumerate(self.names.items())
            if values.get(f"mark_{number}")
        ]

    def groups(self) -> list[dict[str, Any]]:
        """For the page: the fields of each target, by section."""
        rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in self.sections}
        for number, target in enumerate(self.names):
            fields = {part: self[f"{part}_{number}"] for part in ("mark", "why", "how")}
            rows[target.partition(":")[0]].append(fields)
        return [{"title": self.sections[kind], "rows": found} for kind, found in rows.items() if found]

    def for_step(self) -> dict[str, Any]:
        return {"lines": self.lines(), "kind": self.cleaned_data["kind"]}
