"""Forms of the parties. Each says what is wrong in a sentence and keeps what was typed."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enterprises.forms import DateInput
from enterprises.models import Enterprise
from portal.core import clock
from portal.core.validators import validate_credit_code
from talent.cases.enums import CaseKind, HelperScope

LONGEST_ACCESS_DAYS = 366


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=_("What do you need?"), choices=CaseKind, widget=forms.RadioSelect)


class InviteForm(KindForm):
    """For an employer: whom, for what."""

    enterprise = forms.ModelChoiceField(label=_("Enterprise"), queryset=Enterprise.objects.none(), empty_label=None)
    email = forms.EmailField(
        label=_("E-mail address of the person"),
        help_text=_("A link goes there. Only an account with this address can take it up."),
        max_length=254,
    )
    purpose = forms.CharField(
        label=_("Purpose"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.PORTAL_LANGUAGES, initial="en", required=False
    )
    field_order = ("enterprise", "kind", "email", "language", "purpose")

    def __init__(self, *args: Any, enterprises: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].queryset = enterprises  # type: ignore[attr-defined]


class VisitForm(forms.Form):
    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_("What you come for, in a few sentences. No passport data here."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )
    arrives_on = forms.DateField(
        label=_("Day of arrival"),
        # A renewal is asked for in the country.
        help_text=_("Whoever has arrived already gives the day of arrival."),
        widget=DateInput,
    )
    leaves_on = forms.DateField(label=_("Day of departure"), widget=DateInput, required=False)
    earlier_letter = forms.CharField(
        label=_("Number of an earlier letter"),
        help_text=_("If this office has issued a letter to you before."),
        max_length=100,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        arrives, leaves = data.get("arrives_on"), data.get("leaves_on")
        if arrives and leaves and leaves < arrives:
            self.add_error("leaves_on", _("The departure lies before the arrival."))
        if arrives and arrives.year > clock.today().year + 5:
            self.add_error("arrives_on", _("This day lies more than five years ahead. Check the year."))
        return data


class EmployerForm(forms.Form):
    """By its code, where it is in the portal; otherwise by its name."""

    credit_code = forms.CharField(
        label=_("Unified Social Credit Code"),
        help_text=_("18 characters; your employer knows it. With it, the employer can confirm the case here."),
        max_length=40,
        required=False,
    )
    named = forms.CharField(
        label=_("Name of the employer"),
        help_text=_("If it is not in the portal; the desk then checks it by hand."),
        max_length=200,
        required=False,
    )
    employer: Enterprise | None = None

    def clean_credit_code(self) -> str:
        if not self.cleaned_data["credit_code"].strip():
            return ""
        code = validate_credit_code(self.cleaned_data["credit_code"])
        self.employer = Enterprise.objects.filter(credit_code=code).first()
        if self.employer is None and not self.data.get("named", "").strip():
            raise ValidationError(_("No enterprise of the portal has this code. Write its name below instead."))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and self.employer is None and not data.get("named", "").strip():
            self.add_error("credit_code", _("Enter the code or the name of your employer."))
        named = data.get("named", "").strip()
        if self.employer and named and named not in (self.employer.name, self.employer.name_en):
            self.add_error(
                "named",
                _("The code is that of %(name)s. Leave the code or the name empty.") % {"name": self.employer.name},
            )
        return data


class SureForm(forms.Form):
    sure = forms.BooleanField(label=_("Yes, I am sure"), error_messages={"required": _("Tick the box to go on.")})


class ShareForm(forms.Form):
    """The person's consent; its text stands on the page."""

    agree = forms.BooleanField(
        label=_("I agree that this employer reads this case: my name, what I need, my dates, the checks."),
        error_messages={"required": _("Without your consent the employer sees the state only.")},
    )


class DeclarationForm(forms.Form):
    true = forms.BooleanField(
        label=_("What I have written is true, and the papers are copies of the originals."),
        error_messages={"required": _("Tick the box: only then can the case be sent.")},
    )
    share = forms.BooleanField(
        label=_("I agree that my details and papers are passed on to the authorities that confirm them."),
        help_text=_("This case needs such a confirmation. You can withdraw this consent at any time."),
        error_messages={"required": _("Without this consent no authority can be asked, so the case can’t be sent.")},
    )

    def __init__(self, *args: Any, asks_to_share: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_to_share:
            del self.fields["share"]


class HelperForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    scope = forms.ChoiceField(label=_("What they may do"), choices=HelperScope, widget=forms.RadioSelect)
    ends_on = forms.DateField(label=_("Until"), help_text=_("This day included."), widget=DateInput)

    def clean_ends_on(self) -> Any:
        day = self.cleaned_data["ends_on"]
        if day < clock.today():
            raise ValidationError(_("This day lies in the past."))
        if (day - clock.today()).days > LONGEST_ACCESS_DAYS:
            raise ValidationError(_("An access lasts one year at most."))
        return day


class InquiryForm(forms.Form):
    text = forms.CharField(
        label=_("What would you like to know?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000
    )


class AnswerField(forms.Form):
    """What a party says to a line of a correction."""

    answer = forms.CharField(label=_("Anything to add?"), max_length=500, required=False)
