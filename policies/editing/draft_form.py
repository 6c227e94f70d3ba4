"""Forms of drafts: a gap is no error, because a draft may have gaps; it still is not marked optional."""

from typing import Any

from django import forms


class DraftForm(forms.Form):
    use_required_attribute = False

    def add_error(self, field: str | None, error: Any) -> None:
        if getattr(error, "code", None) != "required":
            super().add_error(field, error)
