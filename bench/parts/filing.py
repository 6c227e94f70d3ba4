"""Filing: a section of a long form, and a submission with three files against bare SQL and bare files."""

import argparse
from collections.abc import Iterator
from statistics import median

from bench.filing import FILE_BYTES, Filed
from bench.filing import measure as measured
from bench.lines import Line
from bench.parts import Say
from bench.server import CLIENT_CORE, House, pinned

TITLE = "Filing"
FIELDS, TIMES, QUERIES = 120, 15, 20
# A submission may cost so many times the bare SQL of the same rows, and so many times the handling of the files.
SQL_RATIO, FILES_RATIO = 5, 1.5


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--form-fields", type=int, default=FIELDS, help="fields of the form whose section is saved")
    parser.add_argument("--file-bytes", type=int, default=FILE_BYTES, help="size of each of the three files")


def measure(home: House, say: Say) -> Filed:
    chosen = home.chosen
    home.create("filing", like="demo")
    drafts = 4 + chosen.rounds * (TIMES + 1)
    say(f"{drafts:,} drafts and a form of {chosen.form_fields} fields …")
    facts = home.ask("bench.filing_data", "filing", drafts=drafts, fields=chosen.form_fields, seed=chosen.seed)
    with pinned(CLIENT_CORE):
        return measured(home, "filing", facts, rounds=chosen.rounds, times=TIMES, file_bytes=chosen.file_bytes)


def judge(found: Filed) -> Iterator[Line]:
    for name in ("section by software", "section on the page"):
        queries = found.counts[name]["queries"]
        what = f"{name}, of a form of {found.fields} fields"
        yield Line(what, f"≤ {QUERIES} queries", f"{queries}, {found.cpu(name):.1f} ms of CPU", queries <= QUERIES)
    asked, what = found.counts["submission"], f"a submission with three files of {found.file_bytes // 1000} kB"
    inside, one, outside = sum(asked["transactions"]), len(asked["transactions"]), asked["writes_outside"]
    told = f"{inside} in {one}; {asked['queries'] - inside} before it"
    yield Line(what, f"≤ {QUERIES} queries in one transaction", told, inside <= QUERIES and one == 1)
    # The claim of the idempotency key stands alone on purpose: it must be seen by others while the work is done.
    goal = "no write beside it but the claim of the key and the token’s last use"
    yield Line(what, goal, f"{outside}", outside <= 2)
    ours, allowed = found.cpu("submission"), found.allowed_ms
    goal = f"CPU ≤ {SQL_RATIO} × bare SQL of the same rows + {FILES_RATIO} × parsing, hashing and writing the files"
    yield Line(what, goal, f"{ours:.1f} ms of {allowed:.1f} ms", ours <= allowed)


def figures(found: Filed) -> str:
    rows = ["| filing | web CPU ms | database CPU ms | queries |", "|---|--:|--:|--:|"]
    for name, costs in found.costs.items():
        web, database = median(cost.web_ms for cost in costs), median(cost.database_ms for cost in costs)
        rows.append(f"| {name} | {web:.1f} | {database:.1f} | {found.counts[name]['queries']} |")
    sql, files = median(one["sql_ms"] for one in found.bare), median(one["files_ms"] for one in found.bare)
    rows.append(f"| the same rows in bare SQL | {sql:.1f} | (both) | |")
    rows.append(f"| the files read, hashed, written | {files:.1f} | 0 | |")
    return "\n".join(rows)
