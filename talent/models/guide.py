"""Service guides: one for each procedure, with every element that a government guide must have (国办发〔2017〕47号)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from talent.enums import Actor, Asked, FactElement, GuideElement, GuideGroup
from talent.models.base import Checked
from talent.models.contacts import Agency
from talent.models.words import Told
from talent.querysets import GuideQuerySet


class Guide(Checked):
    """One procedure. `missing` holds the elements that it lacks; while there are any, it can't be published."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    group = models.CharField(_("group"), max_length=10, choices=GuideGroup)
    most_used = models.BooleanField(_("among the most used"), default=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="guides", verbose_name=_("authority")
    )
    name_zh = models.CharField(_("name in Chinese"), max_length=200, help_text=_("The official term."))
    name_en = models.CharField(_("name in English"), max_length=200)
    who_zh = models.CharField(_("for whom, in Chinese"), max_length=300, blank=True)
    who_en = models.CharField(_("for whom, in English"), max_length=300, blank=True)
    result_zh = models.CharField(_("what one gets, in Chinese"), max_length=300, blank=True)
    result_en = models.CharField(_("what one gets, in English"), max_length=300, blank=True)
    missing = models.CharField(_("elements that are missing"), max_length=200, default="all", editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("last edited by"),
    )  # fmt: skip
    name = Told("name")
    who = Told("who")
    result = Told("result")
    objects = GuideQuerySet.as_manager()

    class Meta:
        verbose_name = _("service guide")
        verbose_name_plural = _("service guides")
        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(published_at__isnull=True) | Q(missing=""), name="guide_is_whole")
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("talent:service", args=[self.slug])

    def recount(self) -> None:
        """What the guide lacks now. One that was published and lacks something is taken off the pages."""
        held = set(self.facts.values_list("element", flat=True))
        held |= {GuideElement.PAPERS} if self.papers.exists() else set()
        held |= {GuideElement.STEPS} if self.steps.exists() else set()
        held |= {GuideElement.NAME} if self.name_zh and self.name_en else set()
        missing = ",".join(element.value for element in GuideElement if element not in held)
        if missing != self.missing:
            self.missing = missing
            self.published_at = None if missing else self.published_at
            self.save(update_fields=["missing", "published_at"])

    @property
    def missing_names(self) -> list[str]:
        """The missing elements in words."""
        return [str(element.label) for element in GuideElement if element.value in self.missing.split(",")]


class GuidePart(Checked):
    """A part of a guide. Whatever changes in it, the guide counts anew what it lacks."""

    guide: models.ForeignKey[Guide, Guide]
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.guide.recount()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        result = super().delete(*args, **kwargs)
        self.guide.recount()
        return result


class GuideFact(GuidePart):
    """One sentence on an element. `known` false: the sentence says that it is not known, and whom to ask."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="facts", verbose_name=_("guide"))
    element = models.CharField(_("element"), max_length=10, choices=FactElement)
    text_zh = models.CharField(_("text in Chinese"), max_length=500)
    text_en = models.CharField(_("text in English"), max_length=500, blank=True)
    known = models.BooleanField(_("known"), default=True)
    text = Told("text")

    class Meta(GuidePart.Meta):
        verbose_name = _("fact of a guide")
        verbose_name_plural = _("facts of guides")
        ordering = ["guide", "element", "order", "pk"]

    def __str__(self) -> str:
        return str(self.text)


class GuideStep(GuidePart):
    """What to do, where, who does it, how long it takes and what comes of it."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="steps", verbose_name=_("guide"))
    actor = models.CharField(_("who acts"), max_length=20, choices=Actor)
    name_zh = models.CharField(_("step in Chinese"), max_length=300)
    name_en = models.CharField(_("step in English"), max_length=300, blank=True)
    place_zh = models.CharField(_("place in Chinese"), max_length=300, blank=True)
    place_en = models.CharField(_("place in English"), max_length=300, blank=True)
    days_zh = models.CharField(_("how long, in Chinese"), max_length=200, blank=True)
    days_en = models.CharField(_("how long, in English"), max_length=200, blank=True)
    result_zh = models.CharField(_("what comes of it, in Chinese"), max_length=200, blank=True)
    result_en = models.CharField(_("what comes of it, in English"), max_length=200, blank=True)
    name = Told("name")
    place = Told("place")
    days = Told("days")
    result = Told("result")

    class Meta(GuidePart.Meta):
        verbose_name = _("step of a guide")
        verbose_name_plural = _("steps of guides")
        ordering = ["guide", "order", "pk"]

    def __str__(self) -> str:
        return str(self.name)


class GuidePaper(GuidePart):
    """A paper to hand in: original, copy, translation, seal, and how long it stays valid."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="papers", verbose_name=_("guide"))
    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    original = models.CharField(_("original"), max_length=5, choices=Asked, default=Asked.ASK)
    copy = models.CharField(_("copy"), max_length=5, choices=Asked, default=Asked.ASK)
    translation = models.CharField(_("Chinese translation"), max_length=5, choices=Asked, default=Asked.ASK)
    seal = models.CharField(_("seal or authentication"), max_length=5, choices=Asked, default=Asked.ASK)
    validity_zh = models.CharField(_("how long it is valid, in Chinese"), max_length=200, blank=True)
    validity_en = models.CharField(_("how long it is valid, in English"), max_length=200, blank=True)
    note_zh = models.CharField(_("note in Chinese"), max_length=300, blank=True)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    name = Told("name")
    validity = Told("validity")
    note = Told("note")

    class Meta(GuidePart.Meta):
        verbose_name = _("paper of a guide")
        verbose_name_plural = _("papers of guides")
        ordering = ["guide", "order", "pk"]

    def __str__(self) -> str:
        return str(self.name)


class GuideVersion(models.Model):
    """A guide as it was published, whole and for ever."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="versions", verbose_name=_("guide"))
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    at = models.DateTimeField(_("published"), default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("written by"),
        help_text=_("Empty where a file was loaded."),
    )  # fmt: skip
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )

    class Meta:
        verbose_name = _("version of a guide")
        verbose_name_plural = _("versions of guides")
        ordering = ["guide", "-number"]
        constraints = [models.UniqueConstraint(fields=["guide", "number"], name="guide_version_once")]

    def __str__(self) -> str:
        return f"{self.guide} {self.number}"
