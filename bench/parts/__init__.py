"""The parts of a run, in the order in which they are measured. One more part is one more file here and one more name.

A part is a module with

    TITLE                                          a few words for the narration and above its figures
    measure(home: House, say) -> findings          makes its databases with `home.create`, asks, and says how it goes
    judge(findings) -> Iterator[Line]              each goal beside what was measured

and, where it wants them,

    add_options(parser)                            its sizes; what was chosen is `home.chosen`
    figures(findings) -> str                       a table under the goals
    void(findings) -> str                          why the figures don't count; then the run is void
    record(findings) -> Any                        what goes into the JSON file, if not the dataclass itself
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from types import ModuleType
from typing import Any

from bench.lines import Line
from bench.server import House

PARTS = (
    "site",
    "search",
    "ranking",
    "lists",
    "check_up",
    "planner",
    "imports",
    "filing",
    "registry",
    "deadline",
    "letters",
    "queue",
    "cases",
    "grants",
    "batch",
    "panel",
)
Say = Callable[[str], None]


def chosen(names: str) -> dict[str, ModuleType]:
    """The modules of these parts, or of all."""
    wanted = names.split(",") if names else PARTS
    return {name: import_module(f"bench.parts.{name}") for name in PARTS if name in wanted}


def add_options(parser: argparse.ArgumentParser) -> None:
    for part in chosen("").values():
        if hasattr(part, "add_options"):
            part.add_options(parser)


class Part:
    """One part of this run with what it found."""

    def __init__(self, name: str, module: ModuleType, home: House, say: Say) -> None:
        self.name, self.module = name, module
        say(f"{module.TITLE} …")
        self.findings: Any = module.measure(home, say)
        self.lines: list[Line] = list(module.judge(self.findings))
        # At once, so that what was measured is known even if a later part ends the run.
        missed = [line for line in self.lines if not line.ok]
        say(f"{module.TITLE}: {len(self.lines) - len(missed)} of {len(self.lines)} goals met")
        for line in missed:
            say(f"missed: {line.what}: {line.goal}: {line.measured}")

    def figures(self) -> str:
        return self._own("figures", "")

    def void(self) -> str:
        return self._own("void", "")

    def record(self) -> Any:
        return self.module.record(self.findings) if hasattr(self.module, "record") else asdict(self.findings)

    def _own(self, name: str, without: str) -> str:
        return getattr(self.module, name)(self.findings) if hasattr(self.module, name) else without


def measured(parts: dict[str, ModuleType], home: House, say: Say) -> Iterator[Part]:
    for name, module in parts.items():
        yield Part(name, module, home, say)
