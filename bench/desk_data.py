"""What the desk's tools need in a database: labels, holders, a kept list; and a batch that is tried and done.

Run as a process of its own: `python -m bench.desk_data --seed 1 --out FILE`, or with `--cases 500` for the batch.
"""

import argparse
import json
import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection

from enterprises.desk.batches import working
from enterprises.desk.batches.choices import Deed
from enterprises.desk.lanes import FLOW
from enterprises.desk_enums import BatchDeed, LineResult
from enterprises.enums import FINAL, State
from enterprises.models import Application, Batch, CaseLabel, Label, StoredFilter
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.models import Transition, WorkItem

DIVISION, DISTRICT = "division@example.test", "district@example.test"
# One case of a hundred, as with a word for what is special; and one of five, as with a word for what is common. At
# least more than a page, so that the pages that are compared show as many rows.
SHARES = {"rare": 0.01, "common": 0.2}
PAGE_FULL = 40
# Rows of the narrowest list.
FEW = 2
EVENTS = {"few": 3, "many": 200}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=0)
    parser.add_argument("--call", type=int, default=0)
    parser.add_argument("--place", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    found = _batch(options.cases) if options.cases else _desk(options)
    options.out.write_text(json.dumps(found))


def _desk(options: argparse.Namespace) -> dict[str, Any]:
    draw, user = random.Random(options.seed), User.objects.get(email=DIVISION)
    unit = user.posts.get().unit
    facts: dict[str, Any] = {"holder": user.pk, "labels": {}}
    desk = WorkItem.objects.filter(flow=FLOW, unit=unit, desk="case_mgr", closed_at=None).exclude(state=State.PUBLICITY)
    cases = [
        list(desk.order_by("pk").values_list("case_id", flat=True)),
        list(Application.objects.filter(state__in=FINAL).order_by("pk").values_list("pk", flat=True)),
    ]
    for name, share in SHARES.items():
        label = Label.objects.create(unit=unit, name=name)
        for some in cases:
            _put(label, draw.sample(some, max(PAGE_FULL, int(share * len(some)))), user)
        facts["labels"][name] = label.pk
    facts["amounts"] = _middle(sorted(desk.values_list("amount_fen", flat=True)))
    held = desk.filter(case_id__in=draw.sample(cases[0], PAGE_FULL))
    held.update(holder=user)
    there = desk.filter(topic=str(options.call), place=options.place, holder=None).order_by("-amount_fen", "-pk")
    highest = list(there.values_list("case_id", "amount_fen")[:FEW])
    _put(Label.objects.get(pk=facts["labels"]["common"]), [case for case, _amount in highest], user)
    facts["narrowest"] = highest[-1][1] // 100
    days = [(clock.today() - timedelta(days=number)).isoformat() for number in (140, 100)]
    StoredFilter.objects.create(owner=user, name="Reviews", address="view=desk&state=formal_review")
    item = WorkItem.objects.filter(closed_at=None, unit=unit, desk="case_mgr", state=State.ACCEPTED)
    events = {}
    for (name, number), case in zip(
        EVENTS.items(), item.order_by("-pk").values_list("case_id", flat=True), strict=False
    ):
        have = Transition.objects.filter(case=case).count()
        Transition.objects.bulk_create(
            Transition(case_id=case, step="begin_review", source="accepted", target="accepted", actor=user)
            for _event in range(number - have)
        )
        events[name] = case
    _analyse()
    return facts | {"days": days, "events": events}


def _put(label: Label, cases: list[int], user: User) -> None:
    rows = [CaseLabel(label=label, case_id=case, by=user) for case in cases]
    CaseLabel.objects.bulk_create(rows, 2000, ignore_conflicts=True)


def _middle(amounts: list[int]) -> tuple[int, int]:
    """Two amounts in yuan, with two of a hundred between them and at least more than a page."""
    wanted = max(PAGE_FULL, len(amounts) // 50)
    first = (len(amounts) - wanted) // 2
    return amounts[first] // 100, amounts[first + wanted - 1] // 100


def _batch(number: int) -> dict[str, Any]:
    """As the district does it: the trial of all, then all of those that would work; both by the clock's own worker."""
    user = User.objects.get(email=DISTRICT)
    unit = user.posts.get().unit_id
    ready = Application.objects.filter(unit=unit, state=State.SUBMITTED).order_by("pk").values_list("pk", flat=True)
    batch = working.begin(user, Deed(BatchDeed.STEP, step="accept"), list(ready[:number]))
    trial = _seconds(batch)
    good = batch.lines.filter(would_work=True).count()
    working.start(user, Batch.objects.get(pk=batch.pk))
    run = _seconds(batch)
    done = batch.lines.filter(result=LineResult.DONE).count()
    return {"cases": batch.lines.count(), "good": good, "done": done, "trial": trial, "run": run}


def _seconds(batch: Batch) -> float:
    began = time.perf_counter()
    while working.run_waiting():
        pass
    return time.perf_counter() - began


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
