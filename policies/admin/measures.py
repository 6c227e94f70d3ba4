"""Support measures at the desk: lists and read-only pages; changes go through an edit with a second pair of eyes."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from policies import models
from policies.admin.base import LiveAdmin, LiveRows
from policies.clauses import conditions
from policies.enums import RevisionSubject
from policies.imports.admin import ImportAdmin
from policies.rulebook import NoRuleBookError, read_rules, vocabulary
from policies.rules import RuleError, formula_sentences
from policies.rules.sentences import statement
from portal.core.money import format_cny


class MeasurePaperInline(LiveRows):
    model = models.MeasurePaper
    fields = ("paper", "order")


@admin.register(models.Measure)
class MeasureAdmin(ImportAdmin, LiveAdmin):
    subject = RevisionSubject.MEASURE
    list_display = ("code", "title_zh", "area", "mode", "window_open", "window_close", "version", "is_demo")
    list_filter = ("area", "mode", "is_demo", "expert_review", "on_site_check")
    list_select_related = ("area",)
    search_fields = ("code", "title_zh", "title_en")
    readonly_fields = ("sentences", "budget")
    inlines = (MeasurePaperInline,)
    fieldsets = (
        (None, {"fields": (
            ("code", "slug"), ("title_zh", "title_en"), ("policy", "article"), ("area", "mode"), "is_demo",
        )}),
        (_("Window and money"), {"fields": (
            ("window_open", "window_close"), ("period_from", "period_to"), ("budget", "usd_cny"),
            ("expert_review", "on_site_check"),
        )}),
        (_("Rules"), {"fields": ("sentences", "anchor")}),
        (_("Version"), {"fields": (("version", "published_at"),)}),
    )  # fmt: skip

    @admin.display(description=_("budget"))
    def budget(self, measure: models.Measure) -> str:
        return format_cny(measure.budget_cny)

    @admin.display(description=_("What the applicant reads"))
    def sentences(self, measure: models.Measure) -> str:
        """The rules in words."""
        try:
            words = vocabulary()
            rules = read_rules(measure, words)
        except (RuleError, NoRuleBookError) as error:
            return str(error)
        lines = [(one.clause, str(statement(one))) for one in words.common] + list(conditions(rules))
        lines += [("¥", sentence) for sentence in formula_sentences(rules)]
        return format_html_join("", "<p><b>{}</b> {}</p>", lines)
