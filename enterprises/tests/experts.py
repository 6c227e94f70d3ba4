"""Experts for tests: a pool, a draw, sheets that are sent."""

import factory

from enterprises.enums import Conflict
from enterprises.experts import scoring
from enterprises.experts.drawing import draw_experts
from enterprises.models import Application, Call, Draw, Expert, Sheet
from enterprises.tests.factories import credit_code, official
from portal.accounts.enums import Role
from portal.accounts.models import User

RUBRIC = [
    {"code": "r1", "zh": "先进性", "en": "Advanced", "points": 60},
    {"code": "r2", "zh": "带动作用", "en": "Effect", "points": 40},
]
EVIDENCE = {"r1": "见方案第三章。", "r2": "见合同。"}


class ExpertFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Expert

    user = factory.LazyFunction(lambda: official(Role.EXPERT))
    expertise = "数字贸易"
    employer = factory.Sequence(lambda n: f"示例大学{n}")
    employer_code = factory.Sequence(lambda n: credit_code(90_000_000 + n))


def pool(number: int) -> list[Expert]:
    return ExpertFactory.create_batch(number)


def drawn(call: Call, division: User, *, experts: int = 3, spare: int = 0) -> Draw:
    """A call with a rubric and so many experts, and `spare` more in the pool for substitutes."""
    Call.objects.filter(pk=call.pk).update(rubric=RUBRIC, experts=experts)
    call.refresh_from_db()
    pool(experts + spare)
    return draw_experts(call, division)


def declared(sheet: Sheet) -> Sheet:
    return scoring.declare(sheet, sheet.expert.user, Conflict.NONE)


def sent(sheet: Sheet, first: object = 50, second: object = 30) -> Sheet:
    """Declared and sent with these points for the two lines of RUBRIC."""
    if not sheet.conflict:
        sheet = declared(sheet)
    return scoring.send(sheet, sheet.expert.user, {"r1": str(first), "r2": str(second)}, EVIDENCE)


def let_experts_score(application: Application, division: User) -> None:
    """From the draw to the last sheet, which reports the score by itself."""
    if not application.call.draws.exists():
        drawn(application.call, division)
    for sheet in application.sheets.filter(sent_at=None, recused_at=None):
        sent(sheet)
    application.refresh_from_db()
    application.forget()
