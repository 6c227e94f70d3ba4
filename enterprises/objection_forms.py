"""The form of an objection: written, with a real name and a way to ask back; files are checked by their content."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enterprises.forms import PHONE
from enterprises.models import Notice
from enterprises.notices.objecting import MOST_FILES
from portal.attachments.forms import AttachmentField


class ObjectionForm(forms.Form):
    line = forms.ChoiceField(label=_("Which entry"))
    text = forms.CharField(
        label=_("What you object to, and why"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Say what is wrong with the entry, and how you know.")},
    )
    name = forms.CharField(
        label=_("Your real name"),
        max_length=60,
        min_length=2,
        help_text=_("Without it an objection can’t be examined. Neither the enterprise nor the public learns it."),
    )
    phone = forms.RegexField(PHONE, label=_("Telephone"), required=False, max_length=20)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Telephone or e-mail: so that we can ask back and answer.")
    )

    def __init__(self, notice: Notice, data: Any = None, files: Any = None, *, line: str = "") -> None:
        super().__init__(data, files, initial={"line": line})
        self.fields["line"].choices = [
            (str(one["position"]), f"{one['position']}. {one['enterprise']}") for one in notice.content["lines"]
        ]
        for number in range(1, MOST_FILES + 1):
            self.fields[f"file_{number}"] = AttachmentField(
                label=_("Evidence %(n)s") % {"n": number},
                required=False,
                help_text=_("PDF, JPG, PNG, DOCX, XLSX or OFD.") if number == 1 else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("phone") or cleaned.get("email")) and not {"phone", "email"} & set(self.errors):
            raise ValidationError(_("Give a telephone number or an e-mail address: otherwise nobody can answer you."))
        return cleaned

    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        files = [cleaned[f"file_{number}"] for number in range(1, MOST_FILES + 1) if cleaned.get(f"file_{number}")]
        return {name: cleaned[name] for name in ("name", "phone", "email", "text")} | {"files": files}


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Code on the receipt"), max_length=40)
