"""The plan: its six focus areas, safeguards, categories, targets and figures."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policies.enums import Comparison, Flow, Geography, IndicatorKind
from policies.models.bases import Ordered
from policies.models.library import Policy
from policies.querysets import IndicatorQuerySet, TargetQuerySet
from portal.core.models import Localised, PublicContent


class Plan(PublicContent):
    """What the plan says beyond the facts that every policy document has."""

    policy = models.OneToOneField(Policy, models.CASCADE, related_name="plan", verbose_name=_("policy document"))
    lead_department_zh = models.CharField(_("lead department in Chinese"), max_length=200, blank=True)
    lead_department_en = models.CharField(_("lead department in English"), max_length=200, blank=True)
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("period to"))
    definition_zh = models.TextField(_("definition in Chinese"), blank=True)
    definition_en = models.TextField(_("definition in English"), blank=True)
    vision_zh = models.TextField(_("vision in Chinese"), blank=True)
    vision_en = models.TextField(_("vision in English"), blank=True)
    end_state_zh = models.TextField(_("aim for the last year in Chinese"), blank=True)
    end_state_en = models.TextField(_("aim for the last year in English"), blank=True)
    spatial_pattern_zh = models.CharField(_("spatial pattern in Chinese"), max_length=200, blank=True)
    spatial_pattern_en = models.CharField(_("spatial pattern in English"), max_length=300, blank=True)
    first_in_province = models.BooleanField(_("first of its kind in the province"), default=False)
    bases_aggregate = models.JSONField(_("figures of all provincial bases"), default=dict, blank=True)
    industry_tracks = models.PositiveSmallIntegerField(_("industry tracks"), null=True, blank=True)
    industry_targets = models.JSONField(_("industry targets"), default=dict, blank=True)
    lead_department = Localised("lead_department")
    definition = Localised("definition")
    vision = Localised("vision")
    end_state = Localised("end_state")
    spatial_pattern = Localised("spatial_pattern")

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="plan_period_in_order",
                violation_error_message=_("The period ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return str(self.policy)


class FocusArea(Ordered):
    """One of the six areas of the plan, in its order and wording."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    short_zh = models.CharField(_("short title in Chinese"), max_length=40)
    short_en = models.CharField(_("short title in English"), max_length=80)
    lever_zh = models.CharField(_("lever in Chinese"), max_length=40, blank=True)
    lever_en = models.CharField(_("lever in English"), max_length=80, blank=True)
    short = Localised("short")
    lever = Localised("lever")

    class Meta(Ordered.Meta):
        ordering = ["number"]
        verbose_name = _("focus area")
        verbose_name_plural = _("focus areas")

    @property
    def slug(self) -> str:
        return self.code.lower()

    def get_absolute_url(self) -> str:
        return reverse("policies:area", args=[self.slug])


class Safeguard(Ordered):
    """What the plan promises across all areas."""

    class Meta(Ordered.Meta):
        verbose_name = _("safeguard")
        verbose_name_plural = _("safeguards")


class TradeCategory(Ordered):
    """The ministry's four categories. Not the statistical split, which is `StatisticalMode`."""

    scope_zh = models.TextField(_("scope in Chinese"), blank=True)
    scope_en = models.TextField(_("scope in English"), blank=True)
    examples = models.JSONField(_("examples"), default=list, blank=True, help_text=_("A list of {“zh”: …, “en”: …}."))
    note = models.CharField(_("note"), max_length=300, blank=True)
    scope = Localised("scope")

    class Meta(Ordered.Meta):
        verbose_name = _("trade category")
        verbose_name_plural = _("trade categories")


class StatisticalMode(Ordered):
    """How statistics split digital trade: by how it is ordered and delivered."""

    class Meta(Ordered.Meta):
        verbose_name = _("statistical mode")
        verbose_name_plural = _("statistical modes")


class Target(PublicContent):
    """What is to be reached by 2027. Stated as published; never derived from one another."""

    indicator = models.CharField(_("indicator"), max_length=60, unique=True)
    operator = models.CharField(_("comparison"), max_length=3, choices=Comparison, blank=True)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True, blank=True)
    unit_zh = models.CharField(_("unit in Chinese"), max_length=40, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=60, blank=True)
    text_zh = models.CharField(_("wording in Chinese"), max_length=300, blank=True)
    text_en = models.CharField(_("wording in English"), max_length=300, blank=True)
    qualitative = models.BooleanField(_("in words only"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    objects = TargetQuerySet.as_manager()
    unit = Localised("unit")
    text = Localised("text")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.CheckConstraint(
                condition=Q(qualitative=True) | Q(value__isnull=False),
                name="target_has_value_or_words",
                violation_error_message=_("A target needs a value, or it is one in words only."),
            )
        ]

    def __str__(self) -> str:
        return self.indicator

    @property
    def is_rate(self) -> bool:
        """A growth or a share: the districts' values say nothing when they are added up."""
        return self.unit_zh == "%"


class Indicator(PublicContent):
    """A published figure with its unit, year, place and source. A year that the source omits stays empty."""

    code = models.CharField(_("indicator"), max_length=60)
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=300)
    geo = models.CharField(_("place"), max_length=2, choices=Geography)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=20)
    kind = models.CharField(_("kind"), max_length=10, choices=IndicatorKind, default=IndicatorKind.ACTUAL)
    operator = models.CharField(_("comparison"), max_length=3, choices=Comparison, blank=True)
    approx = models.BooleanField(_("approximate"), default=False)
    flow = models.CharField(_("direction"), max_length=6, choices=Flow, blank=True)
    yoy_pct = models.DecimalField(_("growth on the year, %"), max_digits=9, decimal_places=3, null=True, blank=True)
    vs_national_pp = models.DecimalField(
        _("above the national rate, percentage points"), max_digits=9, decimal_places=3, null=True, blank=True
    )
    share_of_national_pct = models.DecimalField(
        _("share of the national total, %"), max_digits=9, decimal_places=3, null=True, blank=True
    )
    avg_growth_pct = models.DecimalField(
        _("average growth a year, %"), max_digits=9, decimal_places=3, null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    objects = IndicatorQuerySet.as_manager()
    title = Localised("title")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "geo", "year", "kind"], condition=Q(year__isnull=False), name="indicator_once_a_year"
            ),
            # NULLs differ from each other in SQL, so figures without a year need a constraint of their own.
            models.UniqueConstraint(
                fields=["code", "geo", "kind"], condition=Q(year__isnull=True), name="indicator_once_without_year"
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=1950, year__lte=2100), name="indicator_year_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.geo} {self.year or '—'}"
