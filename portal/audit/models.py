from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.audit.chain import Link
from portal.audit.exceptions import AppendOnlyError
from portal.audit.querysets import EntryQuerySet


class Entry(models.Model):
    """Something that was done: written once by `actions.record`, never changed, never deleted.

    A scope is one chain, such as "case:17" or "system"; entries of a scope count from 1 without a gap."""

    scope = models.CharField(_("scope"), max_length=100)
    sequence = models.PositiveBigIntegerField(_("number"))
    at = models.DateTimeField(_("time"), db_index=True)
    # PROTECT: the hash covers the person. Who leaves is deactivated, not deleted.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    actor_label = models.CharField(_("name at the time"), max_length=200)
    verb = models.CharField(_("action"), max_length=100)
    target = models.CharField(_("object"), max_length=300, blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField(_("hash of the entry before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        constraints = [
            models.UniqueConstraint(fields=["scope", "sequence"], name="audit_entry_sequence_once"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="audit_entry_sequence_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} #{self.sequence} {self.verb}"

    def link(self) -> Link:
        return Link(*(getattr(self, name) for name in Link._fields))

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnlyError


class Head(models.Model):
    """The last entry of a chain: locked by whoever adds the next, and the proof that no tail was cut off."""

    scope = models.CharField(max_length=100, primary_key=True)
    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("head of a chain")
        verbose_name_plural = _("heads of chains")

    def __str__(self) -> str:
        return f"{self.scope} #{self.sequence}"
