"""The central five-way split of digital trade, and how it lies to the plan's two: a table, not one enumeration."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies.models.bases import Ordered
from policies.models.plan import StatisticalMode, TradeCategory
from portal.core.models import Localised, PublicContent


class CentralCategory(Ordered):
    """One of the five kinds of digital trade that the central Opinions name."""

    class Meta(Ordered.Meta):
        verbose_name = _("central category")
        verbose_name_plural = _("central categories")


class CategoryLink(PublicContent):
    """Where a central category meets one of the ministry's four, or one of the two statistical modes."""

    central = models.ForeignKey(
        CentralCategory, models.CASCADE, related_name="links", verbose_name=_("central category")
    )
    category = models.ForeignKey(
        TradeCategory, models.CASCADE, null=True, blank=True, related_name="central_links",
        verbose_name=_("trade category"),
    )  # fmt: skip
    mode = models.ForeignKey(
        StatisticalMode, models.CASCADE, null=True, blank=True, related_name="central_links",
        verbose_name=_("statistical mode"),
    )  # fmt: skip
    note_zh = models.CharField(_("note in Chinese"), max_length=200, blank=True)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    note = Localised("note")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("link between categories")
        verbose_name_plural = _("links between categories")
        constraints = [
            models.CheckConstraint(
                condition=Q(category__isnull=False, mode__isnull=True) | Q(category__isnull=True, mode__isnull=False),
                name="category_link_to_one_thing",
                violation_error_message=_("A link leads to a trade category or to a statistical mode."),
            ),
            models.UniqueConstraint(
                fields=["central", "category"], condition=Q(category__isnull=False), name="category_link_once"
            ),
            models.UniqueConstraint(
                fields=["central", "mode"], condition=Q(mode__isnull=False), name="category_link_once_a_mode"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.central_id} – {self.category_id or self.mode_id}"
