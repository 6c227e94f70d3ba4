"""The decision, and the refusals that need none: what was said, by whom, and when the applicant opened the letter."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Outcome, RefusalKind
from enterprises.models.application import Application
from portal.core import clock
from portal.core.codes import verification_code
from portal.core.money import yuan


class Letter(models.Model):
    """What a letter to the applicant needs: a code to verify it by, and when it was first opened on their side.

    Limits to appeal count from the opening (行政复议法 art. 20: from the day of knowing).
    """

    code = models.CharField(_("verification code"), max_length=20, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("opened by"),
    )  # fmt: skip

    class Meta:
        abstract = True


class Decision(Letter):
    """What was drafted by one person and signed by others, in the order of the call's chain.

    `signer` is the last of the chain. A draft that was sent back has `returned_at`; a decision that another one took
    the place of is not `is_current` any more. `code` is given with the last signature.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    amount_fen = models.BigIntegerField(_("amount in fen"), default=0)
    reason_code = models.CharField(_("coded reason"), max_length=40, blank=True)
    reason = models.TextField(_("reason"))
    clause = models.CharField(_("clause"), max_length=40, blank=True)
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted"), default=clock.now)
    returned_at = models.DateTimeField(_("sent back"), null=True, blank=True)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    is_current = models.BooleanField(_("current"), default=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(is_current=True), name="one_current_decision"),
            models.CheckConstraint(condition=Q(signer=None) | ~Q(drafter=F("signer")), name="decision_two_people"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.APPROVE, amount_fen__gt=0) | Q(outcome=Outcome.REJECT, amount_fen=0),
                name="decision_amount_fits_outcome",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(returned_at=None), name="decision_signed_or_sent_back"
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="decision_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome}"

    @property
    def amount_cny(self) -> Decimal:
        return yuan(self.amount_fen)


class Refusal(Letter):
    """An application that ended before anybody decided on it: not accepted by the district, or no correction came."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="refusal")
    code = models.CharField(
        _("verification code"), max_length=20, unique=True, default=verification_code, editable=False
    )
    kind = models.CharField(_("kind"), max_length=15, choices=RefusalKind)
    reason = models.TextField(_("reason"), blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("refusal")
        verbose_name_plural = _("refusals")

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"
