"""The form of a call: days and yuan as people write them; a draft may keep gaps, which the page lists."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.call_forms.problems import limit_problems
from enterprises.desk.calls import rows
from enterprises.desk.calls.instalments import instalment_fields, instalment_initial, instalment_value
from enterprises.enums import AllocationWay
from enterprises.models import Call
from enterprises.money.instalments import problems
from enterprises.places import places_taken
from policies.models import Measure, PaperType
from portal.core.money import fen, format_cny, yuan
from portal.core.validators import normalise_document_number

EXPERTS = ("experts", "drops_extremes", "shows_spread")
TEXTS = ("number", "intro_zh", "intro_en", "contact_zh", "contact_en")
PLAIN = (*TEXTS, "period_from", "period_to", "usd_cny", "usd_cny_on", "allocation", "quota", "needs_signature",
         "report_years", "without_application", *EXPERTS)  # fmt: skip
MANY = ("papers", "exclusive_measures")
# After a call is open to everybody, only this changes: a window may become longer, money and places may grow, texts
# and contacts may be mended. Whatever an application rests on stays as it was announced.
AFTERWARDS = ("last_day", "budget_cny", "quota", *TEXTS)
GROUPS: dict[str, tuple[str, ...]] = {
    "window": ("code", "number", "period_from", "period_to", "opens_on", "last_day"),
    "money": ("budget_cny", "yearly_cap_cny", "usd_cny", "usd_cny_on", "allocation", "quota"),
    "texts": ("intro_zh", "intro_en", "contact_zh", "contact_en"),
    "papers": ("papers",),
    "experts": EXPERTS,
    "together": ("exclusive_measures", "needs_signature", "without_application", "report_years"),
}
MOST_FEN = 10**15


class Day(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


def yuan_field(**kwargs: Any) -> forms.DecimalField:
    field = forms.DecimalField(min_value=0, max_value=yuan(MOST_FEN), decimal_places=2, **kwargs)
    field.unit = _("CNY")  # type: ignore[attr-defined]
    return field


class CallForm(forms.ModelForm):
    """`AFTERWARDS` says what is left of it once the call is open to everybody."""

    opens_on = Day(label=_("Opens on"), help_text=_("At 00:00."))
    last_day = Day(label=_("Last day"), help_text=_("Until 24:00."))
    budget_cny = yuan_field(label=_("Budget"))
    yearly_cap_cny = yuan_field(
        label=_("Most per enterprise and year"), required=False, help_text=_("Empty: no limit beside the measure’s.")
    )
    papers = forms.ModelMultipleChoiceField(
        PaperType.objects.none(), label=_("Papers of this call"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside those that everybody gives. None chosen: the papers of the measure."),
    )  # fmt: skip
    exclusive_measures = forms.ModelMultipleChoiceField(
        Measure.objects.none(), label=_("Not together with"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("An enterprise supported under one of these in the same year is not supported here."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Call
        fields = ("code", *PLAIN)

    def __init__(self, call: Call, data: Any = None) -> None:
        super().__init__(data, instance=call, initial=_initial(call))
        self.is_public = call.published_at is not None
        for name in ("period_from", "period_to", "usd_cny_on"):
            field = self.fields[name]
            self.fields[name] = Day(label=field.label, required=field.required)
        for name in ("intro_zh", "intro_en"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 8})
            self.fields[name].max_length = 20_000
        self.fields["papers"].queryset = PaperType.objects.filter(baseline=False).order_by("order", "code")
        self.fields["exclusive_measures"].queryset = Measure.objects.exclude(pk=call.measure_id).order_by("code")
        self.fields |= rows.stage_fields() | rows.chain_fields() | instalment_fields(call.instalments)
        self.rubric = rows.Rubric(call.rubric, data)
        if self.is_public:
            kept = {*AFTERWARDS, "seen"}
            self.fields = {name: field for name, field in self.fields.items() if name in kept}
        for field in self.fields.values():
            field.label = str(field.label)[:1].upper() + str(field.label)[1:]

    def clean_number(self) -> str:
        return normalise_document_number(self.cleaned_data["number"] or "")

    def clean_budget_cny(self) -> Decimal:
        budget = self.cleaned_data["budget_cny"]
        if fen(budget) < self.instance.committed_fen:
            committed = format_cny(yuan(self.instance.committed_fen))
            raise ValidationError(_("%(amount)s are committed already.") % {"amount": committed})
        return budget

    def clean_quota(self) -> int | None:
        quota = self.cleaned_data["quota"]
        if self.is_public and self.instance.allocation == AllocationWay.FIRST_COME:
            taken = places_taken(self.instance)
            if quota is None or quota < taken:
                raise ValidationError(_("Places taken already: %(n)s.") % {"n": taken})
        return quota

    def clean_last_day(self) -> date:
        day = self.cleaned_data["last_day"]
        if self.is_public and day < self.instance.last_day:
            raise ValidationError(
                _("The window was announced until %(day)s: it can become longer. To end it sooner, close it early.")
                % {"day": self.instance.last_day.isoformat()}
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens, last = cleaned.get("opens_on"), cleaned.get("last_day")
        if opens and last and last < opens:
            self.add_error("last_day", _("The window closes before it opens."))
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", _("The accounting period ends before it begins."))
        if not self.is_public:
            for sentence in [*limit_problems(rows.stage_value(cleaned)), *problems(instalment_value(cleaned))]:
                self.add_error(None, sentence)
            if not self.rubric.is_valid():
                self.add_error(None, _("A row of the rubric can’t be read: look at its points."))
        return cleaned

    def write(self, call: Call) -> None:
        """Put what was typed onto the call; `is_valid()` must have been called. Saves nothing."""
        cleaned = self.cleaned_data
        for name in ("code", *PLAIN):
            if name in self.fields:
                setattr(call, name, cleaned[name] if cleaned[name] is not None or name not in TEXTS else "")
        call.budget_fen = fen(cleaned["budget_cny"])
        if cleaned["last_day"] != call.last_day:
            call.closes_at = midnight(cleaned["last_day"] + timedelta(days=1))
        if self.is_public:
            return
        if cleaned["opens_on"] != call.opens_on:
            call.opens_at = midnight(cleaned["opens_on"])
        cap = cleaned["yearly_cap_cny"]
        call.yearly_cap_fen = fen(cap) if cap else None
        call.rubric, call.stage_limits = self.rubric.value(), rows.stage_value(cleaned)
        call.sign_off_chain, call.instalments = rows.chain_value(cleaned), instalment_value(cleaned)

    def groups(self) -> dict[str, list[forms.BoundField]]:
        return {name: [self[one] for one in names if one in self.fields] for name, names in GROUPS.items()}

    def limits(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("limit_")]

    def instalments(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("instalment_")]

    def chain(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("chain_")]


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _initial(call: Call) -> dict[str, Any]:
    return {
        "opens_on": call.opens_on,
        "last_day": call.last_day,
        "budget_cny": call.budget_cny,
        "yearly_cap_cny": None if call.yearly_cap_fen is None else yuan(call.yearly_cap_fen),
        "papers": [paper.pk for paper in call.papers.all()],
        "exclusive_measures": [measure.pk for measure in call.exclusive_measures.all()],
        "seen": stamp(call),
        **rows.stage_initial(call.stage_limits),
        **rows.chain_initial(call.sign_off_chain),
        **instalment_initial(call.instalments),
    }


def stamp(call: Call) -> str:
    """When it was saved last: whoever saves must have seen this."""
    return call.updated_at.isoformat()


class NewCallForm(forms.Form):
    """Of which measure, and for which period; everything else is taken over from the measure and written later."""

    measure = forms.ModelChoiceField(Measure.objects.none(), label=_("Measure"))
    period_from = Day(label=_("Accounting period from"), required=False, help_text=_("Empty: the measure’s."))
    period_to = Day(label=_("Accounting period to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = Measure.objects.order_by("code")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        measure = cleaned.get("measure")
        if measure is None or self.errors:
            return cleaned
        cleaned["period_from"] = cleaned.get("period_from") or measure.period_from
        cleaned["period_to"] = cleaned.get("period_to") or measure.period_to
        if cleaned["period_to"] < cleaned["period_from"]:
            self.add_error("period_to", _("The accounting period ends before it begins."))
        there = Call.objects.filter(measure=measure, period_from=cleaned["period_from"]).first()
        if there is not None:
            text = _("There is a call of this measure for this period already: %(code)s.")
            self.add_error("measure", text % {"code": there.code})
        return cleaned


class CloseForm(forms.Form):
    reason_zh = forms.CharField(label=_("Why, in Chinese"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    reason_en = forms.CharField(label=_("Why, in English"), max_length=800, widget=forms.Textarea(attrs={"rows": 3}))
    replaced_by = forms.ModelChoiceField(
        Call.objects.none(), label=_("What takes its place"), required=False, empty_label=_("Nothing"),
        help_text=_("A call that is open to everybody and not closed."),
    )  # fmt: skip

    def __init__(self, call: Call, data: Any = None) -> None:
        super().__init__(data)
        others = Call.objects.published().filter(closed_early_at=None).exclude(pk=call.pk)
        self.fields["replaced_by"].queryset = others.select_related("measure").order_by("code")
