"""Forms about people and papers of an enterprise: invitations, roles, claims, the vault."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enterprises.enums import MemberRole
from enterprises.forms import DateInput
from enterprises.vault import kinds
from policies.models import PaperType
from portal.attachments.forms import AttachmentField
from portal.core import clock

ROLE_NOTES = {
    MemberRole.OWNER: _("Owner: everything, people and the bank account too"),
    MemberRole.LEGAL_REPRESENTATIVE: _("Legal representative: signs applications, decides on people and the account"),
    MemberRole.FILER: _("Filer: writes and sends applications, keeps figures and papers"),
    MemberRole.AGENT: _("Authorised agent: as a filer, by a mandate and until its last day"),
    MemberRole.VIEWER: _("Viewer: reads everything, changes nothing"),
}


class RoleForm(forms.Form):
    """A role, with what an agent needs: mandate and last day. `has_mandate`: one is kept already."""

    role = forms.ChoiceField(label=_("Role"), choices=list(ROLE_NOTES.items()), widget=forms.RadioSelect)
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("An agent’s mandate always has one. Access ends after this day."),
        widget=DateInput,
        required=False,
    )
    mandate = AttachmentField(
        label=_("Mandate"), help_text=_("For an agent: the signed mandate, as a PDF or a picture."), required=False
    )

    def __init__(self, *args: Any, has_mandate: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_mandate = has_mandate

    def clean_ends_on(self) -> Any:
        day = self.cleaned_data["ends_on"]
        if day is not None and day < clock.today():
            raise ValidationError(_("The last day lies in the past. To end somebody’s access, use “End access”."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        role = cleaned.get("role")
        if role == MemberRole.AGENT:
            if not cleaned.get("ends_on") and "ends_on" not in self.errors:
                self.add_error("ends_on", _("An agent’s mandate needs its last day."))
            if not (cleaned.get("mandate") or self.has_mandate or "mandate" in self.errors):
                self.add_error("mandate", _("An agent needs a mandate: upload it."))
        if role == MemberRole.OWNER and cleaned.get("ends_on"):
            self.add_error("ends_on", _("An owner has no last day. Leave it empty or choose another role."))
        return cleaned


class InvitationForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation can be accepted only by an account with this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "role", "ends_on", "mandate"]


class SureForm(forms.Form):
    """Something that can't be taken back needs a tick."""

    sure = forms.BooleanField(
        label=_("Yes, I am sure."),
        error_messages={"required": _("Tick the box if you want to; nothing has happened yet.")},
    )


class ClaimForm(forms.Form):
    statement = forms.CharField(
        label=_("What you do for this enterprise, and why you need access"),
        help_text=_(
            "For instance: I am the finance manager; our former colleague, who added the enterprise, has left."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    evidence = AttachmentField(
        label=_("Evidence"),
        help_text=_("A letter with the enterprise’s seal, or the business licence with a certificate of employment."),
    )


class VaultForm(forms.Form):
    """A paper with its validity. It always comes with a file: another file is another paper."""

    kind = forms.ModelChoiceField(
        label=_("Kind of paper"), queryset=PaperType.objects.none(), required=False, empty_label=_("Another paper")
    )
    title = forms.CharField(
        label=_("Title"), help_text=_("Empty takes the name of the kind."), max_length=200, required=False
    )
    number = forms.CharField(label=_("Number"), max_length=80, required=False)
    issued_on = forms.DateField(label=_("Date of issue"), widget=DateInput, required=False)
    valid_until = forms.DateField(
        label=_("Valid until"), help_text=_("Empty: it does not run out."), widget=DateInput, required=False
    )
    file = AttachmentField(label=_("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = kinds().order_by("order", "code")

    def clean_issued_on(self) -> Any:
        day = self.cleaned_data["issued_on"]
        if day is not None and day > clock.today():
            raise ValidationError(_("This day lies in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("kind") and not cleaned.get("title") and "kind" not in self.errors:
            self.add_error("title", _("Choose a kind, or give the paper a title."))
        issued, until = cleaned.get("issued_on"), cleaned.get("valid_until")
        if issued and until and until < issued:
            self.add_error("valid_until", _("The paper would run out before it was issued."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "title", "number", "issued_on", "valid_until")}
