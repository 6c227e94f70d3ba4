"""The classes of work permits, the routes into them, and the points table."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from talent.models.base import Checked
from talent.models.words import Told


class PermitClass(Checked):
    """Class A, B or C of the work permit."""

    code = models.CharField(_("code"), max_length=2, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=200)
    quota_zh = models.CharField(_("quota in Chinese"), max_length=100, blank=True)
    quota_en = models.CharField(_("quota in English"), max_length=100, blank=True)
    general_zh = models.CharField(_("general requirement in Chinese"), max_length=500, blank=True)
    general_en = models.CharField(_("general requirement in English"), max_length=500, blank=True)
    benefits_zh = models.TextField(_("what the class makes easier, in Chinese"), blank=True)
    benefits_en = models.TextField(_("what the class makes easier, in English"), blank=True)
    name = Told("name")
    quota = Told("quota")
    general = Told("general")
    benefits = Told("benefits")

    class Meta:
        verbose_name = _("class of work permit")
        verbose_name_plural = _("classes of work permits")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PermitRoute(Checked):
    """One way into a class; any one is enough."""

    permit_class = models.ForeignKey(PermitClass, models.CASCADE, related_name="routes", verbose_name=_("class"))
    code = models.CharField(_("code"), max_length=5, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=300)
    includes_zh = models.CharField(_("includes, in Chinese"), max_length=300, blank=True)
    includes_en = models.CharField(_("includes, in English"), max_length=300, blank=True)
    name = Told("name")
    includes = Told("includes")

    class Meta:
        verbose_name = _("route into a class")
        verbose_name_plural = _("routes into the classes")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PointsTable(Checked):
    """The table of points (积分要素计分赋值表) as data: factors with bands, cases or a rule each."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    version_zh = models.CharField(_("version in Chinese"), max_length=200, blank=True)
    version_en = models.CharField(_("version in English"), max_length=200, blank=True)
    thresholds = models.JSONField(_("thresholds"), help_text=_("Least points by class."))
    factors = models.JSONField(_("factors"))
    warning_zh = models.CharField(_("warning in Chinese"), max_length=300, blank=True)
    warning_en = models.CharField(_("warning in English"), max_length=300, blank=True)
    version = Told("version")
    warning = Told("warning")

    class Meta:
        verbose_name = _("points table")
        verbose_name_plural = _("points tables")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.version or self.code
