"""What some two thousand rows of a file change, packed. The dry run finds it, the import writes exactly that.

As data: `new` is a list of [row in the file, values], `changed` of [row, primary key, values, {place: old value}],
`same` of primary keys; `before` is the hash of the rows of the database that `changed` and `same` were compared with.
Values stand in the order of the job's columns.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from policies.models import ImportBatch, ImportJob
from portal.core.imports.cells import Value

ROWS = 2000


@dataclass
class Batch:
    first_row: int = 0
    last_row: int = 0
    new: list[list[Any]] = field(default_factory=list)
    changed: list[list[Any]] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    before: str = ""

    def text(self) -> bytes:
        content = {"new": self.new, "changed": self.changed, "same": self.same, "before": self.before}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")

    def known(self) -> list[int]:
        """The rows of the database that the file speaks of."""
        return [pk for _row, pk, *_rest in self.changed] + self.same

    def row(self, job: ImportJob, number: int) -> ImportBatch:
        """Ready to be saved."""
        text = self.text()
        return ImportBatch(
            job=job, number=number, first_row=self.first_row, last_row=self.last_row, new_count=len(self.new),
            changed_count=len(self.changed), same_count=len(self.same), sha256=sha256(text).hexdigest(),
            data=zlib.compress(text, 1),
        )  # fmt: skip


def unpacked(row: ImportBatch) -> Batch:
    """Raises ValueError when the row is not what was packed."""
    text = zlib.decompress(bytes(row.data))
    if sha256(text).hexdigest() != row.sha256:
        raise ValueError(f"batch {row} was altered")
    return Batch(row.first_row, row.last_row, **json.loads(text))


def hash_of_rows(rows: Mapping[int, list[Value]]) -> str:
    """Of rows of the database, whatever the order they were read in."""
    return sha256(json.dumps(sorted(rows.items()), ensure_ascii=False).encode()).hexdigest()


def fingerprint(hashes: Iterable[str], columns: list[str]) -> str:
    """Of everything that an import would change."""
    return sha256("\n".join([",".join(columns), *hashes]).encode()).hexdigest()
