"""Columns that several nouns share. Every one of them is read by the public."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.models import Localised, PublicContent


class Titled(PublicContent):
    """A code and a title in both languages."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title = Localised("title")

    class Meta(PublicContent.Meta):
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title or self.code


class Ordered(Titled):
    """Keeps the order of its source."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(Titled.Meta):
        abstract = True
        ordering = ["order", "code"]
