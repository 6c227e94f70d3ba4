"""The planner: CPU time of web and database for one plan, the largest of the ways below.

Run as a process of its own on a database with the shipped plan: `python -m bench.planner`. Each request has its answers
in the address, so the page cache answers none.
"""

import argparse
import json
import os
from pathlib import Path
from urllib.parse import urlencode

from bench.matching import median_cost

LIMIT_MS = 50
FULL = {
    "permit": "unknown", "family": "yes", "long": "yes", "registered": "no", "criminal": "2026-08-01",
    "photo": "2026-09-01", "passport": "2027-12-31",
}  # fmt: skip
WAYS = ("z", "r", "m", "free", "inside", "change")


def costs() -> dict[str, tuple[float, float]]:
    """By way, medians in milliseconds of web and of database."""
    import datetime as dt

    from django.test import Client

    from portal.core import clock

    client = Client(headers={"host": "localhost", "accept-language": "zh-hans"})
    found = {}
    for way in WAYS:
        date = clock.today() + dt.timedelta(days=150)
        given = FULL | {"way": way, "goal": "start", "date": date.isoformat()}
        cost = median_cost(client, 20, "get", f"/zh-hans/talent/planner/?{urlencode(given)}")
        found[f"page, {way}"] = (cost.web_ms, cost.database_ms)
        cost = median_cost(client, 20, "get", f"/api/v1/talent/plan/?{urlencode(given)}")
        found[f"API, {way}"] = (cost.web_ms, cost.database_ms)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default="/dev/stdout")
    options = parser.parse_args()
    os.environ["API_RATE"] = "1000000/min"
    import django

    django.setup()
    options.out.write_text(json.dumps(costs()))


if __name__ == "__main__":
    main()
