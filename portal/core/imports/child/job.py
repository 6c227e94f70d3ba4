"""One file read within limits: what is asked comes as JSON on standard input, what was found goes out as JSON."""

import json
import os
import resource
import sys
from typing import Any

from . import csv_file, xlsx_sheet
from .refusal import Refused
from .spool import Spool

MEMORY = 1024 * 1024 * 1024
SPOOL_BYTES = 512 * 1024 * 1024
# Of a text in an encoding that isn't one: what a broken workbook looks like, too.
NO_TEXT = frozenset({"encoding", "encoding_wrong", "cut_off", "not_a_table"})
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def main() -> None:
    asked = json.load(sys.stdin)
    limit(asked["cpu_seconds"])
    try:
        found = read(asked)
    except Refused as refusal:
        found = {"refused": refusal.code, "params": refusal.params}
    except MemoryError:
        found = {"refused": "too_large", "params": {}}
    json.dump(found, sys.stdout)


def limit(cpu_seconds: int) -> None:
    """Before the first byte of the file is read."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (SPOOL_BYTES, SPOOL_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(asked: dict[str, Any]) -> dict[str, Any]:
    path, small = asked["path"], asked["small_bytes"]
    with open(path, "rb") as file:
        head = file.read(4096)
    if not head:
        raise Refused("empty")
    if head.startswith(OLE):
        raise Refused("old_excel")
    is_book = head.startswith(ZIP)
    if not is_book and not csv_file.is_text(head):
        raise Refused("not_a_book" if asked["is_named_book"] else "not_a_table")
    large = not is_book and 0 < small < os.path.getsize(path)
    with open(asked["spool"], "w", encoding="utf-8") as out:
        spool = Spool(None if large else out, asked["limits"])
        if is_book:
            with open(path, "rb") as file:
                found = xlsx_sheet.read(file, spool, small)
        else:
            found = _text(asked, spool)
            found["large"] = large
        spool.flush()
    return found | {"kind": "xlsx" if is_book else "csv", "rows": spool.rows, "problems": spool.problems}


def _text(asked: dict[str, Any], spool: Spool) -> dict[str, Any]:
    """As a CSV file. What is called a workbook and can't be read as one either is no question of its encoding."""
    try:
        return csv_file.read(asked["path"], spool, asked["encoding"])
    except Refused as refusal:
        if asked["is_named_book"] and refusal.code in NO_TEXT:
            raise Refused("not_a_book") from refusal
        raise
