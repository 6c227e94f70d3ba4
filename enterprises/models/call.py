"""The call opens a measure for applications: window, budget, exchange rate."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import COMMITTING, PAYING, AllocationWay, CallState, EntryKind
from enterprises.querysets import BudgetEntryQuerySet, CallQuerySet
from policies.models import Measure, PaperType
from portal.accounts.enums import Role
from portal.calendars.workdays import workdays_between
from portal.core import clock
from portal.core.models import Localised, PublicContent, TimeStamped
from portal.core.money import yuan

# A window that ends within so many working days is shown as closing.
CLOSING_WORKDAYS = 5
# How many experts score an application: odd, and at least three.
EXPERTS = (3, 5, 7, 9, 11)
REPORT_YEARS = (1, 2, 3, 4, 5)
_ONE_SECOND = timedelta(seconds=1)


def default_instalments() -> list[dict[str, int]]:
    """All at once, as soon as the support is approved."""
    return [{"percent": 100, "after_days": 0}]


def default_chain() -> list[str]:
    """The division drafts, the leadership signs."""
    return [Role.CASE_MANAGER.value, Role.LEADERSHIP.value]


class Call(PublicContent, TimeStamped):
    """A call for applications (申报通知). Money is in fen; a window is open from `opens_at` up to `closes_at`.

    Nobody outside the desk sees it before `published_at`. `rubric`: [{code, zh, en, points}] for the experts;
    `stage_limits`: {stage: days} in place of those of the process table; `sign_off_chain`: roles in their order;
    `instalments`: [{percent, after_days}], counted from the approval; `report_years`: one performance report a year.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="calls", verbose_name=_("measure"))
    period_from = models.DateField(_("accounting period from"))
    period_to = models.DateField(_("accounting period to"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    budget_fen = models.BigIntegerField(_("budget in fen"))
    committed_fen = models.BigIntegerField(_("committed in fen"), default=0, editable=False)
    paid_fen = models.BigIntegerField(_("paid in fen"), default=0, editable=False)
    usd_cny = models.DecimalField(_("CNY for one USD"), max_digits=8, decimal_places=4, null=True, blank=True)
    usd_cny_on = models.DateField(_("exchange rate of"), null=True, blank=True)
    number = models.CharField(_("document number"), max_length=60, blank=True)
    intro_zh = models.TextField(_("text of the notice in Chinese"), blank=True)
    intro_en = models.TextField(_("text of the notice in English"), blank=True)
    contact_zh = models.CharField(_("contact in Chinese"), max_length=200, blank=True)
    contact_en = models.CharField(_("contact in English"), max_length=300, blank=True)
    allocation = models.CharField(
        _("way of allocation"), max_length=12, choices=AllocationWay, default=AllocationWay.ENTITLEMENT
    )
    quota = models.PositiveIntegerField(
        _("quota"), null=True, blank=True, help_text=_("First come: so many applications, in the order of submission.")
    )
    papers = models.ManyToManyField(
        PaperType, blank=True, related_name="calls", verbose_name=_("papers of this call"),
        help_text=_("Beside those that everybody gives; empty takes the measure’s."),
    )  # fmt: skip
    rubric = models.JSONField(_("rubric"), default=list, blank=True)
    experts = models.PositiveSmallIntegerField(
        _("experts per application"), default=5, choices=[(n, str(n)) for n in EXPERTS],
        help_text=_("Always odd, so that there is a middle."),
    )  # fmt: skip
    drops_extremes = models.BooleanField(
        _("the highest and the lowest score are left out"), default=False, help_text=_("From five sheets on.")
    )
    shows_spread = models.BooleanField(
        _("experts see the anonymous spread"), default=False, help_text=_("After they have sent their own sheet.")
    )
    stage_limits = models.JSONField(_("limits of the stages"), default=dict, blank=True)
    sign_off_chain = models.JSONField(_("sign-off chain"), default=default_chain, blank=True)
    instalments = models.JSONField(_("instalments"), default=default_instalments, blank=True)
    report_years = models.PositiveSmallIntegerField(
        _("years of performance reports"), default=1, choices=[(n, str(n)) for n in REPORT_YEARS],
        help_text=_("One report a year, counted from the payment; the last one is evaluated."),
    )  # fmt: skip
    needs_signature = models.BooleanField(
        _("the legal representative signs"), default=False, help_text=_("By a link, before the application is sent.")
    )
    without_application = models.BooleanField(
        _("awarded without application"), default=False,
        help_text=_("Nobody applies: the bureau finds who is entitled, and offers the support."),
    )  # fmt: skip
    exclusive_measures = models.ManyToManyField(
        Measure, blank=True, related_name="+", verbose_name=_("not together with"),
        help_text=_("An enterprise supported under one of these in the same year is not supported here."),
    )  # fmt: skip
    yearly_cap_fen = models.BigIntegerField(_("most per enterprise and year in fen"), null=True, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("drafted by"),
    )  # fmt: skip
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("published by"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    closed_early_at = models.DateTimeField(_("closed early"), null=True, blank=True, editable=False)
    close_reason_zh = models.CharField(_("why it closed early, in Chinese"), max_length=500, blank=True)
    close_reason_en = models.CharField(_("why it closed early, in English"), max_length=800, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    is_demo = models.BooleanField(_("demo"), default=False)
    intro = Localised("intro")
    contact = Localised("contact")
    close_reason = Localised("close_reason")

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
            models.CheckConstraint(
                condition=Q(paid_fen__gte=0, paid_fen__lte=F("committed_fen")), name="paid_within_committed"
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(drafted_by=None) | ~Q(published_by=F("drafted_by")),
                name="call_two_people",
            ),
            models.CheckConstraint(
                condition=Q(closed_early_at=None) | ~Q(close_reason_zh=""), name="early_close_has_a_reason"
            ),
            models.CheckConstraint(condition=Q(experts__in=EXPERTS), name="experts_are_odd"),
            models.CheckConstraint(condition=Q(report_years__in=REPORT_YEARS), name="report_years_are_few"),
            models.CheckConstraint(
                condition=Q(yearly_cap_fen=None) | Q(yearly_cap_fen__gt=0), name="yearly_cap_is_some"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} · {self.code}"

    def is_open(self, moment: datetime) -> bool:
        published = self.published_at is not None and self.closed_early_at is None
        return published and not self.without_application and self.opens_at <= moment < self.closes_at

    @property
    def state(self) -> CallState:
        moment = clock.now()
        if self.closed_early_at is not None:
            return CallState.CLOSED
        if moment < self.opens_at:
            return CallState.UPCOMING
        if moment >= self.closes_at:
            return CallState.CLOSED
        return CallState.CLOSING if self.workdays_left <= CLOSING_WORKDAYS else CallState.OPEN

    @property
    def is_competitive(self) -> bool:
        """Experts score where the call or its measure says so."""
        return AllocationWay.COMPETITIVE in (self.allocation, self.measure.mode)

    @property
    def meets_in_panel(self) -> bool:
        """A meeting draws the line where there is more to give than money, or the money is cut for all."""
        return self.is_competitive or self.allocation == AllocationWay.PRO_RATA

    @property
    def last_day(self) -> date:
        """The last day on which an application counts: a window closes at 24:00, the next day's 00:00."""
        closes = (self.closed_early_at or self.closes_at).astimezone(clock.now().tzinfo)
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
    def yearly_cap_cny(self) -> Decimal | None:
        return None if self.yearly_cap_fen is None else yuan(self.yearly_cap_fen)

    @property
    def free_fen(self) -> int:
        return self.budget_fen - self.committed_fen

    @property
    def committed_percent(self) -> int:
        return round(self.committed_fen * 100 / self.budget_fen) if self.budget_fen else 0


class BudgetEntry(models.Model):
    """The ledger: every change of what a call has committed and paid. The call's two columns are always the sums of
    its entries: `committed_fen` of COMMITTING, `paid_fen` of PAYING. `check_ledger` compares them."""

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
                condition=Q(kind__in=(COMMITTING[0], PAYING[0]), amount_fen__gt=0)
                | Q(kind__in=(COMMITTING[1], PAYING[1]), amount_fen__lt=0),
                name="budget_entry_sign",
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.amount_fen}"
