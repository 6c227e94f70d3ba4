"""The result as a table for people and as JSON for later comparison."""

import json
import platform
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.lines import Line
from bench.parts import Part
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


def markdown(parts: list[Part], facts: dict[str, Any]) -> str:
    lines = [line for part in parts for line in part.lines]
    missed = sum(not line.ok for line in lines)
    head = f"{len(lines) - missed} of {len(lines)} goals met" + (f", {missed} missed" if missed else "")
    void = "".join(f" **Void: {reason}.**" for part in parts if (reason := part.void()))
    machine_text = "{cpu}, {cores} cores, Linux {kernel}".format(**facts["machine"])
    told = f"`{facts['command']}`, {facts['date']}, revision {facts['revision']}, seed {facts['seed']}; {machine_text};"
    told += f" Python {facts['python']}, Django {facts['packages']['Django']}, {facts['database']}."
    figures = [figures for part in parts if (figures := part.figures())]
    return "\n\n".join([f"{head}.{void}", told, *facts["notes"], _goal_table(lines), *figures]) + "\n"


def _goal_table(lines: list[Line]) -> str:
    rows = ["| what | goal | measured | |", "|---|---|---|---|"]
    rows += [f"| {line.what} | {line.goal} | {line.measured} | {'ok' if line.ok else '**missed**'} |" for line in lines]
    return "\n".join(rows)


def write_json(parts: list[Part], facts: dict[str, Any]) -> Path:
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{facts['date'].replace(':', '')[:17]}.json"
    content = {
        "about": facts,
        "goals": {part.name: [asdict(line) for line in part.lines] for part in parts},
        "void": [reason for part in parts if (reason := part.void())],
        "parts": {part.name: part.record() for part in parts},
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1))
    return path


def write_page(table: str) -> None:
    """Put the newest result between the two marks of docs/benchmark.md."""
    text = PAGE.read_text(encoding="utf-8")
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table}{END}{after}", encoding="utf-8")
