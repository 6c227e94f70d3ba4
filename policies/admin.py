"""The desk's view of policies: Chinese and English side by side, and rules that are read before they are saved."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from policies import models
from policies.clauses import conditions, write_clauses
from policies.resources import IndicatorResource
from policies.rulebook import NoRuleBookError, read_rules, vocabulary
from policies.rules import RuleError, Vocabulary, formula_sentences
from policies.rules.sentences import statement
from portal.core.exports import ExportAdmin

PLAIN = (
    models.Safeguard, models.StatisticalMode, models.Cluster, models.Peer, models.Sector, models.SupplyMode,
    models.Dimension,
)  # fmt: skip


RULE_COLUMNS = ("eligibility", "subsidy", "period_from", "period_to")


class PublicAdmin(admin.ModelAdmin):
    """Saves each object by itself, so that the public pages learn of every change."""

    list_per_page = 50

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            row.delete()


for model in PLAIN:
    admin.site.register(model, PublicAdmin)


class ClauseInline(admin.TabularInline):
    model = models.Clause
    extra = 0
    fields = ("number", "text_zh", "text_en", "order")


@admin.register(models.Policy)
class PolicyAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "kind", "level", "document_number", "state", "published", "is_demo")
    list_filter = ("kind", "level", "state", "published", "is_demo", "areas")
    search_fields = ("code", "title_zh", "title_en", "document_number")
    filter_horizontal = ("areas", "safeguards", "based_on")
    autocomplete_fields = ("supersedes",)
    inlines = (ClauseInline,)
    fieldsets = (
        (None, {"fields": (("code", "slug"), ("title_zh", "title_en"), ("kind", "level"), ("published", "is_demo"))}),
        (_("Issue and validity"), {"fields": (
            ("issuer_zh", "issuer_en"), "document_number", ("issued_on", "reported_on"),
            ("effective_on", "expires_on"), ("state", "supersedes"),
        )}),
        (_("Contents"), {"fields": (("summary_zh", "summary_en"), "areas", "safeguards", "based_on")}),
    )  # fmt: skip


class MeasureForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and all(name in cleaned for name in RULE_COLUMNS):
            self._read_rules(cleaned)
        return cleaned

    def _read_rules(self, cleaned: dict[str, Any]) -> None:
        """Rules that cannot be read are refused with the place and the reason."""
        draft = models.Measure(**{name: cleaned[name] for name in RULE_COLUMNS})
        draft.article = cleaned.get("article") or self.instance.article
        try:
            read_rules(draft, vocabulary())
        except RuleError as error:
            first = str(error.path[0]) if error.path else "eligibility"
            self.add_error(first if first in self.fields else "eligibility", str(error))
        except NoRuleBookError as error:
            self.add_error("eligibility", error.message)


class MeasurePaperInline(admin.TabularInline):
    model = models.MeasurePaper
    extra = 0


@admin.register(models.Measure)
class MeasureAdmin(PublicAdmin):
    form = MeasureForm
    list_display = ("code", "title_zh", "area", "mode", "window_open", "window_close", "is_demo", "updated_at")
    list_filter = ("area", "mode", "is_demo", "expert_review", "on_site_check")
    list_select_related = ("area",)
    search_fields = ("code", "title_zh", "title_en")
    autocomplete_fields = ("policy",)
    readonly_fields = ("sentences",)
    inlines = (MeasurePaperInline,)
    fieldsets = (
        (None, {"fields": (
            ("code", "slug"), ("title_zh", "title_en"), ("policy", "article"), ("area", "mode"), "is_demo",
        )}),
        (_("Window and money"), {"fields": (
            ("window_open", "window_close"), ("period_from", "period_to"), ("budget_fen", "usd_cny"),
            ("expert_review", "on_site_check"),
        )}),
        (_("Rules"), {"fields": ("eligibility", "subsidy", "sentences", "anchor")}),
    )  # fmt: skip

    @admin.display(description=_("What the applicant reads"))
    def sentences(self, measure: models.Measure) -> str:
        """The saved rules in words; after a change they are renewed by saving."""
        if measure.pk is None:
            return "—"
        try:
            words = vocabulary()
            rules = read_rules(measure, words)
        except (RuleError, NoRuleBookError) as error:
            return str(error)
        lines = [(one.clause, str(statement(one))) for one in words.common] + list(conditions(rules))
        lines += [("¥", sentence) for sentence in formula_sentences(rules)]
        return format_html_join("", "<p><b>{}</b> {}</p>", lines)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A demo document's clauses are written from its measures, papers included."""
        super().save_related(request, form, formsets, change)
        words: Vocabulary = vocabulary()
        write_clauses(form.instance.policy, words)


