"""Tables out of uploaded files, read by a child process within limits of time and memory.

The child is told where the file lies and where to put the rows; whatever the file does to it, the portal lives on.
"""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.core.imports.problems import FileRefused
from portal.core.imports.texts import REFUSALS

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 60_000_000
# A look at an upload in the request, and the work of a job.
LOOK_SECONDS, READ_SECONDS = 20, 240
# What is larger is left to a job; in bytes as unpacked.
SMALL = 4 * 1024 * 1024
BOOK = (".xlsx", ".xlsm")
ENCODINGS = ("", "utf-8", "gb18030")
WORKER = Path(__file__).with_name("reading_worker.py")
Row = tuple[int, list[str]]
logger = logging.getLogger(__name__)


@dataclass
class Table:
    """What a file holds: the headings and, row by row, the cells as texts with their numbers in the file.

    `large` is a file that was looked at only. `problems` are those of single cells (`texts.CELLS`).
    """

    kind: str
    large: bool = False
    encoding: str = ""
    sheet: str = ""
    other_sheets: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    rows: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    spool: Path | None = None

    def notes(self) -> list[dict[str, Any]]:
        """What the reader should know of how it was read, as keys of `texts.NOTES`."""
        notes = []
        if self.other_sheets:
            notes.append({"code": "sheet", "params": {"sheet": self.sheet, "others": ", ".join(self.other_sheets)}})
        if self.hidden_rows:
            notes.append({"code": "hidden_rows", "params": {"count": self.hidden_rows}})
        if self.encoding not in ("", "utf-8", "utf-8-sig"):
            notes.append({"code": "encoding", "params": {"encoding": self.encoding.upper()}})
        return notes

    def batches(self) -> Iterator[list[Row]]:
        """The rows as the child wrote them, some hundred at a time; the first of all are the headings."""
        if self.spool is None:
            return
        with self.spool.open(encoding="utf-8") as lines:
            for line in lines:
                yield [(int(number), cells) for number, cells in json.loads(line)]


@contextmanager
def opened(pieces: Iterable[bytes]) -> Iterator[Path]:
    """The file on disk while it is needed. Raises FileRefused when it is too large."""
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="import-") as folder:
        path, size = Path(folder) / "file", 0
        with path.open("wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > MOST_BYTES:
                    raise FileRefused("upload_too_large", most=MOST_BYTES // 1024 // 1024)
                file.write(piece)
        yield path


def read(path: Path, *, name: str = "", encoding: str = "", look: bool = False) -> Table:
    """The table in this file, whose rows lie beside it. With `look`, a large file is checked and not read.
    `name` is what it was called by whoever gave it.

    Raises FileRefused with one sentence. No database connection should wait for it.
    """
    seconds = LOOK_SECONDS if look else READ_SECONDS
    spool = path.with_suffix(".rows")
    asked = {
        "path": str(path),
        "spool": str(spool),
        "is_named_book": name.lower().endswith(BOOK),
        "encoding": encoding if encoding in ENCODINGS else "",
        "small_bytes": SMALL if look else 0,
        "cpu_seconds": seconds,
        "limits": {"rows": MOST_ROWS, "columns": MOST_COLUMNS, "characters": MOST_CHARACTERS},
    }
    found = _ask(asked, seconds)
    if "refused" in found:
        code = found["refused"] if found["refused"] in REFUSALS else "damaged"
        raise FileRefused(code, **found["params"])
    found.setdefault("large", False)
    return Table(**found, spool=None if found["large"] else spool)


def _ask(asked: dict[str, Any], seconds: int) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603  (our own file; what it is asked stands on its standard input)
            [sys.executable, "-I", "-S", str(WORKER)],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=2 * seconds,
            check=True,
            env={"MALLOC_ARENA_MAX": "2"},
        )
        return json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise FileRefused("too_slow") from error
    except subprocess.CalledProcessError as error:
        logger.warning(
            "reading a table failed (%s): %s", error.returncode, error.stderr[-2000:].decode(errors="replace")
        )
        # Killed by its limit of CPU time (SIGXCPU, then SIGKILL), or out of memory in the midst of C code.
        raise FileRefused("too_slow" if error.returncode < 0 else "too_large") from error
    except ValueError as error:
        raise FileRefused("damaged") from error
