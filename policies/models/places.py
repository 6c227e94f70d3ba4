"""Bases, venues, industries and clusters that the plan builds on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.enums import PolicyLevel, VenueKind
from policies.models.bases import Ordered
from policies.querysets import OpenQuerySet
from portal.core.models import Localised, PublicContent


class Base(PublicContent):
    """An export base. Of the three provincial ones two are named so far: the third has no title yet."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=PolicyLevel)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    kind_zh = models.CharField(_("kind in Chinese"), max_length=100, blank=True)
    kind_en = models.CharField(_("kind in English"), max_length=100, blank=True)
    tenants = models.PositiveIntegerField(_("tenants"), null=True, blank=True)
    export_usd = models.DecimalField(_("exports in USD"), max_digits=16, decimal_places=2, null=True, blank=True)
    period = models.CharField(_("period of the figures"), max_length=40, blank=True)
    award_zh = models.CharField(_("award in Chinese"), max_length=200, blank=True)
    award_en = models.CharField(_("award in English"), max_length=200, blank=True)
    orders_zh = models.JSONField(_("orders in Chinese"), default=list, blank=True)
    orders_en = models.JSONField(_("orders in English"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    objects = OpenQuerySet.as_manager()
    title = Localised("title")
    kind = Localised("kind")
    award = Localised("award")
    orders = Localised("orders")

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("export base")
        verbose_name_plural = _("export bases")

    def __str__(self) -> str:
        return self.title or self.code


class Venue(Ordered):
    """A fair, zone, park or facility that the plan names, with the facts that were reported about it."""

    kind = models.CharField(_("kind"), max_length=10, choices=VenueKind, default=VenueKind.FACILITY)
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("venue or facility")
        verbose_name_plural = _("venues and facilities")


class IndustryGroup(Ordered):
    """One group of the city's 10+1 system of industries."""

    items_zh = models.JSONField(_("industries in Chinese"), default=list)
    items_en = models.JSONField(_("industries in English"), default=list)
    items = Localised("items")

    class Meta(Ordered.Meta):
        verbose_name = _("industry group")
        verbose_name_plural = _("industry groups")


class Cluster(PublicContent):
    """A light-industry cluster for cross-border e-commerce; the division is a code of GB/T 2260."""

    title_zh = models.CharField(_("title in Chinese"), max_length=100, unique=True)
    title_en = models.CharField(_("title in English"), max_length=200)
    division = models.CharField(_("division code"), max_length=6)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = Localised("title")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("industry cluster")
        verbose_name_plural = _("industry clusters")

    def __str__(self) -> str:
        return self.title


class Peer(PublicContent):
    """A city that the plan's announcement compares Qingdao with."""

    title_zh = models.CharField(_("title in Chinese"), max_length=100, unique=True)
    title_en = models.CharField(_("title in English"), max_length=200)
    note_zh = models.CharField(_("note in Chinese"), max_length=300, blank=True)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = Localised("title")
    note = Localised("note")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("peer city")
        verbose_name_plural = _("peer cities")

    def __str__(self) -> str:
        return self.title
