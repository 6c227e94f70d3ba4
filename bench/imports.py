"""Import of 100,000 rows: ours (dry run, errors by row and column, audit) against django-import-export as it comes.

Each side runs in a process of its own on a database of its own, rates are taken from fewer rows where a side is slow.
Ours counts from the upload to the last audit entry, so the file is read twice and compared before it is written. The
other side gets the same columns and one pass without its preview: with its defaults, and once more with the validation
that it leaves out unless told (`careful`). The floor is `COPY` of these rows. Workbooks are read by ours and openpyxl.
CPU time is that of the process, its children and the database's process; the wall clock stands beside it.
"""

import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench.server import ROOT, House

ROWS, PEER_ROWS, BOOK_ROWS = 100_000, 3_000, 20_000
RATIO = 20
RATE_GOAL = 11_000
MIB = 1024


@dataclass
class Side:
    """One side's run: rows, seconds and CPU seconds, MiB at its peak and before it began."""

    name: str
    rows: int
    seconds: float
    cpu: float
    peak: float
    before: float

    @property
    def rate(self) -> float:
        return self.rows / self.seconds

    @property
    def cpu_rate(self) -> float:
        return self.rows / self.cpu


@dataclass
class Imports:
    """The sides of one run, and the seconds until hostile files were refused."""

    ours: Side
    changed: Side
    peer: Side
    careful: Side
    copy: Side
    xlsx: Side
    openpyxl: Side
    refusals: dict[str, float]

    @property
    def ratio(self) -> float:
        """By CPU time, which a busy machine moves least."""
        return self.ours.cpu_rate / self.peer.cpu_rate


# --- from outside: a database and a process for each -------------------------------------------------


def measure(home: House, rows: int, peer_rows: int, say: Callable[[str], None]) -> Imports:
    home.create("imports", like="empty")
    apart = ("copy", "peer", "careful")
    for name in apart:
        home.create(name, like="empty")
    counts = {"copy": rows, "ours": rows, "changed": rows, "peer": peer_rows, "careful": peer_rows}
    books = min(rows, BOOK_ROWS)
    sides = {}
    for name, count in (counts | {"xlsx": books, "openpyxl": books}).items():
        say(f"{count:,} rows: {name}")
        sides[name] = Side(**_ask(home, name if name in apart else "imports", name, count))
    return Imports(**sides, refusals=_ask(home, "imports", "refusals", 0))


