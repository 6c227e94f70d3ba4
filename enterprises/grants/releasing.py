"""The second person's release: lines that are in become offers, if the call's money covers them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from enterprises.credit.checking import exclusions
from enterprises.enums import AllocationWay, GrantAnswer, GrantPhase, GrantVerdict
from enterprises.exceptions import BudgetExceeded, GrantRefused
from enterprises.grants import notifications as message
from enterprises.grants.computing import recount
from enterprises.grants.permissions import may_release_grants
from enterprises.grants.runs import scope_of
from enterprises.models import Application, Call, GrantLine, GrantRun
from policies.rules import apply_pro_rata
from portal.accounts.models import User
from portal.audit.actions import record
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.core.money import fen, format_cny, yuan
from portal.reviews.exceptions import StepForbidden

REMIND_DAYS = 5


@dataclass(frozen=True)
class Standing:
    """In fen: what the lines to be released come to, and what the call has left beside offers that are out."""

    budget: int
    committed: int
    offered: int
    wanted: int
    pro_rata: bool

    @property
    def free(self) -> int:
        return self.budget - self.committed - self.offered

    @property
    def fits(self) -> bool:
        return self.wanted <= self.free

    @property
    def factor(self) -> Fraction:
        """What each award is cut by where the call shares its money out; otherwise, and where it suffices, 1."""
        if not self.pro_rata or self.fits or not self.wanted:
            return Fraction(1)
        return Fraction(max(self.free, 0), self.wanted)


def waiting(run: GrantRun) -> QuerySet[GrantLine]:
    """Lines that are in and not offered yet: all of a new run, later those that were settled since."""
    return GrantLine.objects.filter(run=run.pk, verdict=GrantVerdict.IN, offered_at=None)


def standing(run: GrantRun, call: Call | None = None) -> Standing:
    call = call or Call.objects.get(pk=run.call_id)
    offered = GrantLine.objects.standing().filter(call=call.pk).aggregate(sum=Sum("amount_fen"))["sum"] or 0
    wanted = waiting(run).aggregate(sum=Sum("computed_fen"))["sum"] or 0
    pro_rata = call.allocation == AllocationWay.PRO_RATA
    return Standing(call.budget_fen, call.committed_fen, offered, wanted, pro_rata)


def release(run: GrantRun, person: User) -> int:
    """Offer the support to everybody whose line is in; how many. Raises BudgetExceeded with the figures."""
    with transaction.atomic():
        # Runs of one call wait for each other here, so that both can't count the same money.
        call = Call.objects.select_for_update(of=("self",)).get(pk=run.call_id)
        run = GrantRun.objects.select_for_update(of=("self",)).select_related("call__measure").get(pk=run.pk)
        _check(run, call, person)
        money = standing(run, call)
        if not money.fits and not money.pro_rata:
            raise BudgetExceeded(_too_much(money))
        offered = _offer(run, person, money)
        _note(run, person, money)
        message.offers(run)
    return offered


def _check(run: GrantRun, call: Call, person: User) -> None:
    if not may_release_grants.test(person, run):
        raise StepForbidden()
    if run.phase not in (GrantPhase.READY, GrantPhase.RELEASED):
        raise GrantRefused(_("This run can’t be released: it is not computed, or it was put aside."))
    if call.published_at is None or call.closed_early_at is not None:
        raise GrantRefused(_("The call must be open to everybody before anything is offered under it."))
    lines = waiting(run)
    if not lines.exists():
        raise GrantRefused(_("No line waits to be released."))
    if lines.filter(settled_by=person).exists():
        raise GrantRefused(_("You settled a line of this run, so another member of the leadership releases it."))
    _check_meanwhile(run, lines)


def _check_meanwhile(run: GrantRun, lines: QuerySet[GrantLine]) -> None:
    """Since the run was computed somebody may have applied, come onto a list, or been offered it by another run."""
    codes = lines.values("credit_code")
    others = GrantLine.objects.filter(call=run.call_id, credit_code__in=codes, offered_at__isnull=False)
    offered = others.filter(answer__in=(GrantAnswer.NONE, GrantAnswer.ACCEPTED)).exclude(run=run.pk)
    applied = Application.objects.filter(call=run.call_id, enterprise__credit_code__in=codes)
    names = [*offered.values_list("name", flat=True)[:3]]
    names += applied.exclude(state="withdrawn").values_list("enterprise__name", flat=True)[:3]
    listed = exclusions(codes.values_list("credit_code", flat=True), clock.today())
    names += lines.filter(credit_code__in=list(listed)[:3]).values_list("name", flat=True)
    if names:
        raise GrantRefused(
            _(
                "Since the run was computed these got an offer, applied or came onto a credit list: %(names)s. "
                "Compute a new run with the roster."
            )
            % {"names": _(", ").join(names)}
        )


def _too_much(money: Standing) -> str:
    words = {
        "wanted": format_cny(yuan(money.wanted)),
        "free": format_cny(yuan(max(money.free, 0))),
        "budget": format_cny(yuan(money.budget)),
        "committed": format_cny(yuan(money.committed)),
        "offered": format_cny(yuan(money.offered)),
        "over": format_cny(yuan(money.wanted - money.free)),
    }
    return (
        _(
            "The lines come to %(wanted)s, but %(free)s is free: of the budget of %(budget)s, %(committed)s is "
            "committed and %(offered)s is offered already. %(over)s is missing. Raise the budget or take a shorter "
            "roster."
        )
        % words
    )


def _offer(run: GrantRun, person: User, money: Standing) -> int:
    answer_by = add_workdays(clock.today(), run.answer_days).on
    facts: dict[str, Any] = {
        "offered_at": clock.now(),
        "released_by": person,
        "answer_by": answer_by,
        "remind_on": add_workdays(answer_by, -REMIND_DAYS).on,
        "answer": GrantAnswer.NONE,
        "told_at": None,
        "reminded_at": None,
    }
    lines = waiting(run)
    if money.factor == 1:
        return lines.update(amount_fen=F("computed_fen"), **facts)
    cut = list(lines.only("pk", "computed_fen"))
    for line in cut:
        line.amount_fen = fen(apply_pro_rata(yuan(line.computed_fen), money.factor))
        for name, value in facts.items():
            setattr(line, name, value)
    # A share of less than a yuan is nothing to offer.
    given = [line for line in cut if line.amount_fen]
    return GrantLine.objects.bulk_update(given, ["amount_fen", *facts], batch_size=500)


def _note(run: GrantRun, person: User, money: Standing) -> None:
    """The run says who released it first; every line says who released it."""
    now, figures = clock.now(), recount(run)
    first = GrantRun.objects.filter(Q(pk=run.pk), phase=GrantPhase.READY)
    factor = "" if money.factor == 1 else str(money.factor)
    first.update(phase=GrantPhase.RELEASED, released_by=person, released_at=now, factor=factor)
    GrantRun.objects.filter(pk=run.pk).update(updated_at=now, **figures)
    data = {"wanted_fen": money.wanted, "free_fen": money.free, "factor": str(money.factor)}
    record(scope=scope_of(run), verb="release_run", actor=person, target=str(run), data=data)
    run.refresh_from_db()
