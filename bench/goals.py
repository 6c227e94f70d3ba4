"""The goals of pages, queue, submission, sign-in, memory and start."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bench.counts import Counts, Silence
from bench.lines import Line, at_most
from bench.rounds import Measured
from bench.start import Memory, Start

PUBLIC_RATIO = 1.4
PAGE_KIB = 60
PAGE_QUERIES = 15
GROWTH_RATIO = 1.3
SUBMISSION_QUERIES = 20
SIGN_IN_MS = 50
WORKER_MIB = 120
START_SECONDS = 10
# A meeting slides the line on a list of two thousand.
PANEL_SECONDS, PANEL_QUERIES = 1.0, 25
# The desk: the admin's own list takes so many times the queue's CPU; a case with all of its parts; a batch.
PEER_RATIO = 5.0
CASE_QUERIES = PAGE_QUERIES + 12
BATCH_CASES, BATCH_SECONDS = 500, 30
# A run of 10,000 enterprises awarded without application.
GRANT_SECONDS = 60
# OWASP, password storage: Argon2id with at least 19 MiB, 2 passes, 1 lane.
OWASP = {"m": 19 * 1024, "t": 2, "p": 1}


@dataclass
class Findings:
    """All passes of the part."""

    counts: Counts
    silence: Silence
    measured: Measured
    memory: Memory
    start: Start
    hash: str
    files: int
    sizes: dict[str, int]


def judge(found: Findings) -> list[Line]:
    parts = (_public, _case, _queue, _submission, _sign_in, _machine)
    return [line for part in parts for line in part(found)]


def _named(found: Findings, group: str) -> list[str]:
    """The scenarios of a group, without the group's name."""
    return [name.removeprefix(group) for name in found.counts.asked if name.startswith(group)]


def _public(found: Findings) -> Iterator[Line]:
    for name in _named(found, "public "):
        what, asked = f"public page: {name}", found.counts.asked[f"public {name}"]
        ratio = found.measured.floor_ratio(f"public {name}")
        yield at_most(f"{what}, warm", f"CPU ≤ {PUBLIC_RATIO} × bare view", ratio, PUBLIC_RATIO)
        yield Line(what, "0 queries", f"{asked['queries']}", asked["queries"] == 0)
        visit = found.counts.visits[name]
        size = f"{visit.bytes / 1024:.1f} KiB in {visit.files} files"
        yield Line(f"{what}, first visit", f"≤ {PAGE_KIB} KiB compressed", size, visit.bytes <= PAGE_KIB * 1024)
        strange = f"{len(visit.cookies)} cookies, {len(visit.foreign)} from elsewhere"
        clean = not visit.cookies and not visit.foreign
        yield Line(what, "no cookie, nothing from another host", strange, clean)


def _case(found: Findings) -> Iterator[Line]:
    queries = {name: found.counts.asked[f"case {name}"]["queries"] for name in _named(found, "case ")}
    shown = ", ".join(f"{number} with {name}" for name, number in queries.items())
    most = max(queries.values())
    yield Line("the applicant’s case page", f"≤ {PAGE_QUERIES} queries", f"{most}", most <= PAGE_QUERIES)
    yield Line("the applicant’s case page", "the same for 1 and for 100 events", shown, len(set(queries.values())) == 1)


def _queue(found: Findings) -> Iterator[Line]:
    for name in [name.removesuffix(" large") for name in _named(found, "queue ") if name.endswith(" large")]:
        what = f"officials’ queue: {name}"
        both = [f"queue {name} {size}" for size in ("small", "large")]
        queries = [found.counts.asked[one]["queries"] for one in both]
        yield Line(what, f"≤ {PAGE_QUERIES} queries", " / ".join(map(str, queries)), max(queries) <= PAGE_QUERIES)
        size = max(found.counts.bytes[one] for one in both) / 1024
        yield Line(what, f"≤ {PAGE_KIB} KiB", f"{size:.1f} KiB", size <= PAGE_KIB)
        goal = f"CPU with {found.sizes['large']:,} applications ≤ {GROWTH_RATIO} × with {found.sizes['small']:,}"
        yield at_most(what, goal, found.measured.ratio(both[1], both[0]), GROWTH_RATIO)


def _submission(found: Findings) -> Iterator[Line]:
    asked, what = found.counts.asked["submission"], f"a submission, {found.files} files"
    whole = f"{asked['queries']}, of them {sum(asked['transactions'])} in the transaction"
    yield Line(what, f"≤ {SUBMISSION_QUERIES} queries", whole, asked["queries"] <= SUBMISSION_QUERIES)
    number, outside = len(asked["transactions"]), asked["writes_outside"]
    yield Line(what, "one transaction", f"{number}, and {outside} writes outside", number == 1 and outside == 0)
    silence = found.silence
    measured = (
        f"{silence.connections} connections; with a broker that never answers {silence.silent_ms:.0f} ms"
        f" (slowest {silence.slowest_ms:.0f}), with a healthy one {silence.healthy_ms:.0f} ms"
    )
    yield Line(what, "no network in the request", measured, silence.unharmed)


def _sign_in(found: Findings) -> Iterator[Line]:
    cpu = found.measured.cpu("sign-in")
    yield Line("a sign-in", f"≤ {SIGN_IN_MS} ms of CPU", f"{cpu:.1f} ms", cpu <= SIGN_IN_MS)
    stored = {name: int(value) for name, value in re.findall(r"([mtp])=(\d+)", found.hash)}
    strong = "argon2id" in found.hash and all(stored.get(name, 0) >= least for name, least in OWASP.items())
    yield Line("the stored password", "Argon2id, m ≥ 19456 KiB, t ≥ 2, p ≥ 1 (OWASP)", f"`{found.hash}`", strong)


def _machine(found: Findings) -> Iterator[Line]:
    pss, seen = found.memory.after["Pss"], found.memory.seen
    pages = f"{pss:.0f} MiB after {seen.pages} pages of {len(seen.kinds)} kinds"
    yield Line("a web worker", f"≤ {WORKER_MIB} MiB PSS after all pages", pages, pss <= WORKER_MIB)
    broken = "; ".join(seen.broken[:3]) or "none"
    yield Line("all pages", "none answers with an error", broken, not seen.broken)
    second = found.start.second
    yield Line(
        "`make run`, second time", f"first page within {START_SECONDS} s", f"{second:.1f} s", second <= START_SECONDS
    )