def _ask(home: House, size: str, side: str, count: int) -> Any:
    command = [sys.executable, "-m", "bench.imports", side, str(count)]
    done = subprocess.run(command, cwd=ROOT, env=home.env(size), stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{command[-2:]} failed; its reason stands above.")
    return json.loads(done.stdout.strip().splitlines()[-1])


# --- inside ------------------------------------------------------------------------------------------


def rows_of(count: int, shift: int = 0) -> Iterator[tuple[str, ...]]:
    """Figures as a statistics office would send them."""
    for number in range(count):
        yield (
            f"bench-{number // 420}", f"青岛市数字贸易进出口总额指标{number // 420}", f"Digital trade {number // 420}",
            ("QD", "CN", "W")[number // 140 % 3], str(1950 + number % 140), "actual", "",
            f"{number * 1.25 + shift:.2f}", "亿元", "no", "export", "3.5", "1.2", "", "",
            "青岛市商务局", "按快报数",
        )  # fmt: skip


def file_of(count: int, shift: int = 0) -> bytes:
    from django.utils import translation

    from policies.resources import IndicatorResource

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    with translation.override("en"):
        writer.writerow(IndicatorResource().get_export_headers())
    writer.writerows(rows_of(count, shift))
    return out.getvalue().encode("utf-8-sig")


def person() -> Any:
    from portal.accounts.models import User

    return User.objects.get_or_create(email="bench@example.test", defaults={"is_staff": True})[0]


def ours(count: int, shift: int = 0) -> Callable[[], None]:
    from policies.imports import jobs
    from policies.imports.nouns import noun_of

    content, who = file_of(count, shift), person()

    def work() -> None:
        job = jobs.begin(noun_of("indicator"), who, name="bench.csv", pieces=[content], encoding="")
        jobs.work_on(job.pk)
        job.refresh_from_db()
        job = jobs.approve(job, job.fingerprint)
        jobs.work_on(job.pk)
        job.refresh_from_db()
        assert (job.phase, job.new_count + job.changed_count) == ("done", count), (job.phase, job.refusal)

    return work


def peer(count: int, *, careful: bool = False) -> Callable[[], None]:
    """The library's own resource with its defaults; `careful`: each row is validated as ours is."""
    from import_export.resources import ModelResource
    from tablib import Dataset

    from policies.models import Indicator

    names = [
        "code", "title_zh", "title_en", "geo", "year", "kind", "operator", "value", "unit", "approx", "flow", "yoy_pct",
        "vs_national_pp", "share_of_national_pct", "avg_growth_pct", "source", "note",
    ]  # fmt: skip

    class Figures(ModelResource):
        class Meta:
            model = Indicator
            fields = names
            import_id_fields = ("code", "geo", "year", "kind")
            clean_model_instances = careful

    def work() -> None:
        data = Dataset(*((*row[:9], "0", *row[10:]) for row in rows_of(count)), headers=names)
        result = Figures().import_data(data, dry_run=False, raise_errors=False)
        assert result.totals["new"] == count, (result.totals, [row.errors for row in result.rows[:1]])

    return work


def copy(count: int) -> Callable[[], None]:
    from policies.imports.writing import insert
    from policies.models import Indicator
    from policies.resources import IndicatorResource

    names = [*IndicatorResource._meta.export_order, "order"]
    fields = [Indicator._meta.get_field(name) for name in names]
    rows = [(*row[:9], False, *row[10:13], None, None, *row[15:], 1) for row in rows_of(count)]
    return lambda: insert(Indicator, fields, rows)


def book_of(count: int) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows_of(count):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(count: int) -> Callable[[], None]:
    from portal.core.imports.reading import opened, read

    content = book_of(count)

    def work() -> None:
        with opened([content]) as path:
            assert sum(len(batch) for batch in read(path).batches()) == count

    return work


def openpyxl(count: int) -> Callable[[], None]:
    from openpyxl import load_workbook

    content = book_of(count)

    def work() -> None:
        sheet = load_workbook(io.BytesIO(content), read_only=True).active
        assert sum(1 for _row in sheet.iter_rows(values_only=True)) == count

    return work


def refusals() -> dict[str, float]:
    """Seconds until each hostile file was refused with a sentence."""
    from portal.core.imports.problems import FileRefused
    from portal.core.imports.reading import opened, read
    from portal.core.tests import sheets

    corner = f'<row r="1">{sheets.cell("A1", "a")}</row><row r="1048576">{sheets.cell("XFD1048576", "b")}</row>'
    bomb = f"<sheetData>{'<row><c><v>1</v></c></row>' * 8_000_000}</sheetData>"
    files = {
        "sparse.xlsx": sheets.raw_workbook(f"<sheetData>{corner}</sheetData>"),
        "bomb.xlsx": sheets.raw_workbook(bomb),
        "xxe.xlsx": sheets.raw_workbook("<sheetData/>", head='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "1,000,000 rows.csv": b"code,year,value\n" + b"QD-1,2026,1234.5\n" * 1_000_000,
    }
    seconds = {}
    for name, content in files.items():
        began = time.monotonic()
        try:
            with opened([content]) as path:
                read(path, look=True)
        except FileRefused:
            seconds[name] = time.monotonic() - began
    return seconds


def side(name: str, count: int) -> dict[str, Any]:
    from django.db import connection

    works = {"ours": ours, "peer": peer, "copy": copy, "xlsx": xlsx, "openpyxl": openpyxl}
    works |= {"changed": partial(ours, shift=7), "careful": partial(peer, careful=True)}
    work = works[name](count)
    connection.ensure_connection()
    before, memory, began = _cpu(), _rss(), time.monotonic()
    work()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    return {
        "name": name, "rows": count, "seconds": time.monotonic() - began, "cpu": _cpu() - before,
        "peak": used, "before": memory,
    }  # fmt: skip


def _cpu() -> float:
    """Of this process, the children that ended, and the database's process that works for it."""
    from django.db import connection

    total = sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )
    if connection.vendor != "postgresql":
        return total
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return total + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _rss() -> float:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB / MIB


def main() -> None:
    import django

    django.setup()
    name, count = sys.argv[1], int(sys.argv[2])
    print(json.dumps(refusals() if name == "refusals" else side(name, count)))


if __name__ == "__main__":
    main()
