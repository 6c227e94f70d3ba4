"""The call opens a measure for applications: window, budget, exchange rate."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import CallState, EntryKind
from enterprises.querysets import BudgetEntryQuerySet, CallQuerySet
from policies.models import Measure
from portal.calendars.workdays import workdays_between
from portal.core import clock
from portal.core.models import PublicContent, TimeStamped
from portal.core.money import yuan

# A window that ends within so many working days is shown as closing.
CLOSING_WORKDAYS = 5
_ONE_SECOND = timedelta(seconds=1)


class Call(PublicContent, TimeStamped):
    """A call for applications (申报通知). Money is in fen; a window is open from `opens_at` up to `closes_at`."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="calls", verbose_name=_("measure"))
    period_from = models.DateField(_("accounting period from"))
    period_to = models.DateField(_("accounting period to"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    budget_fen = models.BigIntegerField(_("budget in fen"))
    committed_fen = models.BigIntegerField(_("committed in fen"), default=0, editable=False)
    usd_cny = models.DecimalField(_("CNY for one USD"), max_digits=8, decimal_places=4, null=True, blank=True)
    usd_cny_on = models.DateField(_("exchange rate of"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for applications")
        verbose_name_plural = _("calls for applications")
        ordering = ["closes_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "period_from"], name="one_call_per_period"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="call_window_in_order"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="call_period_in_order"),
            # The last line of defence: whatever the code does, the budget is not overdrawn.
            models.CheckConstraint(
                condition=Q(committed_fen__gte=0, committed_fen__lte=F("budget_fen")), name="budget_not_overdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} · {self.code}"

    def is_open(self, moment: datetime) -> bool:
        return self.opens_at <= moment < self.closes_at

    @property
    def state(self) -> CallState:
        moment = clock.now()
        if moment < self.opens_at:
            return CallState.UPCOMING
        if moment >= self.closes_at:
            return CallState.CLOSED
        return CallState.CLOSING if self.workdays_left <= CLOSING_WORKDAYS else CallState.OPEN

    @property
    def last_day(self) -> date:
        """The last day on which an application counts: a window closes at 24:00, the next day's 00:00."""
        closes = self.closes_at.astimezone(clock.now().tzinfo)
        return (closes - _ONE_SECOND).date()

    @property
    def opens_on(self) -> date:
        return self.opens_at.astimezone(clock.now().tzinfo).date()

    @property
    def workdays_left(self) -> int:
        return max(workdays_between(clock.today(), self.last_day), 0)

    @property
    def budget_cny(self) -> Decimal:
        return yuan(self.budget_fen)

    @property
    def free_fen(self) -> int:
        return self.budget_fen - self.committed_fen

    @property
    def committed_percent(self) -> int:
        return round(self.committed_fen * 100 / self.budget_fen) if self.budget_fen else 0


class BudgetEntry(models.Model):
    """The ledger: every change of what a call has committed. `committed_fen` is always the sum of its entries."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="entries", verbose_name=_("call"))
    application = models.ForeignKey(
        "enterprises.Application", models.PROTECT, related_name="budget_entries", verbose_name=_("application")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind)
    amount_fen = models.BigIntegerField(_("amount in fen"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=clock.now)

    objects = BudgetEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget entry")
        verbose_name_plural = _("budget entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EntryKind.COMMIT, amount_fen__gt=0) | Q(kind=EntryKind.RELEASE, amount_fen__lt=0),
                name="budget_entry_sign",
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.amount_fen}"
