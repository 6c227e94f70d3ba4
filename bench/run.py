"""The whole run: part by part, judged, written. Exit code 1 when a goal is missed or the run is void."""

import argparse
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from bench import parts, report
from bench.server import house

ROUNDS = 7


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the portal part by part.")
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(10**6), help="repeat an earlier run"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", metavar="NAMES", help=f"some of the parts: {','.join(parts.PARTS)}")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmark.md")
    parts.add_options(parser)
    chosen = parser.parse_args()
    if unknown := set(filter(None, chosen.only.split(","))) - set(parts.PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if chosen.write and chosen.only:
        parser.error("only a run of all parts is written into docs/benchmark.md")
    return chosen


def narrator() -> Callable[[str], None]:
    began = time.monotonic()

    def say(sentence: str) -> None:
        sys.stderr.write(f"{time.monotonic() - began:5.0f} s  {sentence}\n")
        sys.stderr.flush()

    return say


def measure(chosen: argparse.Namespace, say: Callable[[str], None]) -> tuple[list[parts.Part], dict[str, Any]]:
    with house(chosen, say) as home:
        found = list(parts.measured(parts.chosen(chosen.only), home, say))
        return found, report.about(chosen.seed, chosen.rounds, home.notes, home.store.version())


def main() -> int:
    chosen = options()
    say = narrator()
    found, facts = measure(chosen, say)
    table = report.markdown(found, facts)
    say(f"Written to {report.write_json(found, facts)}")
    if chosen.write:
        report.write_page(table)
    print(table)
    return int(any(part.void() for part in found) or not all(line.ok for part in found for line in part.lines))
