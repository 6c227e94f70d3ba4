"""A message is a row: what was said, to whom, in which language, and what became of its mail.

The table is the truth. Celery only carries "look now", so nothing is lost when the broker is away.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from portal.notifications.enums import MailState
from portal.notifications.querysets import MessageQuerySet


class Message(models.Model):
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("recipient"),
    )
    # The address at the time of writing: it stays on record where the mail went.
    to_email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=10)
    kind = models.CharField(_("kind"), max_length=80)
    subject = models.CharField(_("subject"), max_length=255)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("link"), max_length=500, blank=True)
    case_reference = models.CharField(_("case number"), max_length=64, blank=True)
    dedupe_key = models.CharField(_("key against repetition"), max_length=200, unique=True)
    batch = models.UUIDField(_("call that wrote it"), default=uuid.uuid4, editable=False)
    in_inbox = models.BooleanField(_("shown in the portal"), default=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    sensitive = models.BooleanField(_("holds a code or a personal link"), default=False)
    created_at = models.DateTimeField(_("written"), default=clock.now, editable=False)

    mail_state = models.CharField(_("mail"), max_length=10, choices=MailState, default=MailState.NONE)
    message_id = models.CharField("Message-ID", max_length=150, blank=True)
    # 72 hours of attempts are counted from here; a resend starts them anew.
    queued_at = models.DateTimeField(_("waiting since"), default=clock.now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    lease_until = models.DateTimeField(_("held by a sender until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.CharField(_("answer of the mail server"), max_length=500, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(condition=Q(mail_state__in=MailState.values), name="message_mail_state_known"),
            models.CheckConstraint(condition=Q(recipient__isnull=False) | ~Q(to_email=""), name="message_to_somebody"),
            models.CheckConstraint(condition=Q(in_inbox=True) | ~Q(mail_state="none"), name="message_goes_somewhere"),
            models.CheckConstraint(
                condition=Q(in_inbox=False) | Q(recipient__isnull=False, sensitive=False), name="message_inbox_owned"
            ),
            models.CheckConstraint(condition=Q(mail_state="none") | ~Q(to_email=""), name="message_mail_addressed"),
            models.CheckConstraint(
                condition=~Q(mail_state="pending") | Q(next_attempt_at__isnull=False), name="message_pending_is_due"
            ),
            models.CheckConstraint(
                condition=Q(mail_state="sending", lease_until__isnull=False)
                | (~Q(mail_state="sending") & Q(lease_until__isnull=True)),
                name="message_sending_is_leased",
            ),
            models.CheckConstraint(
                condition=~Q(mail_state="sent") | Q(sent_at__isnull=False), name="message_sent_is_dated"
            ),
        ]
        indexes = [
            models.Index(
                F("sensitive").desc(), "next_attempt_at", "id", condition=Q(mail_state="pending"), name="message_due"
            ),
            models.Index(fields=["lease_until"], condition=Q(mail_state="sending"), name="message_leased"),
            models.Index(fields=["-created_at"], condition=Q(mail_state="failed"), name="message_failed"),
            models.Index(fields=["recipient", "-created_at", "-id"], condition=Q(in_inbox=True), name="message_inbox"),
            models.Index(fields=["recipient"], condition=Q(in_inbox=True, read_at__isnull=True), name="message_unread"),
            models.Index(fields=["created_at"], condition=Q(sensitive=True), name="message_sensitive"),
            models.Index(fields=["case_reference"], condition=~Q(case_reference=""), name="message_case"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def link(self) -> str:
        """The address for a mail, with the portal's host; empty without one."""
        return f"{settings.SITE_URL}{self.url}" if self.url.startswith("/") else self.url


class Preference(models.Model):
    """Whether a person wants mail of an optional kind. The portal's own inbox is never switched off."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preferences", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=80)
    mail = models.BooleanField(_("by e-mail too"), default=True)

    class Meta:
        verbose_name = _("message setting")
        verbose_name_plural = _("message settings")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return self.kind
