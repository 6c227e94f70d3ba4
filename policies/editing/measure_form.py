"""What a measure is besides its rules: names, document, window, money, papers."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from policies.editing.draft_form import DraftForm
from policies.editing.measure_content import DAYS, FLAGS, TEXTS, Content
from policies.editing.rule_typed import Typed, first, for_form
from policies.editing.rule_values import DAY, FigureField, chosen_first, with_unit, written
from policies.enums import Allocation, PolicyKind
from policies.models import FocusArea, Measure, PaperType, Policy
from portal.core.money import fen, yuan

TITLED = (PolicyKind.MEASURE, PolicyKind.PLAN)
LARGEST_BUDGET = 10**13  # in fen it must fit into the column


OPTIONAL = ("slug", "anchor", "article", "window_open", "window_close", "usd_cny", "papers", *FLAGS)
PAIRS = (
    ("title_zh", "title_en"), ("code", "slug"), ("policy", "article"), ("area", "mode"), ("period_from", "period_to"),
    ("window_open", "window_close"), ("budget", "usd_cny"),
)  # fmt: skip


class BasicsForm(DraftForm):
    def __init__(self, typed: Typed, prefix: str, *, fixed_code: str = "") -> None:
        super().__init__(for_form(typed, prefix), prefix=prefix)
        self.typed = typed
        for name in ("title_zh", "title_en", "code", "slug"):
            column = Measure._meta.get_field(name)
            self._add(name, forms.CharField(max_length=column.max_length))
        if fixed_code:  # the version history and cases refer to it
            self.fields["code"].disabled, self.fields["code"].initial = True, fixed_code
        self._add("anchor", forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2})))
        self._add("mode", forms.ChoiceField(choices=Allocation.choices))
        self._add("policy", forms.ChoiceField(choices=[("", _("Choose")), *_policies(first(typed, "policy"))]))
        self._add("area", forms.ChoiceField(choices=[("", _("Choose")), *_titles(FocusArea.objects.all())]))
        self._add("article", forms.IntegerField(min_value=1, max_value=32767))
        for name in DAYS:
            self._add(name, forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY)))
        self._add("usd_cny", with_unit(FigureField(), "CNY"))
        self.fields["budget"] = with_unit(FigureField(label=_("Budget")), "CNY")
        for name in FLAGS:
            self._add(name, forms.BooleanField())
        self._add("papers", forms.MultipleChoiceField(
            choices=chosen_first(_papers(), typed.get("papers", ())), widget=forms.CheckboxSelectMultiple
        ))  # fmt: skip

    def _add(self, name: str, field: forms.Field) -> None:
        """Named as the column is."""
        column = Measure._meta.get_field(name)
        label = str(column.verbose_name)
        field.label, field.required = label[:1].upper() + label[1:], name not in OPTIONAL
        field.help_text = getattr(column, "help_text", "")
        self.fields[name] = field

    @property
    def pairs(self) -> list[list[Any]]:
        """What stands side by side."""
        return [[self[name] for name in pair] for pair in PAIRS]

    @property
    def ticks(self) -> list[Any]:
        return [self[name] for name in FLAGS]

    def clean_budget(self) -> Decimal | None:
        budget = self.cleaned_data.get("budget")
        if budget is not None and (budget < 0 or budget > LARGEST_BUDGET):
            raise ValidationError(_("Give a number of zero or more."))
        if budget is not None and budget != yuan(fen(budget)):
            raise ValidationError(_("Give at most two decimal places."))
        return budget

    def content(self) -> Content:
        """As data; what cannot be read stays as it was typed, so that nothing is lost."""
        values: dict[str, Any] = {name: self._kept(name) or "" for name in TEXTS}
        values |= {name: self._day(name) for name in DAYS}
        values |= {name: bool(first(self.typed, name)) for name in FLAGS}
        values |= {"article": self._kept("article"), "usd_cny": self._rate(), "budget_fen": self._budget()}
        papers = list(self.cleaned_data.get("papers") or [])
        return {
            "fields": values, "policy": first(self.typed, "policy"), "area": first(self.typed, "area"), "papers": papers
        }  # fmt: skip

    def _kept(self, name: str) -> Any:
        value = self.cleaned_data.get(name)
        if isinstance(value, str):
            value = value.replace("\r\n", "\n")
        return value if value not in (None, "") else first(self.typed, name) or None

    def _day(self, name: str) -> str | None:
        day = self._kept(name)
        return day.isoformat() if isinstance(day, dt.date) else day

    def _rate(self) -> str | None:
        rate = self._kept("usd_cny")
        return f"{rate.normalize():f}" if isinstance(rate, Decimal) else rate

    def _budget(self) -> Any:
        budget = self._kept("budget")
        return fen(budget) if isinstance(budget, Decimal) else budget


def typed_basics(content: Content) -> Typed:
    """The stored columns as they stand in the inputs."""
    values = content.get("fields") or {}
    typed: Typed = {name: [str(values[name])] for name in (*TEXTS, *DAYS, "article") if values.get(name) is not None}
    typed |= {name: ["on"] for name in FLAGS if values.get(name)}
    if values.get("usd_cny") is not None:
        typed["usd_cny"] = [str(values["usd_cny"])]
    budget = values.get("budget_fen")
    if budget is not None:
        typed["budget"] = [written(yuan(budget)) if isinstance(budget, int) else str(budget)]
    typed |= {name: [str(content.get(name) or "")] for name in ("policy", "area")}
    return typed | {"papers": [str(code) for code in content.get("papers") or []]}


def _policies(chosen: str) -> list[tuple[str, str]]:
    """Documents that measures belong to, and the one that is chosen, whatever it is."""
    documents = Policy.objects.filter(kind__in=TITLED) | Policy.objects.filter(code=chosen)
    return [(policy.code, f"{policy.title} ({policy.code})") for policy in documents.order_by("code")]


def _titles(rows: Any) -> list[tuple[str, str]]:
    return [(row.code, row.title) for row in rows]


def _papers() -> list[tuple[str, str]]:
    everybody = _("%(paper)s (asked of everybody anyway)")
    return [
        (paper.code, str(everybody) % {"paper": f"{paper.code} {paper.title}"} if paper.baseline
         else f"{paper.code} {paper.title}")
        for paper in PaperType.objects.order_by("order", "code")
    ]  # fmt: skip
