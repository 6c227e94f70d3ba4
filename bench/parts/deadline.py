"""The deadline hour: 2,000 submissions with three files each, arriving over a minute on two workers."""

import argparse
from collections.abc import Iterator

from bench.deadline import WORKERS, Hour
from bench.deadline import measure as measured
from bench.filing import FILE_BYTES
from bench.lines import Line
from bench.parts import Say
from bench.server import House

TITLE = "The deadline hour"
SUBMISSIONS, SECONDS, P95 = 2_000, 60.0, 2.0
# The call closes when this share of the time is over: whoever comes later is refused, and only that.
OPEN_SHARE = 0.95


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--submissions", type=int, default=SUBMISSIONS, help="submissions of the deadline hour")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="over which they arrive")


def measure(home: House, say: Say) -> Hour:
    chosen = home.chosen
    home.create("deadline", like="demo")
    say(f"{chosen.submissions:,} drafts …")
    facts = home.ask("bench.filing_data", "deadline", drafts=chosen.submissions, fields=8, seed=chosen.seed)
    say(f"{chosen.submissions:,} submissions over {chosen.seconds:.0f} s …")
    size = getattr(chosen, "file_bytes", FILE_BYTES)
    return measured(home, "deadline", facts["drafts"], seconds=chosen.seconds, open_share=OPEN_SHARE, file_bytes=size)


def judge(found: Hour) -> Iterator[Line]:
    what = f"deadline hour: {found.submissions:,} submissions in {found.seconds:.0f} s, {WORKERS} workers"
    held = found.held
    wrong = {name: len(held[name]) for name in ("lost", "doubled", "half", "files gone")}
    told = ", ".join(f"{number} {name}" for name, number in wrong.items())
    yield Line(what, "none lost, none doubled", f"{held['received']:,} received; {told}", not any(wrong.values()))
    refused = found.outcomes["409"]
    other = found.submissions - found.outcomes["201"] - refused
    told = f"{refused} refused after the end, {held['late']} received after it, {other} other errors"
    kinds = len(found.reasons)
    yield Line(what, "no error but the deadline’s", told, other == 0 and held["late"] == 0 and kinds <= 1)
    told = f"{found.p95:.2f} s (slowest {max(found.times):.2f} s; the client itself {found.late_by:.3f} s late)"
    yield Line(what, f"p95 from the fixed instant ≤ {P95:g} s", told, found.p95 <= P95)


def record(found: Hour) -> dict[str, object]:
    return {
        "times": sorted(round(one, 4) for one in found.times), "outcomes": found.outcomes, "held": found.held,
        "reasons": dict(found.reasons.most_common(5)), "late": found.late_by,
    }  # fmt: skip
