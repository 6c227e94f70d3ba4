"""Forms of the enterprise's own file: facts, figures, account. Each says what is wrong in a sentence."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import FactSource, Figure
from enterprises.facts_of import LABELS, REGISTERED, lies_in
from enterprises.figures import unit_of, verified_codes
from enterprises.forms import ACCOUNT_NUMBER, DateInput, EnterpriseForm, investment_field
from enterprises.models import Enterprise
from policies.fact_fields import write_number
from policies.models import IndustryGroup, TradeCategory
from portal.accounts.models import District
from portal.core import clock
from portal.core.validators import validate_credit_code

# What an enterprise can have in its hands; the register and rosters are the officials'.
OWN_SOURCES = (FactSource.LICENCE, FactSource.DECLARED)


class CorrectionForm(EnterpriseForm):
    """A declared correction of what stands on the licence, with its source and day."""

    address = forms.CharField(label=LABELS["address"], max_length=300, required=False)
    legal_representative = forms.CharField(label=LABELS["legal_representative"], max_length=100, required=False)
    investment = investment_field()
    source = forms.ChoiceField(label=_("Where this stands"), choices=[(one.value, one.label) for one in OWN_SOURCES])
    as_of = forms.DateField(
        label=_("As of"), help_text=_("The day on which the licence was issued or changed."), widget=DateInput
    )
    reason = forms.CharField(label=_("Why it is corrected"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    declared = forms.BooleanField(
        label=_("I declare that this is how it stands on the licence."),
        error_messages={"required": _("Tick the declaration: without it nothing is corrected.")},
    )

    def __init__(self, enterprise: Enterprise, *args: Any, **kwargs: Any) -> None:
        self.enterprise = enterprise
        before = {code: getattr(enterprise, code) for code in REGISTERED} | {"as_of": clock.today()}
        super().__init__(*args, initial=before, **kwargs)

    def clean_credit_code(self) -> str:
        code = validate_credit_code(self.cleaned_data["credit_code"])
        if Enterprise.objects.filter(credit_code=code).exclude(pk=self.enterprise.pk).exists():
            raise ValidationError(_("Another enterprise has this credit code. Compare it with the licence."))
        return code

    def clean_as_of(self) -> Any:
        day = self.cleaned_data["as_of"]
        if day > clock.today():
            raise ValidationError(_("This day lies in the future."))
        return day

    def corrected(self) -> dict[str, Any]:
        return {code: self.cleaned_data[code] for code in REGISTERED}


class OwnFactsForm(forms.Form):
    """What the enterprise says of itself."""

    name_en = forms.CharField(label=LABELS["name_en"], max_length=200, required=False)
    zone = forms.ModelChoiceField(
        label=LABELS["zone"],
        queryset=District.objects.none(),
        required=False,
        help_text=_("If the enterprise lies in one, for instance the free-trade area."),
    )
    categories = forms.ModelMultipleChoiceField(
        label=LABELS["categories"],
        queryset=TradeCategory.objects.all(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    industries = forms.ModelMultipleChoiceField(
        label=LABELS["industries"],
        queryset=IndustryGroup.objects.all(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, enterprise: Enterprise, *args: Any, **kwargs: Any) -> None:
        before = {
            "name_en": enterprise.name_en,
            "zone": enterprise.zone_id,
            "categories": list(enterprise.categories.values_list("code", flat=True)),
            "industries": list(enterprise.industries.values_list("code", flat=True)),
        }
        super().__init__(*args, initial=before, **kwargs)
        self.district = enterprise.district
        inside = Q(within=None) | Q(within__in=[self.district.pk, self.district.within_id])
        self.fields["zone"].queryset = District.objects.filter(inside, is_zone=True, is_retired=False)

    def clean_zone(self) -> District | None:
        zone = self.cleaned_data["zone"]
        if zone is not None and not lies_in(zone, self.district):
            raise ValidationError(_("This zone lies in another district."))
        return zone


class FiguresForm(forms.Form):
    """One field for each figure that nobody verified yet."""

    def __init__(self, enterprise: Enterprise, year: int, *args: Any, **kwargs: Any) -> None:
        declared = enterprise.figures.filter(year=year, declared__isnull=False).values_list("code", "declared")
        super().__init__(*args, initial={code: write_number(value) for code, value in declared}, **kwargs)
        settled = verified_codes(enterprise, year)
        for figure in Figure:
            if figure.value not in settled:
                self.fields[figure.value] = _figure_field(figure)

    def given(self) -> dict[str, Decimal | None]:
        return {code: self.cleaned_data[code] for code in self.fields}


def _figure_field(figure: Figure) -> forms.DecimalField:
    """Money with two places at most, people whole; typed with or without thousands separators."""
    return _Figure(
        label=figure.label,
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=0 if figure == Figure.STAFF else 2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"min_value": _("A figure can’t be below zero.")},
        help_text=unit_of(figure),
    )


class _Figure(forms.DecimalField):
    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = re.sub(r"[,，\s]", "", value)
        return super().to_python(value)


class AccountForm(forms.Form):
    holder = forms.CharField(
        label=_("Name of the account"),
        help_text=_("It must be the enterprise’s own: payments to persons are not possible."),
        max_length=200,
    )
    bank = forms.CharField(label=_("Bank and branch"), max_length=200)
    number = forms.CharField(
        label=_("Account number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    again = forms.CharField(
        label=_("Account number once more"),
        help_text=_("Type it again from the bank’s papers: a wrong digit sends money elsewhere."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        number = _digits(self.cleaned_data["number"])
        if not ACCOUNT_NUMBER.match(number):
            raise ValidationError(_("An account number has 8 to 30 digits. Compare it with the bank’s papers."))
        return number

    def clean_again(self) -> str:
        again = _digits(self.cleaned_data["again"])
        if self.cleaned_data.get("number") and again != self.cleaned_data["number"]:
            raise ValidationError(_("The two numbers differ. Compare both with the bank’s papers."))
        return again

    def account(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("holder", "bank", "number")}


def _digits(typed: str) -> str:
    return re.sub(r"[\s-]", "", typed)


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=200,
    )
