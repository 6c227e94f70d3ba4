"""The enterprise: one file each (一企一档), what is known of it with source and day, and its yearly figures."""

from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import EntityType, FactSource, Figure, Investment
from enterprises.querysets import EnterpriseQuerySet
from policies.models import IndustryGroup, TradeCategory
from policies.rules import completed_years
from portal.accounts.models import District
from portal.core import clock
from portal.core.models import TimeStamped


class Enterprise(TimeStamped):
    """One file per enterprise, known by its Unified Social Credit Code (GB 32100-2015).

    The columns hold what counts now; `EnterpriseFact` keeps where each of them came from, and when.
    """

    credit_code = models.CharField(
        _("Unified Social Credit Code"),
        max_length=18,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-HJ-NPQRTUWXY]{18}$")],
    )
    name = models.CharField(_("name on the licence"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    entity_type = models.CharField(_("entity type"), max_length=20, choices=EntityType, default=EntityType.ENTERPRISE)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="enterprises", verbose_name=_("district of registration")
    )
    zone = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprises_in_zone",
        limit_choices_to={"is_zone": True},
        verbose_name=_("functional zone"),
    )
    registered_on = models.DateField(_("registered on"))
    address = models.CharField(_("registered address"), max_length=300, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=100, blank=True)
    investment = models.CharField(
        _("foreign investment"), max_length=10, choices=Investment, blank=True,
        help_text=_("As the kind of company on the licence says; Hong Kong, Macao and Taiwan count as foreign."),
    )  # fmt: skip
    categories = models.ManyToManyField(
        TradeCategory, blank=True, related_name="enterprises", verbose_name=_("categories of digital trade")
    )
    industries = models.ManyToManyField(
        IndustryGroup, blank=True, related_name="enterprises", verbose_name=_("industries of the 10+1 system")
    )
    counts_from = models.DateField(
        _("market entity of digital trade since"),
        null=True,
        blank=True,
        help_text=_("From this day on it counts towards the plan’s 3,800 market entities; empty: it does not count."),
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="enterprise_has_name")]
        indexes = [
            models.Index(fields=["district", "-id"], name="enterprise_by_district"),
            models.Index(fields=["name"], name="enterprise_by_name"),
            models.Index(fields=["counts_from"], condition=Q(counts_from__isnull=False), name="enterprise_counted"),
        ]

    def __str__(self) -> str:
        return self.name

    def facts(self, on: date) -> dict[str, object]:
        """What the file says, in the words of the rules; full years of registration on that day.

        A functional zone has no division code of its own: the district it lies in counts.
        """
        district = self.district.within or self.district
        return {
            "registered_division": district.code,
            "entity_type": self.entity_type,
            "years_since_registration": max(completed_years(self.registered_on, on), 0),
        }


class EnterpriseFact(models.Model):
    """One thing that was said about an enterprise, by whom and as of which day. Rows are added, never changed."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="fact_rows")
    code = models.SlugField(_("fact"), max_length=40)
    value = models.JSONField(_("value"))
    source = models.CharField(_("source"), max_length=10, choices=FactSource)
    as_of = models.DateField(_("as of"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    recorded_at = models.DateTimeField(_("recorded"), default=clock.now)

    class Meta:
        verbose_name = _("fact about an enterprise")
        verbose_name_plural = _("facts about enterprises")
        ordering = ["code", "-as_of", "-pk"]
        indexes = [models.Index(fields=["enterprise", "code", "-as_of"], name="fact_of_enterprise")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.code} {self.as_of}"


class YearFigure(models.Model):
    """A figure of one year: what the enterprise declared, and what an official verified."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField(_("year"))
    code = models.CharField(_("figure"), max_length=24, choices=Figure)
    declared = models.DecimalField(_("declared"), max_digits=18, decimal_places=2, null=True, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField(_("declared at"), null=True, blank=True)
    verified = models.DecimalField(_("verified"), max_digits=18, decimal_places=2, null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    basis = models.CharField(_("verified against"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("yearly figure")
        verbose_name_plural = _("yearly figures")
        ordering = ["-year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "year", "code"], name="figure_once_a_year"),
            models.CheckConstraint(
                condition=(Q(declared=None) | Q(declared__gte=0)) & (Q(verified=None) | Q(verified__gte=0)),
                name="figure_not_negative",
            ),
            models.CheckConstraint(condition=Q(declared__isnull=False) | Q(verified__isnull=False), name="figure_said"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.year} {self.code}"
