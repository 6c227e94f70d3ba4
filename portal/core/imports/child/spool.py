"""Rows on their way to the parent: lines of JSON, some hundred rows a line, in a file of limited size."""

import json
from typing import Any, TextIO

from .refusal import Refused

ROWS_A_LINE = 500
MOST_PROBLEMS = 1000


class Spool:
    """Counts what it is given and refuses what is too much. Rows are `[number in the sheet, cells]`."""

    def __init__(self, out: TextIO | None, limits: dict[str, int]) -> None:
        """Without `out` the rows are only counted."""
        self.out, self.limits = out, limits
        self.waiting: list[tuple[int, list[str]]] = []
        self.rows = self.characters = 0
        self.problems: list[dict[str, Any]] = []

    def add(self, number: int, cells: list[str]) -> None:
        """A row; without its empty end, and nothing when it is empty."""
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        if len(cells) > self.limits["columns"]:
            raise Refused("too_many_columns", row=number, count=len(cells), most=self.limits["columns"])
        # The first row holds the headings.
        if self.rows > self.limits["rows"]:
            raise Refused("too_many_rows", most=self.limits["rows"])
        self.rows += 1
        self.characters += sum(map(len, cells))
        if self.characters > self.limits["characters"]:
            raise Refused("too_large")
        if self.out is None:
            return
        self.waiting.append((number, cells))
        if len(self.waiting) >= ROWS_A_LINE:
            self.flush()

    def flush(self) -> None:
        if self.out is not None and self.waiting:
            self.out.write(json.dumps(self.waiting, ensure_ascii=False, separators=(",", ":")) + "\n")
            self.waiting = []

    def problem(self, row: int, column: int, code: str, **params: str) -> None:
        """Something is wrong with one cell; columns count from 1."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append({"row": row, "column": column, "code": code, "params": params})
