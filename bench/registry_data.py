"""A registry of enterprises for the benchmark, and the import of a roster.

Run as a process of its own: `python -m bench.registry_data --enterprises 1000 --seed 1 --out FILE` adds enterprises
until there are so many; `--roster 10000 --out FILE` imports a file of so many rows and says how long it took.
"""

import argparse
import csv
import io
import json
import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from allauth.mfa.models import Authenticator
from django.db import connection
from django.utils import translation

from bench.bulk import BATCH, credit_code
from bench.data import _session
from enterprises.models import Enterprise
from enterprises.resources import EnterpriseResource
from policies.imports import jobs
from policies.imports.nouns import noun_of
from policies.models import IndustryGroup, TradeCategory
from portal.accounts.models import District, User
from portal.core import clock

OFFICIAL = "admin@example.test"
FIRST = "海云星辰蓝港青禾远航信达同创博睿"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--enterprises", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--roster", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    found = _import(options.roster) if options.roster else _fill(options.enterprises, options.seed)
    options.out.write_text(json.dumps(found))


def _fill(total: int, seed: int) -> dict[str, Any]:
    draw, have = random.Random(seed), Enterprise.objects.count()
    districts = list(District.objects.filter(is_zone=False, is_retired=False).exclude(code="370200"))
    categories, industries = list(TradeCategory.objects.all()), list(IndustryGroup.objects.all())
    today = clock.today()
    for first in range(have, total, BATCH):
        rows = Enterprise.objects.bulk_create(
            Enterprise(
                credit_code=credit_code(f"BR{number:06d}"),
                name=f"青岛{draw.choice(FIRST)}{draw.choice(FIRST)}{number}数字科技有限公司",
                district=draw.choice(districts),
                registered_on=today - timedelta(days=draw.randrange(200, 9000)),
                counts_from=today if draw.random() < 0.3 else None,
                is_demo=True,
            )
            for number in range(first, min(first + BATCH, total))
        )
        for model, kinds in ((Enterprise.categories, categories), (Enterprise.industries, industries)):
            through, other = model.through, model.field.m2m_reverse_field_name()
            through.objects.bulk_create(
                through(**{"enterprise_id": row.pk, f"{other}_id": draw.choice(kinds).pk}) for row in rows
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return {"session": _official(), "district": districts[0].code, "category": categories[0].code, "count": total}


def _official() -> str:
    """As in production: the desk opens only to who has a second factor."""
    official = User.objects.get(email=OFFICIAL)
    secret = {"secret": "JBSWY3DPEHPK3PXP"}
    Authenticator.objects.get_or_create(user=official, type=Authenticator.Type.TOTP, defaults={"data": secret})
    return _session(official)


def _import(count: int) -> dict[str, Any]:
    """From the upload to the last fact; the file is compared first, as an official sees it."""
    content, official = _roster(count), User.objects.get(email=OFFICIAL)
    began = time.monotonic()
    job = jobs.begin(noun_of("enterprise"), official, name="roster.csv", pieces=[content], encoding="")
    jobs.work_on(job.pk)
    job.refresh_from_db()
    job = jobs.approve(job, job.fingerprint)
    jobs.work_on(job.pk)
    job.refresh_from_db()
    assert (job.phase, job.new_count) == ("done", count), (job.phase, job.refusal)
    return {"rows": count, "seconds": time.monotonic() - began}


def _roster(count: int) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    with translation.override("en"):
        headings = EnterpriseResource().get_export_headers()
    writer.writerow(headings)
    categories = list(TradeCategory.objects.values_list("code", flat=True))
    for number in range(count):
        writer.writerow([
            credit_code(f"BT{number:06d}"), f"花名册示例{number}有限公司", f"Roster example {number}", "enterprise",
            "370212", "", "2018-05-01", f"崂山区示例路{number}号", "示例", "", categories[number % len(categories)], "",
            "2026-01-01" if number % 3 == 0 else "", "no",
        ])  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


if __name__ == "__main__":
    main()
