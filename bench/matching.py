"""The policy check-up over 500 measures: CPU time of web and database for one request, the largest of the kinds below.

Run as a process of its own on a database with the shipped plan: `python -m bench.matching --measures 500`. Every
measure has an open call, and every request misses the page cache, because its answers are in the address.
"""

import argparse
import json
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import process_time_ns
from typing import Any
from urllib.parse import urlencode

from bench.cpu import cpu_ns

NUMBER = 500
LIMIT_MS = 200
GENERAL = {
    "registered_division": "370212", "independent_legal_person": "yes", "on_serious_dishonesty_list": "no",
    "in_abnormal_operation_list": "no", "fiscal_funds_owed": "no", "same_cost_funded_elsewhere": "no",
}  # fmt: skip
HALF = GENERAL | {
    "trade_category": "TECH", "statistics_reported": "yes", "entity_type": "enterprise", "tax_credit_grade": "A",
    "years_since_registration": "4", "items": "600000", "cost_date": "2026-03-02", "boxes": "people", "people": "none",
}  # fmt: skip
FULL = HALF | {
    "export_value_usd": "1200000", "prev_export_value_usd": "1000000", "fx_receipts_usd": "900000",
    "tech_contract_registered": "yes", "certificate_type": "ISO27001", "staff_insured": "40", "clients_served": "60",
    "qingdao_clients_served": "40", "warehouse_area_sqm": "6000", "cbec_export_cny": "30000000", "park_cbec_cny": "0",
    "offshore_exec_usd": "300000", "event_in_catalogue": "yes", "booths_overseas": "2", "booths_domestic": "1",
    "booth_cost_overseas_cny": "70000", "booth_cost_domestic_cny": "20000", "ip_right_type": "patent",
    "ip_jurisdiction_foreign": "yes", "data_export_route": "standard_contract", "data_export_concluded": "yes",
    "policy_type": "service_trade", "export_base_member": "yes",
}  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """Medians in milliseconds of CPU time."""

    web_ms: float
    database_ms: float

    @property
    def cpu_ms(self) -> float:
        return self.web_ms + self.database_ms


def fill(number: int = NUMBER) -> None:
    """Copies of the measures that are there until there are so many, each with an open call."""
    from enterprises.models import Call
    from policies.models import Measure
    from portal.core import clock

    originals, now = list(Measure.objects.order_by("pk")), clock.now()
    Call.objects.all().delete()
    for place in range(number):
        one = originals[place % len(originals)]
        if place >= len(originals):
            one.pk, one.article = None, None
            one.code, one.slug = f"{one.code[:6]}-{place}", f"{one.slug[:6]}-{place}"
            one.save(force_insert=True)
        Call.objects.create(
            code=f"BENCH-{place}", measure=one, period_from=one.period_from, period_to=one.period_to, usd_cny="7.0",
            opens_at=now - timedelta(days=5), closes_at=now + timedelta(days=20 + place % 90), budget_fen=10**10,
            published_at=now,
        )  # fmt: skip


def costs(times: int = 20) -> dict[str, Cost]:
    """By kind of request, after two that do not count."""
    from django.test import Client

    client = Client(headers={"host": "localhost", "accept-language": "zh-hans"})
    pages = {
        "first question": ("", {"go": "1"}), "list to tick": ("", GENERAL), "question": ("", HALF),
        "all questions": ("", {"all": "1"}), "result, half answered": ("result/", HALF),
        "result, all answered": ("result/", FULL),
    }  # fmt: skip
    found = {}
    for name, (path, query) in pages.items():
        found[name] = median_cost(client, times, "get", f"/zh-hans/match/{path}?{urlencode(query)}")
    body = json.dumps({"facts": _facts()})
    found["API, all answered"] = median_cost(
        client, times, "post", "/api/v1/check-up/", data=body, content_type="application/json"
    )
    return found


def _facts() -> dict[str, Any]:
    """The full answers as the API takes them."""
    from policies.matching import library
    from policies.matching.answers import Answers

    facts = Answers(library().catalogue, FULL).facts
    return json.loads(
        json.dumps(facts, default=lambda value: float(value) if hasattr(value, "as_tuple") else str(value))
    )


def median_cost(client: Any, times: int, method: str, url: str, **more: Any) -> Cost:
    taken = []
    for turn in range(times + 2):
        web, database = process_time_ns(), _database_ns()
        answer = getattr(client, method)(url, **more)
        web, database = process_time_ns() - web, _database_ns() - database
        if answer.status_code != 200:
            raise SystemExit(f"{url} answered {answer.status_code}: {answer.content[:300]!r}")
        if turn >= 2:
            taken.append((web / 1e6, database / 1e6))
    return Cost(median(one for one, _other in taken), median(other for _one, other in taken))


def _database_ns() -> int:
    """SQLite works in our own process; PostgreSQL has one for the connection."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    connection.ensure_connection()
    return cpu_ns(connection.connection.info.backend_pid)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--measures", type=int, default=NUMBER)
    parser.add_argument("--out", type=Path, default="/dev/stdout")
    options = parser.parse_args()
    os.environ["API_RATE"] = "1000000/min"
    import django

    django.setup()
    fill(options.measures)
    found = {name: (cost.web_ms, cost.database_ms) for name, cost in costs().items()}
    options.out.write_text(json.dumps(found))


if __name__ == "__main__":
    main()
