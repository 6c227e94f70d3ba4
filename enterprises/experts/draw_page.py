"""The experts of a call at the desk: who may be drawn, what the lot gave, and the same lot drawn again as a check."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.desk.calls.page import chip
from enterprises.experts.drawing import EMPLOYER_APPLIES, SUBSTITUTES, drawn_again, population
from enterprises.experts.permissions import may_draw
from enterprises.models import Assignment, Call, Draw, Expert, Sheet
from portal.accounts.models import User


def draw_page(call: Call, user: User, *, check: bool = False) -> dict[str, Any]:
    draws = list(call.draws.select_related("drawn_by"))
    assigned = list(call.assignments.select_related("expert__user", "draw"))
    people, excluded = population(call)
    names = {expert.pk: expert for expert in Expert.objects.select_related("user").order_by("pk")}
    left = _unused(assigned, call)
    return {
        "title": _("Experts of the call"),
        "here": "experts",
        "call": call,
        "chip": chip(call),
        "draws": [_draw(draw, assigned, names, check) for draw in draws],
        "check": check,
        "people": [names[pk] for pk in people if pk in names],
        "excluded": [
            {"expert": names[row["expert"]], "why": _why(row["why"])} for row in excluded if row["expert"] in names
        ],
        "places": draws[0].size if draws else call.experts,
        "substitutes": SUBSTITUTES,
        "unused": len(left),
        "may_draw": may_draw.test(user) and call.is_competitive and (not draws or bool(people)),
        "urls": {
            "draw": reverse("admin:enterprises_draw_begin", args=[call.pk]),
            "check": reverse("admin:enterprises_draw_call", args=[call.pk]) + "?check=1",
            "pool": reverse("admin:enterprises_expert_changelist"),
        },
    }


def _draw(draw: Draw, assigned: list[Assignment], names: dict[int, Expert], check: bool) -> dict[str, Any]:
    rows = [one for one in assigned if one.draw_id == draw.pk]
    return {
        "draw": draw,
        "rows": rows,
        "population": len(draw.population),
        "excluded": len(draw.excluded),
        "holds": drawn_again(draw) == [row.expert_id for row in rows] if check else None,
        "again": [str(names[pk]) for pk in drawn_again(draw) if pk in names] if check else [],
    }


def _unused(assigned: list[Assignment], call: Call) -> list[Assignment]:
    """Substitutes who have not been asked about any application yet."""
    asked = set(Sheet.objects.filter(application__call=call).order_by().values_list("expert", flat=True).distinct())
    return [one for one in assigned if one.is_substitute and one.expert_id not in asked]


def _why(code: str) -> str:
    return _("the employer applies under this call") if code == EMPLOYER_APPLIES else code
