"""The result as a table for people and as JSON for later comparison."""

import json
import platform
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from bench.goals import Findings, Line
from bench.server import ROOT
from bench.start import machine

PACKAGES = ("Django", "gunicorn", "whitenoise", "Brotli", "psycopg", "redis", "argon2-cffi")
BEGIN, END = "<!-- newest result: begin -->", "<!-- newest result: end -->"
PAGE = ROOT / "docs" / "benchmark.md"


def about(seed: int, rounds: int, notes: list[str], database: str) -> dict[str, Any]:
    """Where, with what and how the run was made."""
    arguments = " ".join(sys.argv[1:])
    return {
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "command": " ".join(["make bench", *([f'ARGS="{arguments}"'] if arguments else [])]),
        "seed": seed,
        "rounds": rounds,
        "machine": machine(),
        "python": platform.python_version(),
        "database": database,
        "packages": {name: _version(name) for name in PACKAGES},
        "revision": _revision(),
        "notes": notes,
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except ImportError:
        return "not installed"


def _revision() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def markdown(lines: list[Line], found: Findings, facts: dict[str, Any]) -> str:
    missed = sum(not line.ok for line in lines)
    head = f"{len(lines) - missed} of {len(lines)} goals met" + (f", {missed} missed" if missed else "")
    void = f" **Void: the floor drifted by {found.measured.drift:.0%}.**" if found.measured.void else ""
    machine_text = "{cpu}, {cores} cores, Linux {kernel}".format(**facts["machine"])
    told = f"`{facts['command']}`, {facts['date']}, revision {facts['revision']}, seed {facts['seed']}; {machine_text};"
    told += f" Python {facts['python']}, Django {facts['packages']['Django']}, {facts['database']}."
    parts = [f"{head}.{void}", told, *facts["notes"], _goal_table(lines), _figures(found)]
    return "\n\n".join(parts) + "\n"


def _goal_table(lines: list[Line]) -> str:
    rows = ["| what | goal | measured | |", "|---|---|---|---|"]
    rows += [f"| {line.what} | {line.goal} | {line.measured} | {'ok' if line.ok else '**missed**'} |" for line in lines]
    return "\n".join(rows)


def _figures(found: Findings) -> str:
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


def write_json(lines: list[Line], found: Findings, facts: dict[str, Any]) -> Path:
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{facts['date'].replace(':', '')[:17]}.json"
    visits = {name: asdict(visit) for name, visit in found.counts.visits.items()}
    seen = found.memory.seen
    walk = {
        "pages": seen.pages,
        "kinds": seen.kinds,
        "broken": seen.broken,
        "growth": dict(seen.growth.most_common(20)),
    }
    content = {
        "about": facts,
        "goals": [asdict(line) for line in lines],
        "void": found.measured.void,
        "drift": found.measured.drift,
        "floors": [[asdict(sample) | {"walls": None} for sample in pair] for pair in found.measured.floors],
        "samples": {name: [asdict(one) for one in samples] for name, samples in found.measured.samples.items()},
        "counts": found.counts.asked,
        "bytes": found.counts.bytes,
        "visits": visits,
        "silence": asdict(found.silence),
        "memory": {"before": found.memory.before, "after": found.memory.after, "walk": walk},
        "start": asdict(found.start),
        "hash": found.hash,
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1))
    return path


def write_page(table: str) -> None:
    """Put the newest result between the two marks of docs/benchmark.md."""
    text = PAGE.read_text(encoding="utf-8")
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table}{END}{after}", encoding="utf-8")
