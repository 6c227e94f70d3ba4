"""The whole run: start, count, rotate, walk, judge, write. Exit code 1 when a goal is missed or the run is void."""

import argparse
import random
import sys
import time
from collections.abc import Callable

from bench import report
from bench.counts import count, without_broker
from bench.goals import Findings, judge
from bench.rounds import MOST_DRIFT, Measured, rotate
from bench.scenarios import Once
from bench.server import CLIENT_CORE, House, house, pin
from bench.start import memory_after_all_pages, start_twice

ROUNDS = 7
SIZES = {"small": 1_000, "large": 100_000}
SILENT_TIMES = 12
# A round submits nine and signs nine people in; the run may be taken twice, and the other passes take some too.
ONCE_PER_ROUND = 9


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the portal against a bare Django view."
    )
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(10**6), help="repeat an earlier run"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--small", type=int, default=SIZES["small"], help="applications in the first database")
    parser.add_argument("--large", type=int, default=SIZES["large"], help="applications in the second")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmark.md")
    return parser.parse_args()


def narrator() -> Callable[[str], None]:
    began = time.monotonic()

    def say(sentence: str) -> None:
        sys.stderr.write(f"{time.monotonic() - began:5.0f} s  {sentence}\n")
        sys.stderr.flush()

    return say


def rotate_until_valid(home: House, once: Once, chosen: argparse.Namespace, say: Callable[[str], None]) -> Measured:
    """One more try when the machine was not the same at the end as at the beginning."""
    measured = rotate(home, once, rounds=chosen.rounds, seed=chosen.seed, say=say)
    if measured.void:
        say(f"Void: the floor drifted by {measured.drift:.0%}, more than {MOST_DRIFT:.0%}. Once more …")
        measured = rotate(home, once, rounds=chosen.rounds, seed=chosen.seed + 1, say=say)
    return measured


def measure(chosen: argparse.Namespace, say: Callable[[str], None]) -> tuple[Findings, dict[str, object]]:
    sizes = {"small": chosen.small, "large": chosen.large}
    needed = 2 * ONCE_PER_ROUND * chosen.rounds + 2 * SILENT_TIMES + 4
    say("The portal’s own start, twice …")
    started = start_twice()
    pin(CLIENT_CORE)
    with house(**sizes, drafts=needed, seed=chosen.seed, say=say) as home:
        once = Once(home)
        say("Queries and bytes …")
        counts = count(home, once)
        say("Submissions with a broker that never answers …")
        silence = without_broker(home, once, SILENT_TIMES)
        measured = rotate_until_valid(home, once, chosen, say)
        say("Every page, for the worker’s memory …")
        memory = memory_after_all_pages(home)
        found = Findings(counts, silence, measured, memory, started, home.facts["hash"], home.facts["files"], sizes)
        return found, report.about(chosen.seed, chosen.rounds, home.notes, home.store.version())


def main() -> int:
    chosen = options()
    say = narrator()
    found, facts = measure(chosen, say)
    lines = judge(found)
    table = report.markdown(lines, found, facts)
    say(f"Written to {report.write_json(lines, found, facts)}")
    if chosen.write:
        report.write_page(table)
    print(table)
    return int(found.measured.void or not all(line.ok for line in lines))
