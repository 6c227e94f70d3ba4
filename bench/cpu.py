"""CPU time and memory of processes, read from /proc.

CPU time is that of every thread of the web worker and of the database's processes that work for it. `schedstat`
gives nanoseconds; where the kernel lacks it, `stat` gives user and system time in ticks of 10 ms.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

TICK_NS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def cpu_ns(pid: int) -> int:
    """CPU time so far of all threads that the process has; 0 when it is gone."""
    total = 0
    try:
        for task in (PROC / str(pid) / "task").iterdir():
            total += _thread_ns(task)
    except OSError:
        return total
    return total


def _thread_ns(task: Path) -> int:
    try:
        return int((task / "schedstat").read_text().split()[0])
    except (OSError, IndexError):
        # After the name in brackets, which may hold blanks: state is field 3, utime and stime 14 and 15.
        fields = (task / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK_NS


class Meter:
    """Web and database CPU time between two moments, in milliseconds."""

    def __init__(self, web: Iterable[int], database: Callable[[], list[int]]) -> None:
        self.web, self.database = list(web), database

    def start(self) -> None:
        self.before = self._read()

    def stop(self) -> tuple[float, float]:
        (web, database), (web_before, database_before) = self._read(), self.before
        return _grown(web, web_before), _grown(database, database_before)

    def _read(self) -> tuple[dict[int, int], dict[int, int]]:
        return {pid: cpu_ns(pid) for pid in self.web}, {pid: cpu_ns(pid) for pid in self.database()}


def _grown(after: dict[int, int], before: dict[int, int]) -> float:
    return sum(value - before.get(pid, 0) for pid, value in after.items()) / 1e6


def children(pid: int) -> list[int]:
    """The processes whose parent is `pid`."""
    found = []
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found.append(int(folder.name))
    return found


def memory_mib(pid: int) -> dict[str, float]:
    """`Pss` and `Rss` in MiB; PSS counts memory that several processes share by its share."""
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    values = {line.split(":")[0]: line.split()[1] for line in lines if line.endswith("kB")}
    return {name: int(values[name]) / 1024 for name in ("Pss", "Rss")}
