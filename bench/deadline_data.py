"""Before and after the deadline hour: sets the moment at which the call closes, and counts what was received.

Run as a process of its own: `python -m bench.deadline_data --closes 1790000000.5 --out FILE` before,
`--check FILE --out FILE` afterwards, where a line of the first file is a number and the status of its answer.
"""

import argparse
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db.models import Count

from bench.filing_data import FILES
from enterprises.models import Application, Call, Paper, Snapshot
from portal.attachments.actions import storage
from portal.attachments.models import Attachment
from portal.notifications.models import Message
from portal.reviews.models import Transition


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--closes", type=float)
    parser.add_argument("--check", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.closes:
        closes = datetime.fromtimestamp(options.closes, UTC)
        Call.objects.filter(code="BENCH-FILING").update(closes_at=closes)
        found: dict[str, Any] = {}
    else:
        lines = [line.split() for line in options.check.read_text().splitlines()]
        found = check({number: int(status) for number, status in lines})
    options.out.write_text(json.dumps(found))


def check(answered: dict[str, int]) -> dict[str, Any]:
    """What does not fit the answers; empty lists when none was lost and none doubled."""
    mine = Application.objects.filter(number__in=answered)
    states = dict(mine.values_list("number", "state"))
    moves = _counts(Transition.objects.filter(case__number__in=answered, step="submit"), "case__number")
    snapshots = _counts(Snapshot.objects.filter(application__number__in=answered), "application__number")
    papers = _counts(Paper.objects.filter(application__number__in=answered), "application__number")
    messages = _counts(Message.objects.filter(case_reference__in=answered), "case_reference")
    # The database's clock decides at the lock; the row is dated a few milliseconds later.
    end = Call.objects.get(code="BENCH-FILING").closes_at + timedelta(seconds=0.5)
    late = mine.filter(state="submitted", submitted_at__gt=end).count()
    lost, doubled, half = [], [], []
    for number, status in answered.items():
        whole = (moves.get(number, 0), snapshots.get(number, 0), messages.get(number, 0), papers.get(number, 0))
        if status == 201 and states[number] != "submitted":
            lost.append(number)
        if max(whole[:3]) > 1 or whole[3] > FILES:
            doubled.append(number)
        if whole != ((1, 1, 1, FILES) if states[number] == "submitted" else (0, 0, 0, 0)):
            half.append(number)
    received = sum(state == "submitted" for state in states.values())
    # Sent and received, but the answer did not get through: the sender would ask again with its key.
    unanswered = [n for n, status in answered.items() if status != 201 and states[n] == "submitted"]
    place, names = storage(), Attachment.objects.filter(paper__application__number__in=answered)
    gone = [name for name in names.values_list("storage_name", flat=True) if not place.exists(name)]
    return {
        "received": received, "lost": lost, "doubled": doubled, "half": half, "unanswered": unanswered,
        "late": late, "files gone": gone,
    }  # fmt: skip


def _counts(rows: Any, by: str) -> dict[str, int]:
    return dict(rows.order_by().values(by).annotate(n=Count("pk")).values_list(by, "n"))


if __name__ == "__main__":
    main()
