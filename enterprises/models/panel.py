"""The panel (会审): a meeting that ranks what was scored and draws the line; frozen with its minutes and a hash."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import DraftState
from enterprises.models.application import Application
from enterprises.models.call import Call
from enterprises.querysets import PanelQuerySet
from portal.core import clock


class Panel(models.Model):
    """One meeting on one call. `setting`: {way: line|factor|order, value}; `content` is what was frozen, word for word,
    and `sha256` its hash. Money is in fen."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="panels", verbose_name=_("call"), editable=False)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    chair = models.CharField(_("chair"), max_length=100, blank=True)
    members = models.JSONField(_("members"), default=list, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    setting = models.JSONField(_("setting"), default=dict, editable=False)
    content = models.JSONField(_("frozen list"), null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("begun by")
    )
    begun_at = models.DateTimeField(_("begun"), default=clock.now, editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("frozen by"),
    )  # fmt: skip
    frozen_at = models.DateTimeField(_("frozen"), null=True, editable=False)

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = _("panel meeting")
        verbose_name_plural = _("panel meetings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["call"], condition=Q(frozen_at=None), name="one_open_panel_per_call"),
            models.CheckConstraint(
                condition=Q(frozen_at=None, frozen_by=None, sha256="")
                | Q(frozen_at__isnull=False, frozen_by__isnull=False, held_on__isnull=False)
                & ~Q(sha256="")
                & ~Q(chair="")
                & ~Q(minutes=""),
                name="frozen_panel_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call.code} · {self.held_on or self.begun_at.date()}"

    @property
    def is_demo(self) -> bool:
        return self.call.is_demo


class PanelLine(models.Model):
    """An application in the frozen list, and whether its decision was drafted."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="lines")
    application = models.ForeignKey(Application, models.PROTECT, related_name="panel_lines")
    position = models.PositiveIntegerField(_("rank"))
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    computed_fen = models.BigIntegerField(_("computed amount in fen"), default=0)
    amount_fen = models.BigIntegerField(_("amount in fen"), default=0)
    draft = models.CharField(_("draft"), max_length=10, choices=DraftState, default=DraftState.WAITING)
    problem = models.CharField(_("why it was not drafted"), max_length=500, blank=True)
    drafted_at = models.DateTimeField(_("drafted"), null=True)

    class Meta:
        verbose_name = _("line of a panel")
        verbose_name_plural = _("lines of panels")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "application"], name="panel_names_application_once"),
            models.UniqueConstraint(fields=["panel", "position"], name="panel_rank_once"),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0, amount_fen__lte=models.F("computed_fen")), name="panel_never_adds"
            ),
            models.CheckConstraint(
                condition=Q(draft=DraftState.DRAFTED, drafted_at__isnull=False)
                | Q(drafted_at=None) & ~Q(draft=DraftState.DRAFTED),
                name="drafted_line_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["panel", "position"], condition=Q(draft="waiting"), name="panel_lines_to_draft")
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.position}"

    @property
    def is_supported(self) -> bool:
        return self.amount_fen > 0
