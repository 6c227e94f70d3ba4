"""What a focus area is about: its typical tasks, each with where it was found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.enums import SourceTag
from policies.models.plan import FocusArea
from portal.core.models import Localised, PublicContent


class AreaTask(PublicContent):
    """A typical task of an area. The plan's own list is not known: each names where it was found."""

    area = models.ForeignKey(FocusArea, models.CASCADE, related_name="tasks", verbose_name=_("focus area"))
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=300)
    sources = models.JSONField(
        _("sources"), default=list, help_text=_("A list of letters: A, S, L, R, GK or D, as in the data files.")
    )
    source_zh = models.CharField(_("source in Chinese"), max_length=200, blank=True)
    source_en = models.CharField(_("source in English"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = Localised("title")
    source = Localised("source")

    class Meta:
        ordering = ["area__number", "order", "pk"]
        verbose_name = _("task of an area")
        verbose_name_plural = _("tasks of the areas")
        constraints = [models.UniqueConstraint(fields=["area", "title_zh"], name="area_task_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def source_labels(self) -> list[str]:
        """The sources in words; a letter that nobody knows is left out."""
        return [str(SourceTag(tag).label) for tag in self.sources if tag in SourceTag.values]
