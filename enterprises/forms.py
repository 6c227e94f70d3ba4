"""Forms of the applicant. Each says what is wrong in a sentence and keeps what was typed."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enterprises.enums import EntityType, Investment
from enterprises.models import Enterprise
from portal.accounts.models import District
from portal.attachments.forms import AttachmentField
from portal.core import clock
from portal.core.validators import validate_credit_code

PHONE = re.compile(r"^\+?[0-9][0-9 ()\-]{5,19}$")
ACCOUNT_NUMBER = re.compile(r"^[0-9]{8,30}$")
ALREADY_HERE = _(
    "This enterprise is in the portal already. Ask a colleague there for an invitation, or say that you act for it."
)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def investment_field() -> forms.ChoiceField:
    """Of the enterprise's file; empty where nobody has said it yet."""
    return forms.ChoiceField(
        label=_("Foreign investment"),
        choices=[("", _("not known")), *Investment.choices],
        required=False,
        help_text=_("As the kind of company on the licence says; Hong Kong, Macao and Taiwan count as foreign."),
    )


class EnterpriseForm(forms.Form):
    """The enterprise as it stands on its licence."""

    credit_code = forms.CharField(
        label=_("Unified Social Credit Code"),
        help_text=_(
            "18 characters, on the business licence. Small letters and full-width characters are read as well."
        ),
        max_length=40,
    )
    name = forms.CharField(label=_("Name on the licence"), max_length=200)
    entity_type = forms.ChoiceField(label=_("Entity type"), choices=EntityType)
    district = forms.ModelChoiceField(
        label=_("District of registration"),
        help_text=_("Its commerce authority accepts your applications."),
        queryset=District.objects.none(),
    )
    registered_on = forms.DateField(label=_("Date of registration"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.filter(is_retired=False, is_zone=False).exclude(
            code="370200"
        )

    def clean_credit_code(self) -> str:
        code = validate_credit_code(self.cleaned_data["credit_code"])
        if Enterprise.objects.filter(credit_code=code).exists():
            # The page offers to claim it.
            self.known_code = code
            raise ValidationError(ALREADY_HERE)
        return code

    def clean_registered_on(self) -> date:
        day = self.cleaned_data["registered_on"]
        if day > clock.today():
            raise ValidationError(_("The date of registration lies in the future. Copy it from the licence."))
        if day.year < 1949:
            raise ValidationError(_("The date of registration lies before 1949. Copy it from the licence."))
        return day


class SectionForm(forms.Form):
    """A section of answers. With `partial`, what is still missing is no error: the person comes back later."""

    def __init__(self, *args: Any, partial: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if partial:
            for field in self.fields.values():
                field.required = False


class ContactForm(SectionForm):
    contact_name = forms.CharField(
        label=_("Contact person"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("With area code, such as 0532 and eight digits, or a mobile number."),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    contact_email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def clean_contact_phone(self) -> str:
        phone = self.cleaned_data["contact_phone"].strip()
        if phone and not PHONE.match(phone):
            raise ValidationError(_("Write the number with digits, spaces and hyphens only, with its area code."))
        return phone


class ProjectForm(SectionForm):
    project_title = forms.CharField(label=_("Name of the project"), max_length=200)
    project_summary = forms.CharField(
        label=_("What was done"),
        help_text=_("In a few sentences: what, for whom, when, and with which costs or receipts."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    performance_target = forms.CharField(
        label=_("Performance target"),
        help_text=_("What should be reached a year after payment; the later report is measured against it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BankForm(SectionForm):
    bank_account_name = forms.CharField(
        label=_("Name of the account"),
        help_text=_("It must be the enterprise’s own: payments to persons are not possible."),
        max_length=200,
    )
    bank_name = forms.CharField(label=_("Bank and branch"), max_length=200)
    bank_account_number = forms.CharField(
        label=_("Account number"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )

    def clean_bank_account_number(self) -> str:
        number = re.sub(r"[\s-]", "", self.cleaned_data["bank_account_number"])
        if number and not ACCOUNT_NUMBER.match(number):
            raise ValidationError(_("An account number has 8 to 30 digits. Compare it with the bank’s papers."))
        return number


SECTION_FORMS = {"contact": ContactForm, "project": ProjectForm, "bank": BankForm}


class PaperForm(forms.Form):
    """One file for one paper."""

    file = AttachmentField(label=_("File"))


class DeclarationForm(forms.Form):
    declaration = forms.BooleanField(
        label=_("What I have stated is true and complete, and I may act for the enterprise."),
        error_messages={"required": _("Tick the declaration: without it the application can’t be sent.")},
    )


class AnswerForm(forms.Form):
    """What the applicant says to a line of a request, beside the corrected value or file."""

    answer = forms.CharField(
        label=_("A word on the correction"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class WithdrawForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, withdraw this application."),
        error_messages={"required": _("Tick the box if you want to withdraw; nothing has happened yet.")},
    )


class AskSignatureForm(forms.Form):
    """Whom to ask. The address must be the signer's own: the link opens for nobody else."""

    name = forms.CharField(label=_("Name of the legal representative"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail of the legal representative"),
        help_text=_("The signer needs an account with exactly this address. Compare it letter by letter."),
    )


class SignatureForm(forms.Form):
    declaration = forms.BooleanField(
        label=_("I am the legal representative. I have read the application and sign it as it stands here."),
        error_messages={"required": _("Tick the declaration: it is the signature.")},
    )
    note = forms.CharField(
        label=_("A note to whoever prepared it"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what must be changed before you can sign.")},
    )


class VerifyForm(forms.Form):
    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("Sixteen characters, on the receipt. Small letters, spaces and hyphens do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