@admin.register(models.FocusArea)
class FocusAreaAdmin(PublicAdmin):
    list_display = ("number", "code", "title_zh", "title_en")
    fields = (
        ("code", "number", "order"), ("title_zh", "title_en"), ("short_zh", "short_en"), ("lever_zh", "lever_en")
    )  # fmt: skip


@admin.register(models.Plan)
class PlanAdmin(PublicAdmin):
    list_display = ("policy", "period_from", "period_to")
    list_select_related = ("policy",)
    fields = (
        "policy", ("period_from", "period_to"), ("lead_department_zh", "lead_department_en"),
        ("definition_zh", "definition_en"), ("vision_zh", "vision_en"), ("end_state_zh", "end_state_en"),
        ("spatial_pattern_zh", "spatial_pattern_en"), "first_in_province", "bases_aggregate", "industry_tracks",
        "industry_targets",
    )  # fmt: skip


@admin.register(models.Target)
class TargetAdmin(PublicAdmin):
    list_display = ("indicator", "operator", "value", "unit_zh", "qualitative")
    list_filter = ("qualitative",)


@admin.register(models.Indicator)
class IndicatorAdmin(ExportAdmin, PublicAdmin):
    resource_classes = (IndicatorResource,)
    list_display = ("code", "title_zh", "geo", "year", "value", "unit", "kind", "source")
    list_filter = ("geo", "kind", "year", "unit")
    search_fields = ("code", "title_zh", "title_en")


@admin.register(models.TradeCategory)
class TradeCategoryAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "title_en")
    fields = (("code", "order"), ("title_zh", "title_en"), ("scope_zh", "scope_en"), "examples", "note")


@admin.register(models.Base)
class BaseAdmin(PublicAdmin):
    list_display = ("code", "level", "title_zh", "title_en", "tenants", "export_usd")
    list_filter = ("level",)


@admin.register(models.Venue)
class VenueAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "title_en")


@admin.register(models.IndustryGroup)
class IndustryGroupAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "title_en")


@admin.register(models.PaperType)
class PaperTypeAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "title_en", "format", "sensitive", "baseline")
    list_filter = ("format", "sensitive", "baseline")
    search_fields = ("code", "title_zh", "title_en")


@admin.register(models.RuleBook)
class RuleBookAdmin(PublicAdmin):
    """For reading: the vocabulary changes by loading rules.yaml, which also checks every measure against it."""

    list_display = ("version", "updated_at")
    readonly_fields = ("version", "data")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.NegativeList)
class NegativeListAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "document", "effective_on", "item_count")


@admin.register(models.NegativeListEntry)
class NegativeListEntryAdmin(PublicAdmin):
    list_display = ("edition", "number", "sector", "text_zh")
    list_filter = ("edition", "sector", "modes", "dimensions")
    list_select_related = ("edition", "sector")
    search_fields = ("text_zh", "text_en", "=number")
    fields = (("edition", "number", "order"), "sector", ("text_zh", "text_en"), ("modes", "dimensions"), "source")


@admin.register(models.FtzDifference)
class FtzDifferenceAdmin(PublicAdmin):
    list_display = ("text_zh", "text_en")
