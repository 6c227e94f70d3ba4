"""What a person agreed to, kind by kind, and who has seen what of them in clear."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from portal.core.exceptions import PortalError
from talent.enums import ClearField, ConsentKind
from talent.models.people import Person
from talent.people_querysets import ClearViewQuerySet, ConsentQuerySet


class Consent(models.Model):
    """Separate for each sensitive kind (PIPL 29): given to a version of the text, and withdrawn at any time (15).

    A row stays after it was withdrawn: it proves what was allowed meanwhile.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=20, choices=ConsentKind)
    version = models.CharField(_("version of the text"), max_length=20)
    language = models.CharField(_("language in which it was read"), max_length=10)
    given_at = models.DateTimeField(_("given"), default=clock.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["person", "kind", "-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(withdrawn_at=None), name="consent_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")), name="consent_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.version})"


class ViewsStand(PortalError):
    """The list of who looked is never changed and nothing is taken from it."""


class ClearView(models.Model):
    """Somebody has seen a sealed value of a person in clear. Written once by talent/clear.py, never changed."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="clear_views", verbose_name=_("of whom"))
    # By number alone: a member who was deleted leaves the fact that somebody looked.
    member_pk = models.PositiveBigIntegerField(_("family member"), null=True, blank=True)
    field = models.CharField(_("what"), max_length=20, choices=ClearField)
    # The number of the file, where it was one.
    paper_pk = models.PositiveBigIntegerField(_("paper"), null=True, blank=True)
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by whom")
    )
    # "Officials' desk for foreign talent", where a person outside need not read an official's name.
    viewer_label = models.CharField(_("name at the time"), max_length=200)
    why = models.CharField(_("for what"), max_length=200)
    case_number = models.CharField(_("case"), max_length=40, blank=True)
    at = models.DateTimeField(_("when"), default=clock.now, db_index=True)

    objects = ClearViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("view in clear")
        verbose_name_plural = _("views in clear")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["viewer", "at"], name="clear_view_by_viewer")]

    def __str__(self) -> str:
        return f"{self.get_field_display()} · {self.viewer_label}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise ViewsStand
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise ViewsStand
