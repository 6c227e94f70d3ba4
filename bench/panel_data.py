"""So many verified applications under one competitive call, each with a score, and an open panel on it.

Run as a process of its own: `python -m bench.panel_data --applications 2000 --seed 1 --out FILE`.
"""

import argparse
import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

django.setup()

from allauth.mfa.models import Authenticator
from django.db import connection

from bench.bulk import BATCH, Maker
from bench.data import _session
from enterprises.enums import AllocationWay, State
from enterprises.models import Application, Call
from enterprises.panels.meeting import begin_panel
from policies.models import Measure
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.reviews.models import Case, Transition, WorkItem

CODE, OFFICIAL = "BENCH-PANEL", "division@example.test"


class PanelMaker(Maker):
    """As the queue's applications, but all of them verified, scored and with the division."""

    def __init__(self, seed: int, call: Call) -> None:
        super().__init__(seed)
        self.facts[call.pk] = next(iter(self.facts.values()))
        self.calls = [call]
        self.states = [(State.VERIFICATION, 1, Role.CASE_MANAGER, "QD-COM")]

    def _case(self, number: int, state: State) -> Case:
        case = super()._case(number, state)
        case.number = f"QP-{self.now.year}-{number:07d}"
        return case

    def _application(self, case: Case) -> Application:
        application = super()._application(case)
        application.score = Decimal(self.random.randrange(4000, 10_000)) / 100
        return application

    def _move(self, case: Case) -> Transition:
        move = super()._move(case)
        move.step, move.source, move.target = "accept", State.SUBMITTED, State.ACCEPTED
        return move

    def _item(self, case: Case, application: Application, pick: tuple[Any, ...]) -> WorkItem:
        item = super()._item(case, application, pick)
        item.holder = None
        return item


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--applications", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.write_text(json.dumps(fill(options.applications, options.seed)))


def fill(total: int, seed: int) -> dict[str, Any]:
    call = _call()
    maker = PanelMaker(seed, call)
    maker.make_enterprises(max(50, total // 4))
    for first in range(0, total, BATCH):
        maker.batch(first, min(BATCH, total - first))
    official = User.objects.get(email=OFFICIAL)
    panel = begin_panel(call, official)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    secret = {"secret": "JBSWY3DPEHPK3PXP"}
    Authenticator.objects.get_or_create(user=official, type=Authenticator.Type.TOTP, defaults={"data": secret})
    return {"panel": panel.pk, "session": _session(official), "applications": total}


def _call() -> Call:
    """A call of its own, so that what the demo has stays out of it; money for about half."""
    model = Call.objects.filter(is_demo=True, measure__mode=AllocationWay.COMPETITIVE).select_related("measure").first()
    measure = model.measure if model else Measure.objects.first()
    start = measure.period_from - timedelta(days=3660)
    values = {
        "code": CODE, "period_to": start + timedelta(days=364), "opens_at": model.opens_at,
        "closes_at": model.closes_at, "budget_fen": 25_000_000_000, "allocation": AllocationWay.COMPETITIVE,
        "rubric": model.rubric, "is_demo": True,
    }  # fmt: skip
    return Call.objects.get_or_create(measure=measure, period_from=start, defaults=values)[0]


if __name__ == "__main__":
    main()
