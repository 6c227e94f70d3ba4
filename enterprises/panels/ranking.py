"""The list that a panel ranks, and the money that it may give; as many queries for two thousand as for two."""

from django.db.models import Max, Sum

from enterprises.enums import Figure, Outcome, State
from enterprises.models import Application, Call, Decision, YearFigure
from enterprises.panels.cutting import Candidate, ranked
from enterprises.querysets import ApplicationQuerySet
from portal.accounts.enums import Role
from portal.reviews.models import Transition, WorkItem

COLUMNS = (
    *("pk", "number", "enterprise_id", "enterprise__name", "score", "computed_fen", "submitted_at"),
    *("enterprise__district_id", "enterprise__entity_type", "enterprise__investment"),
)


def candidates_of(call: Call) -> list[Candidate]:
    """What is verified and lies with the division, ranked."""
    open_items = WorkItem.objects.filter(
        closed_at=None, desk=Role.CASE_MANAGER, state=State.VERIFICATION, topic=str(call.pk)
    )
    found = Application.objects.filter(call=call, state=State.VERIFICATION, pk__in=open_items.values("case"))
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in found.order_by().values_list(*COLUMNS)]
    accepted, staff = _accepted(call), _staff(call)
    last = max(accepted.values(), default=0) + 1
    return ranked(
        [
            Candidate(
                pk=row["pk"],
                number=row["number"],
                enterprise=row["enterprise__name"],
                score=row["score"],
                computed_fen=row["computed_fen"] or 0,
                accepted=accepted.get(row["pk"], last),
                district=row["enterprise__district_id"],
                entity_type=row["enterprise__entity_type"],
                staff=staff.get(row["enterprise_id"]),
                investment=row["enterprise__investment"],
                submitted_at=row["submitted_at"],
            )
            for row in rows
        ]
    )


def _accepted(call: Call) -> dict[int, int]:
    """The order of acceptance: the move that accepted each."""
    moves = Transition.objects.filter(step="accept", case__in=_verified(call).values("pk"))
    return dict(moves.order_by().values("case").annotate(last=Max("pk")).values_list("case", "last"))


def _staff(call: Call) -> dict[int, int]:
    """Employees by the newest year of which a figure is known, verified before declared."""
    figures = YearFigure.objects.filter(code=Figure.STAFF, enterprise__in=_verified(call).values("enterprise"))
    rows = figures.order_by("year").values_list("enterprise", "verified", "declared")
    return {pk: int(declared if verified is None else verified) for pk, verified, declared in rows}


def _verified(call: Call) -> ApplicationQuerySet:
    return Application.objects.filter(call=call, state=State.VERIFICATION)


def available_fen(call: Call) -> int:
    """What is left of the budget: neither committed nor in a draft that waits for its signature."""
    drafts = Decision.objects.filter(
        is_current=True, outcome=Outcome.APPROVE, signer=None, application__call=call, application__state=State.DECIDING
    )
    return call.free_fen - (drafts.aggregate(total=Sum("amount_fen"))["total"] or 0)
