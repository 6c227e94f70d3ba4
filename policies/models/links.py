"""Addresses on the web that our texts name, and whether they still answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.enums import LinkTrouble


class LinkCheck(models.Model):
    """One address, wherever it stands. `uses` says where: a list of [kind, key] pairs, for the way to mend it.

    `error` is empty while the address answers; `failures` counts the nights in a row on which it did not.
    """

    url = models.CharField(_("address"), max_length=500, unique=True)
    uses = models.JSONField(_("stands in"), default=list)
    checked_at = models.DateTimeField(_("last checked"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    error = models.CharField(_("what is wrong"), max_length=12, blank=True, choices=LinkTrouble)
    failures = models.PositiveSmallIntegerField(_("nights in a row"), default=0)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["url"]
        indexes = [
            models.Index(fields=["checked_at", "id"], name="link_to_check"),
            models.Index(fields=["-failures", "id"], condition=~models.Q(error=""), name="link_dead"),
        ]

    def __str__(self) -> str:
        return self.url
