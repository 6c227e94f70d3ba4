"""Whom to turn to: authorities, hotlines, and who does what the bureau does not do."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from talent.models.base import Checked
from talent.models.words import Told


class Agency(Checked):
    """An authority or a window. A row, not a constant: responsibilities have moved before."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_zh = models.CharField(_("name in Chinese"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=200)
    does_zh = models.CharField(_("what it does, in Chinese"), max_length=300, blank=True)
    does_en = models.CharField(_("what it does, in English"), max_length=300, blank=True)
    note_zh = models.CharField(_("note in Chinese"), max_length=300, blank=True)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    name = Told("name")
    does = Told("does")
    note = Told("note")

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Hotline(Checked):
    """A telephone number; hours and languages stay empty until the bureau supplies them."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_zh = models.CharField(_("name in Chinese"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=200)
    hours_zh = models.CharField(_("hours, in Chinese"), max_length=200, blank=True)
    hours_en = models.CharField(_("hours, in English"), max_length=200, blank=True)
    languages_zh = models.CharField(_("languages, in Chinese"), max_length=100, blank=True)
    languages_en = models.CharField(_("languages, in English"), max_length=100, blank=True)
    name = Told("name")
    hours = Told("hours")
    languages = Told("languages")

    class Meta:
        verbose_name = _("hotline")
        verbose_name_plural = _("hotlines")
        ordering = ["order", "number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Referral(Checked):
    """Something that people ask the bureau of commerce for and that another authority does."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_zh = models.CharField(_("matter in Chinese"), max_length=200)
    name_en = models.CharField(_("matter in English"), max_length=200)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="referrals", verbose_name=_("authority"))
    name = Told("name")

    class Meta:
        verbose_name = _("matter of another authority")
        verbose_name_plural = _("matters of other authorities")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name
