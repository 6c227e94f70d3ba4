"""The forms of the registry: corrections of what officials keep, and the verification of a yearly figure."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import EntityType, FactSource, Figure
from enterprises.facts_of import LABELS, lies_in
from enterprises.forms import DateInput, investment_field
from enterprises.models import Enterprise
from policies.models import IndustryGroup, TradeCategory
from portal.accounts.models import District
from portal.core import clock
from portal.core.validators import validate_credit_code

# Where officials have it from; what an enterprise declares is declared on its own pages.
SOURCES = (FactSource.LICENCE, FactSource.REGISTER, FactSource.OFFICIAL)
CODES = (
    "credit_code", "name", "name_en", "entity_type", "district", "zone", "registered_on", "address",
    "legal_representative", "investment", "categories", "industries", "counts_from",
)  # fmt: skip


class FileForm(forms.Form):
    """The whole file, filled in with what stands there; only what differs is written."""

    credit_code = forms.CharField(label=LABELS["credit_code"], max_length=60)
    name = forms.CharField(label=LABELS["name"], max_length=200)
    name_en = forms.CharField(label=LABELS["name_en"], max_length=200, required=False)
    entity_type = forms.ChoiceField(label=LABELS["entity_type"], choices=EntityType)
    district = forms.ModelChoiceField(label=LABELS["district"], queryset=District.objects.none())
    zone = forms.ModelChoiceField(label=LABELS["zone"], queryset=District.objects.filter(is_zone=True), required=False)
    registered_on = forms.DateField(label=LABELS["registered_on"], widget=DateInput)
    address = forms.CharField(label=LABELS["address"], max_length=300, required=False)
    legal_representative = forms.CharField(label=LABELS["legal_representative"], max_length=100, required=False)
    investment = investment_field()
    categories = forms.ModelMultipleChoiceField(
        label=LABELS["categories"], queryset=TradeCategory.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    industries = forms.ModelMultipleChoiceField(
        label=LABELS["industries"], queryset=IndustryGroup.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    counts_from = forms.DateField(
        label=_("Market entity of digital trade since"),
        help_text=_("From this day on it counts towards the plan’s market entities; empty: it does not count."),
        required=False,
        widget=DateInput,
    )
    source = forms.ChoiceField(label=_("Where this stands"), choices=[(one.value, one.label) for one in SOURCES])
    as_of = forms.DateField(label=_("As of"), widget=DateInput)
    reason = forms.CharField(label=_("Why it is corrected"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, enterprise: Enterprise, data: Any = None) -> None:
        initial = {code: getattr(enterprise, code) for code in CODES if code not in ("categories", "industries")}
        initial |= {code: list(getattr(enterprise, code).all()) for code in ("categories", "industries")}
        super().__init__(data, initial=initial | {"as_of": clock.today()})
        self.enterprise = enterprise
        here = Q(is_zone=False, is_retired=False) | Q(pk=enterprise.district_id)
        self.fields["district"].queryset = District.objects.filter(here)  # type: ignore[attr-defined]

    def clean_credit_code(self) -> str:
        code = validate_credit_code(self.cleaned_data["credit_code"])
        if Enterprise.objects.filter(credit_code=code).exclude(pk=self.enterprise.pk).exists():
            raise ValidationError(_("Another enterprise has this credit code. Compare it with the licence."))
        return code

    def clean_registered_on(self) -> Any:
        return _past(self.cleaned_data["registered_on"])

    def clean_as_of(self) -> Any:
        return _past(self.cleaned_data["as_of"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        zone, district = cleaned.get("zone"), cleaned.get("district")
        if zone and district and not lies_in(zone, district):
            self.add_error("zone", _("This zone lies in another district."))
        counted, registered = cleaned.get("counts_from"), cleaned.get("registered_on")
        if counted and registered and counted < registered:
            self.add_error("counts_from", _("This day lies before the registration."))
        return cleaned

    def given(self) -> dict[str, Any]:
        return {code: self.cleaned_data[code] for code in CODES}


def _past(day: Any) -> Any:
    if day > clock.today():
        raise ValidationError(_("This day lies in the future."))
    return day


class VerifyForm(forms.Form):
    """One figure of one year: its value as verified, and against what."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    code = forms.ChoiceField(label=_("Figure"), choices=Figure)
    verified = forms.DecimalField(
        label=_("Verified value"),
        help_text=_("In whole yuan, US dollars or people, as the figure is named."),
        min_value=0,
        max_digits=18,
        decimal_places=2,
        localize=False,
    )
    basis = forms.CharField(
        label=_("Verified against"),
        help_text=_("The paper or register, such as the audit report of that year with its number."),
        max_length=200,
    )
    seen = forms.DecimalField(required=False, widget=forms.HiddenInput)

    def __init__(self, years: list[int], data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["year"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]

    def clean_verified(self) -> Decimal:
        value = self.cleaned_data["verified"]
        if self.cleaned_data.get("code") == Figure.STAFF and value != value.to_integral_value():
            raise ValidationError(_("People are counted whole."))
        return value
