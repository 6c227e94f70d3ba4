"""Pages, queue, submission and sign-in against the bare view; the worker's memory; the start."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from statistics import median
from typing import Any

from bench.counts import count, without_broker
from bench.goals import Findings
from bench.goals import judge as judged
from bench.lines import Line
from bench.parts import Say
from bench.rounds import MOST_DRIFT, Measured, rotate
from bench.scenarios import Once
from bench.server import CLIENT_CORE, House, pinned
from bench.start import memory_after_all_pages, start_twice

TITLE = "Pages, queue, submission and sign-in"
SIZES = {"small": 1_000, "large": 100_000}
SILENT_TIMES = 12
# A round submits nine and signs nine people in; the run may be taken twice, and the other passes take some too.
ONCE_PER_ROUND = 9


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--small", type=int, default=SIZES["small"], help="applications in the first database")
    parser.add_argument("--large", type=int, default=SIZES["large"], help="applications in the second")


def measure(home: House, say: Say) -> Findings:
    say("The portal’s own start, twice …")
    started = start_twice()
    fill_applications(home, say)
    with pinned(CLIENT_CORE):
        once = Once(home)
        say("Queries and bytes …")
        counts = count(home, once)
        say("Submissions with a broker that never answers …")
        silence = without_broker(home, once, SILENT_TIMES)
        rotated = rotate_until_valid(home, once, say)
        say("Every page, for the worker’s memory …")
        memory = memory_after_all_pages(home)
    sizes = {"small": home.chosen.small, "large": home.chosen.large}
    return Findings(counts, silence, rotated, memory, started, home.facts["hash"], home.facts["files"], sizes)


def fill_applications(home: House, say: Say) -> None:
    """Two databases that differ in the number of applications, and `home.facts`: who can sign in, which cases are
    there. For any part that needs them; made once."""
    if "large" in home.urls:
        return
    small, large, seed = home.chosen.small, home.chosen.large, home.chosen.seed
    drafts = 2 * ONCE_PER_ROUND * home.chosen.rounds + 2 * SILENT_TIMES + 4
    say(f"{small:,} applications …")
    home.create("small", like="demo")
    home.facts = home.fill("small", applications=small, drafts=drafts, seed=seed)
    say(f"A second database with {large:,} applications …")
    home.create("large", like="small")
    home.fill("large", applications=large, seed=seed)


def rotate_until_valid(home: House, once: Once, say: Say) -> Measured:
    """One more try when the machine was not the same at the end as at the beginning."""
    rounds, seed = home.chosen.rounds, home.chosen.seed
    found = rotate(home, once, rounds=rounds, seed=seed, say=say)
    if found.void:
        say(f"Void: the floor drifted by more than {MOST_DRIFT:.0%}. Once more …")
        found = rotate(home, once, rounds=rounds, seed=seed, say=say)
    return found


def judge(found: Findings) -> Iterator[Line]:
    yield from judged(found)


def void(found: Findings) -> str:
    return f"the floor drifted by {found.measured.drift:.0%}" if found.measured.void else ""


def figures(found: Findings) -> str:
    """CPU time first, then wall time, queries and bytes; the floor on top."""
    rows = [
        "| | web CPU ms | database CPU ms | × bare view (95 %) | wall median ms | wall p95 ms | queries | KiB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    floors = [sample for pair in found.measured.floors for sample in pair]
    walls = sorted(wall for sample in floors for wall in sample.walls)
    cpu = median(sample.cpu_ms for sample in floors)
    rows.append(f"| a bare Django view | {cpu:.3f} | 0 | 1 | {median(walls):.2f} | {_p95(walls):.2f} | 0 | |")
    rows += [_figure(found, name, title) for name, title in found.measured.titles.items()]
    return "\n".join(rows)


def _figure(found: Findings, name: str, title: str) -> str:
    samples, walls = found.measured.samples[name], found.measured.walls(name)
    web, database = median(s.web_ms for s in samples), median(s.database_ms for s in samples)
    middle, low, high = found.measured.floor_ratio(name)
    for size, number in found.sizes.items():
        title = title.replace(f", {size}", f", {number:,} applications")
    cells = [title, f"{web:.3f}", f"{database:.3f}", f"{middle:.2f} ({low:.2f}–{high:.2f})"]
    cells += [f"{median(walls):.2f}", f"{_p95(walls):.2f}"]
    cells += [str(found.counts.asked[name]["queries"]), f"{found.counts.bytes[name] / 1024:.1f}"]
    return f"| {' | '.join(cells)} |"


def _p95(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def record(found: Findings) -> dict[str, Any]:
    seen = found.memory.seen
    growth = dict(seen.growth.most_common(20))
    walk = {"pages": seen.pages, "kinds": seen.kinds, "broken": seen.broken, "growth": growth}
    return {
        "drift": found.measured.drift,
        "floors": [[asdict(sample) | {"walls": None} for sample in pair] for pair in found.measured.floors],
        "samples": {name: [asdict(one) for one in samples] for name, samples in found.measured.samples.items()},
        "counts": found.counts.asked,
        "bytes": found.counts.bytes,
        "visits": {name: asdict(visit) for name, visit in found.counts.visits.items()},
        "silence": asdict(found.silence),
        "memory": {"before": found.memory.before, "after": found.memory.after, "walk": walk},
        "start": asdict(found.start),
        "hash": found.hash,
    }
