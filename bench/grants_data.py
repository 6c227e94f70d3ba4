"""An award without application for the benchmark: a roster of so many enterprises is brought in, judged and looked at.

Run as a process of its own: `python -m bench.grants_data --rows 10000 --out FILE` says how long each part took.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from bench.registry_data import _fill
from enterprises.enums import GrantPhase
from enterprises.grants.computing import Measure, compute_again
from enterprises.grants.runs import begin, work
from enterprises.models import Call, Enterprise, GrantRun
from portal.accounts.models import User

MEASURE = "ENT-03"
DIVISION = "division@example.test"
HEADINGS = (
    "credit_code", "name", "export_value_usd", "prev_export_value_usd", "staff_insured", "export_base_member",
    "independent_legal_person", "on_serious_dishonesty_list", "in_abnormal_operation_list", "fiscal_funds_owed",
    "same_cost_funded_elsewhere",
)  # fmt: skip
SOUND = ("是", "否", "否", "否", "否")
# Every so many lines are computed again from what is stored.
AGAIN = 50


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    _fill(options.rows, options.seed)
    options.out.write_text(json.dumps(_run(options.rows)))


def _run(rows: int) -> dict[str, Any]:
    call = Call.objects.select_related("measure").get(measure__code=MEASURE, is_demo=True)
    person, body = User.objects.get(email=DIVISION), _roster(rows)
    before = time.perf_counter(), time.process_time()
    run = begin(call, person, name="roster.csv", pieces=[body])
    uploaded = time.perf_counter()
    while GrantRun.objects.get(pk=run.pk).is_at_work:
        work()
    seconds, cpu = time.perf_counter() - before[0], time.process_time() - before[1]
    run = GrantRun.objects.get(pk=run.pk)
    measure, lines = Measure.of(run), list(run.lines.select_related("run").order_by("pk")[::AGAIN])
    same = sum(compute_again(line, measure).same for line in lines)
    return {
        "rows": rows, "lines": run.lines.count(), "ready": run.phase == GrantPhase.READY, "seconds": seconds,
        "cpu": cpu, "upload": uploaded - before[0], "in": run.in_count, "out": run.out_count,
        "unclear": run.unclear_count, "excluded": run.excluded_count, "again": len(lines), "same": same,
    }  # fmt: skip


def _roster(rows: int) -> bytes:
    """Facts that put some on each of the lists."""
    lines = [",".join(HEADINGS)]
    known = Enterprise.objects.order_by("-pk").values_list("credit_code", "name")[:rows]
    for number, (code, name) in enumerate(known):
        exports, before = 200_000 + number * 37 % 3_000_000, 150_000 + number * 53 % 2_000_000
        staff = "" if number % 11 == 0 else str(5 + number % 90)
        lines.append(",".join((code, name, str(exports), str(before), staff, "是" if number % 3 else "否", *SOUND)))
    return "\n".join(lines).encode()


if __name__ == "__main__":
    main()
