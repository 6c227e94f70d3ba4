"""The lot: an odd number of experts for a call, drawn with a seed that is kept, and substitutes in their order."""

import random
import secrets
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from enterprises.call_permissions import scope_of
from enterprises.enums import State
from enterprises.exceptions import ReviewError
from enterprises.experts.permissions import may_draw
from enterprises.experts.sheets import fill_places
from enterprises.models import Application, Assignment, Call, Draw, Expert
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.exceptions import StepForbidden
from portal.reviews.models import Case

# So many substitutes are drawn beside the places of a call, and as many again when none is left.
SUBSTITUTES = 2
EMPLOYER_APPLIES = "employer_applies"


def population(call: Call) -> tuple[list[int], list[dict[str, Any]]]:
    """Whoever may be drawn for this call, sorted, and who is left out because their employer applies."""
    applying = Application.objects.filter(call=call).exclude(state=State.DRAFT)
    codes = set(applying.values_list("enterprise__credit_code", flat=True).distinct())
    pool = Expert.objects.filter(is_active=True, user__is_active=True, user__posts__role=Role.EXPERT)
    rows = sorted(set(pool.exclude(assignments__call=call).values_list("pk", "employer_code")))
    free = [pk for pk, code in rows if code not in codes]
    return free, [{"expert": pk, "why": EMPLOYER_APPLIES} for pk, code in rows if code in codes]


def drawn(seed: str, people: list[int], number: int) -> list[int]:
    """The lot itself: the same seed and the same sorted people give the same order, on any machine."""
    return random.Random(seed).sample(sorted(people), number)  # noqa: S311  (the seed is the secret, drawn by secrets)


def drawn_again(draw: Draw) -> list[int]:
    return drawn(draw.seed, draw.population, draw.size + draw.substitutes)


def draw_experts(call: Call, user: User, *, seed: str = "") -> Draw:
    """The first draw fills the places of the call; a later one adds substitutes. Applications that wait get their
    sheets. Raises ReviewError where the pool is too small. Only the demo gives a seed: whoever tries it is drawn."""
    if not may_draw.test(user):
        raise StepForbidden()
    with transaction.atomic():
        call = Call.objects.select_related("measure").select_for_update(of=("self",)).get(pk=call.pk)
        number = (call.draws.aggregate(last=Max("number"))["last"] or 0) + 1
        people, excluded = population(call)
        size = call.experts if number == 1 else 0
        _check(call, size, people)
        draw = Draw.objects.create(
            call=call,
            number=number,
            seed=seed if seed and call.is_demo else secrets.token_hex(16),
            size=size,
            substitutes=min(SUBSTITUTES, len(people) - size),
            population=people,
            excluded=excluded,
            drawn_by=user,
            at=clock.now(),
        )
        order = _assign(draw)
        facts = {"number": number, "seed": draw.seed, "population": people, "excluded": excluded, "order": order}
        record(scope=scope_of(call), verb="draw_experts", actor=user, target=call.code, data=facts)
        fill_places(_waiting(call))
    return draw


def _check(call: Call, size: int, people: list[int]) -> None:
    if not call.is_competitive:
        raise ReviewError(_("Experts score competitive calls only."))
    if not size and not people:
        raise ReviewError(_("Nobody is left in the pool for this call: add experts to the pool first."))
    if len(people) < size:
        text = _("The pool has %(have)s experts for this call, and %(need)s are needed: add experts to the pool first.")
        raise ReviewError(text % {"have": len(people), "need": size})


def _assign(draw: Draw) -> list[int]:
    first = Assignment.objects.filter(call=draw.call).count() + 1
    order = drawn_again(draw)
    Assignment.objects.bulk_create(
        Assignment(draw=draw, call=draw.call, expert_id=expert, order=first + place, is_substitute=place >= draw.size)
        for place, expert in enumerate(order)
    )
    return order


def _waiting(call: Call) -> list[Application]:
    """Those that lie with the experts, locked, in the order of their keys."""
    of_call = Application.objects.filter(call=call).values("pk")
    cases = Case.objects.select_for_update(of=("self",)).filter(state=State.EXPERT_REVIEW, pk__in=of_call)
    keys = list(cases.order_by("pk").values_list("pk", flat=True))
    return list(Application.objects.filter(pk__in=keys).select_related("enterprise", "call__measure").order_by("pk"))
