"""The negative list of cross-border trade in services: editions, entries and what the FTZ edition eases."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policies.models.bases import Ordered
from policies.querysets import OpenQuerySet
from portal.core.models import Localised, PublicContent


class NegativeList(Ordered):
    """An edition. `items` is how many it has, not how many are entered here."""

    issuer_zh = models.CharField(_("issuer in Chinese"), max_length=200, blank=True)
    issuer_en = models.CharField(_("issuer in English"), max_length=200, blank=True)
    document = models.CharField(_("document"), max_length=100, blank=True)
    promulgated_on = models.DateField(_("promulgated on"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    effective_month = models.CharField(
        _("month of effect"), max_length=7, blank=True, help_text=_("YYYY-MM, where the day is not known.")
    )
    item_count = models.PositiveSmallIntegerField(_("number of items"), null=True, blank=True)
    category_count = models.PositiveSmallIntegerField(_("number of categories"), null=True, blank=True)
    applies = models.CharField(_("applies to"), max_length=200, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", verbose_name=_("superseded by")
    )
    issuer = Localised("issuer")

    class Meta(Ordered.Meta):
        verbose_name = _("negative list")
        verbose_name_plural = _("negative lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("promulgated_on")),
                name="negativelist_in_force_after_promulgation",
                violation_error_message=_("The list is in force before it was promulgated."),
            )
        ]


class Sector(Ordered):
    """A section of the national classification of economic activities."""

    class Meta(Ordered.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class SupplyMode(Ordered):
    """How a service crosses the border. Commercial presence (M3) is under the foreign-investment list."""

    class Meta(Ordered.Meta):
        verbose_name = _("mode of supply")
        verbose_name_plural = _("modes of supply")


class Dimension(Ordered):
    """What a measure of the list limits: national treatment, market access …"""

    class Meta(Ordered.Meta):
        verbose_name = _("kind of restriction")
        verbose_name_plural = _("kinds of restriction")


class NegativeListEntry(PublicContent):
    """One restriction, paraphrased. `number` is empty where no published source gives it."""

    edition = models.ForeignKey(NegativeList, models.CASCADE, related_name="entries", verbose_name=_("negative list"))
    number = models.PositiveSmallIntegerField(_("number in the list"), null=True, blank=True)
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="entries", verbose_name=_("sector"))
    text_zh = models.CharField(_("text in Chinese"), max_length=500)
    text_en = models.CharField(_("text in English"), max_length=700, blank=True)
    modes = models.ManyToManyField(SupplyMode, blank=True, related_name="entries", verbose_name=_("modes of supply"))
    dimensions = models.ManyToManyField(
        Dimension, blank=True, related_name="entries", verbose_name=_("kinds of restriction")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    objects = OpenQuerySet.as_manager()
    text = Localised("text")

    class Meta:
        ordering = ["edition", "order", "pk"]
        verbose_name = _("negative-list entry")
        verbose_name_plural = _("negative-list entries")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"], condition=Q(number__isnull=False), name="negativelist_number_once"
            ),
            models.UniqueConstraint(fields=["edition", "text_zh"], name="negativelist_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number or '—'} {self.text_zh[:30]}"


class FtzDifference(PublicContent):
    """What the edition for pilot free trade zones eases."""

    text_zh = models.CharField(_("text in Chinese"), max_length=300, unique=True)
    text_en = models.CharField(_("text in English"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = Localised("text")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("easing in pilot free trade zones")
        verbose_name_plural = _("easings in pilot free trade zones")

    def __str__(self) -> str:
        return self.text
