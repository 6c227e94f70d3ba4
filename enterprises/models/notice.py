"""The public notice (公示): who is to be supported with how much, for some working days before anything is paid."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import LineResult, Masking
from enterprises.models.application import Application
from enterprises.models.call import Call
from enterprises.querysets import NoticeQuerySet
from portal.core import clock
from portal.core.codes import verification_code
from portal.core.models import PublicContent


class Notice(PublicContent):
    """Published once and never changed: `content` is what everybody reads, `sha256` that of its canonical JSON.

    A mistake is put right by a new notice that `replaces` this one; the old one stays readable and says so.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="notices", verbose_name=_("call"))
    number = models.CharField(_("number"), max_length=20, unique=True)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    workdays = models.PositiveSmallIntegerField(_("working days"))
    masking = models.CharField(_("masking"), max_length=10, choices=Masking, default=Masking.STANDARD)
    content = models.JSONField(_("content"))
    sha256 = models.CharField("SHA-256", max_length=64)
    code = models.CharField(_("verification code"), max_length=20, unique=True, default=verification_code)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published"), default=clock.now)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    why_zh = models.CharField(_("why it was corrected, in Chinese"), max_length=500, blank=True)
    why_en = models.CharField(_("why it was corrected, in English"), max_length=800, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gt=F("first_day")), name="notice_days_in_order"),
            models.CheckConstraint(condition=Q(workdays__gt=0), name="notice_lasts"),
            models.CheckConstraint(
                condition=Q(replaces=None) | (~Q(why_zh="") & ~Q(why_en="")), name="corrected_notice_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["last_day", "id"], name="notice_by_end"),
            models.Index(fields=["call", "-id"], name="notice_of_call"),
        ]

    def __str__(self) -> str:
        return self.number

    def is_running(self, today: date | None = None) -> bool:
        return (today or clock.today()) <= self.last_day


class NoticeLine(models.Model):
    """One application on a notice. `content` is what the public reads of it; `result` is how it ended there."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="lines", verbose_name=_("public notice"))
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="notice_lines", verbose_name=_("application")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    content: Any = models.JSONField(_("content"))
    result = models.CharField(_("result"), max_length=10, choices=LineResult, blank=True)
    result_at = models.DateTimeField(_("result since"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of a notice")
        verbose_name_plural = _("lines of a notice")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "position"], name="notice_position_once"),
            models.UniqueConstraint(fields=["application"], condition=Q(result=""), name="one_running_notice_line"),
            models.CheckConstraint(
                condition=Q(result="", result_at=None) | (~Q(result="") & Q(result_at__isnull=False)),
                name="notice_result_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.position}"
