"""The letter of a case: issued or refused, drafted by one official and signed by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from talent.case_querysets import LetterQuerySet
from talent.cases.enums import LetterOutcome
from talent.models.case import TalentCase


class TalentLetter(models.Model):
    """`code` is given with the signature: whoever holds the letter can verify it without an account. A draft that was
    sent back has `returned_at`; a letter that counts no more has `revoked_at`. Limits to appeal count from
    `opened_at`."""

    case = models.ForeignKey(TalentCase, models.CASCADE, related_name="letters")
    outcome = models.CharField(_("outcome"), max_length=15, choices=LetterOutcome)
    # What the letter says in both languages; for a refusal, the reasons.
    body_zh = models.TextField(_("text in Chinese"), max_length=4000)
    body_en = models.TextField(_("text in English"), max_length=4000, blank=True)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("drafted by"),
    )  # fmt: skip
    drafted_at = models.DateTimeField(_("drafted"), default=clock.now)
    returned_at = models.DateTimeField(_("sent back"), null=True, blank=True)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("signed by"),
    )  # fmt: skip
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    code = models.CharField(_("verification code"), max_length=20, blank=True, editable=False)
    # Kept when the person is forgotten and the text goes: whoever holds the paper still compares it.
    kept_fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    is_current = models.BooleanField(_("current"), default=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of a case")
        verbose_name_plural = _("letters of cases")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_current=True), name="one_current_letter_per_talent_case"
            ),
            models.CheckConstraint(condition=Q(signer=None) | ~Q(drafter=F("signer")), name="talent_letter_two_people"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="talent_letter_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
