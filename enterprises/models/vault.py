"""What an enterprise keeps for use again: papers with their validity, and the account that money goes to."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import AccountState
from enterprises.models.enterprise import Enterprise
from policies.models import PaperType
from portal.attachments.models import Attachment
from portal.core import clock


class VaultPaper(models.Model):
    """A paper in the enterprise's vault. Attached to an application, a frozen copy of its file goes along."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="vault")
    kind = models.ForeignKey(PaperType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kind"))
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="vault_paper", verbose_name=_("file"))
    given_at = models.DateTimeField(_("kept since"), default=clock.now)
    replaced_by = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("paper in the vault")
        verbose_name_plural = _("papers in the vault")
        ordering = ["title", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(issued_on=None) | Q(valid_until__gte=F("issued_on")),
                name="vault_validity_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_valid(self, on: date) -> bool:
        return self.valid_until is None or self.valid_until >= on


class BankAccount(models.Model):
    """An account of the enterprise. The number is sealed; who proposes a new one is not who confirms it.

    `number_digest` is a keyed digest for comparing, `last4` is all that a page shows.
    """

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="accounts")
    holder = models.CharField(_("name of the account"), max_length=200)
    bank = models.CharField(_("bank and branch"), max_length=200)
    number_sealed = models.TextField(editable=False)
    number_digest = models.CharField(max_length=64, db_index=True, editable=False)
    last4 = models.CharField(max_length=4, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=AccountState, default=AccountState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"), default=clock.now)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField(_("to be confirmed until"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state=AccountState.CURRENT), name="one_current_account"
            ),
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state=AccountState.PROPOSED), name="one_proposed_account"
            ),
            models.CheckConstraint(
                condition=~Q(state=AccountState.CURRENT) | Q(confirmed_at__isnull=False), name="account_confirmed"
            ),
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        return f"•••• {self.last4}"
