"""The calls that come with a file of measures: each measure with a window gets its call."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from enterprises.models import Call
from policies.models import Measure
from portal.core import clock
from portal.core.loading import Document, Report, loader, upsert
from portal.core.money import fen


@loader("calls", keys={"measures"})
def load_calls(document: Document) -> Report:
    """A window counts whole days: open from 00:00 of its first day to 24:00 of its last (Asia/Shanghai).

    The windows of demo measures are moved with the calendar, so a demo call that is there keeps its window.
    """
    report = Report()
    rate = document.data.get("usd_cny")
    for number, entry in enumerate(document.data["measures"]):
        if entry.get("window"):
            _load_call(document, report, ("measures", number), entry, rate)
    return report


def _load_call(document: Document, report: Report, path: tuple[str, int], entry: dict[str, Any], rate: Any) -> None:
    measure = Measure.objects.get(code=entry["code"])
    key = {"measure": measure, "period_from": measure.period_from}
    values: dict[str, Any] = {"period_to": measure.period_to, "budget_fen": fen(Decimal(str(entry["budget_cny"])))}
    there = Call.objects.filter(**key).first()
    if not (there and there.is_demo and measure.is_demo):
        values |= _window(entry["window"]) | {"is_demo": measure.is_demo}
    if there is None:
        # A file of measures is published as a whole; what it calls for is public with it.
        values |= {
            "code": f"{measure.code}-{measure.period_from:%Y%m}",
            "allocation": measure.mode,
            "published_at": clock.now(),
        }
    if rate is not None and (there is None or there.usd_cny is None):
        values |= {"usd_cny": Decimal(str(rate)), "usd_cny_on": measure.period_from}
    if there and values["budget_fen"] < there.committed_fen:
        document.fail((*path, "budget_cny"), f"{there.code} has already committed more than this budget")
    upsert(report, Call, key, values, where=(document, path))


def _window(window: dict[str, date]) -> dict[str, datetime]:
    return {
        "opens_at": timezone.make_aware(datetime.combine(window["open"], time.min)),
        "closes_at": timezone.make_aware(datetime.combine(window["close"] + timedelta(days=1), time.min)),
    }
