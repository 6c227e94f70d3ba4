"""What a submission can't do without: the same rows read and written in plain SQL, and the files read, hashed, written.

Run as a process of its own, `python -m bench.bare_filing --times 20 --out FILE`, on a copy of the database in which a
submission was made: its rows are written again, under another draft each time, by the driver and nothing else.
"""

import argparse
import hashlib
import io
import json
import os
import uuid
from pathlib import Path
from time import process_time_ns
from typing import Any

import django

django.setup()

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import connection
from django.http.multipartparser import MultiPartParser

from bench.cpu import cpu_ns
from bench.filing import BOUNDARY
from enterprises.models import Application

VAR = Path(os.environ["VAR_DIR"])
# As long as the portal's answer to a submission.
ANSWER = "x" * 700
# Each table, how its rows belong to the case, and which of its columns are unique and made anew.
TABLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("attachments_attachment", "id IN (SELECT attachment_id FROM enterprises_paper WHERE application_id = %s)",
     ("public_id", "storage_name")),
    ("reviews_transition", "case_id = %s", ()),
    ("reviews_workitem", "case_id = %s AND closed_at IS NULL", ()),
    ("audit_entry", "scope = 'case:' || %s", ()),
    ("enterprises_reference", "application_id = %s", ()),
    ("enterprises_snapshot", "application_id = %s", ("code",)),
    ("notifications_message", "case_reference = (SELECT number FROM reviews_case WHERE id = %s)", ("dedupe_key",)),
)  # fmt: skip


# The rows that decide whether it may be sent, each group in one statement.
READS = (
    "SELECT * FROM enterprises_apitoken t JOIN accounts_user u ON u.id = t.user_id JOIN enterprises_membership m "
    "ON m.user_id = u.id AND m.enterprise_id = t.enterprise_id WHERE t.enterprise_id = "
    "(SELECT enterprise_id FROM enterprises_application WHERE case_ptr_id = %s)",
    "SELECT * FROM reviews_case c JOIN enterprises_application a ON a.case_ptr_id = c.id JOIN enterprises_enterprise e "
    "ON e.id = a.enterprise_id JOIN accounts_district d ON d.id = e.district_id JOIN accounts_unit u "
    "ON u.id = c.unit_id WHERE c.id = %s",
    "SELECT * FROM enterprises_call l JOIN policies_measure m ON m.id = l.measure_id WHERE l.id = "
    "(SELECT call_id FROM enterprises_application WHERE case_ptr_id = %s)",
    "SELECT * FROM policies_papertype p WHERE p.baseline OR EXISTS (SELECT 1 FROM enterprises_call_papers c WHERE "
    "c.papertype_id = p.id AND c.call_id = (SELECT call_id FROM enterprises_application WHERE case_ptr_id = %s))",
    "SELECT * FROM enterprises_paper p JOIN attachments_attachment a ON a.id = p.attachment_id "
    "WHERE p.application_id = %s",
    "SELECT * FROM enterprises_reference WHERE application_id = %s",
)


class Bare:
    """The driver's own cursor; every statement is one round trip."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self.line = connection.connection.cursor()
        self.is_postgres = connection.vendor == "postgresql"

    def run(self, sql: str, values: Any = ()) -> Any:
        return self.line.execute(sql if self.is_postgres else sql.replace("%s", "?"), values)

    def rows(self, table: str, where: str, pk: int) -> list[dict[str, Any]]:
        self.run(f"SELECT * FROM {table} WHERE {where}", (pk,))
        names = [column[0] for column in self.line.description]
        return [dict(zip(names, row, strict=True)) for row in self.line.fetchall()]

    def insert(self, table: str, rows: list[dict[str, Any]]) -> list[int]:
        """All rows in one statement."""
        names = [name for name in rows[0] if name != "id"]
        places = ", ".join(["(" + ", ".join(["%s"] * len(names)) + ")"] * len(rows))
        values = [self._adapted(row[name]) for row in rows for name in names]
        columns = ", ".join(f'"{name}"' for name in names)
        self.run(f"INSERT INTO {table} ({columns}) VALUES {places} RETURNING id", values)
        return [row[0] for row in self.line.fetchall()]

    def _adapted(self, value: Any) -> Any:
        return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value

    def database_ns(self) -> int:
        """SQLite works inside this process."""
        return cpu_ns(connection.connection.info.backend_pid) if self.is_postgres else 0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.write_text(json.dumps({"sql_ms": _sql(options.times), "files_ms": _files(options.times)}))


def _sql(times: int) -> float:
    """CPU milliseconds of one submission's rows, in this process and in the database's."""
    bare = Bare()
    mine = Application.objects.filter(number__startswith="QF-")
    case = mine.filter(state="submitted").order_by("pk").first().pk
    drafts = list(mine.filter(state="draft").order_by("pk").values_list("pk", "number")[: times + 1])
    assert len(drafts) == times + 1, "not enough drafts"
    kept = {table: bare.rows(table, where, case) for table, where, _own in TABLES}
    began = before = 0
    for number, draft in enumerate(drafts):
        if number == 1:  # the first warms everything up
            began, before = process_time_ns(), bare.database_ns()
        _submission(bare, *draft, kept)
    spent = process_time_ns() - began + bare.database_ns() - before
    bare.line.close()
    return spent / times / 1e6


def _submission(bare: Bare, draft: int, reference: str, kept: dict[str, list[dict[str, Any]]]) -> None:
    """What is read, the key's row, then one transaction."""
    for sql in READS:
        bare.run(sql, (draft,))
        bare.line.fetchall()
    key = (kept["notifications_message"][0]["recipient_id"], uuid.uuid4().hex, "0" * 64, ANSWER)
    bare.run(
        "INSERT INTO enterprises_idempotencykey (user_id, key, request_sha256, answer, leased_until, created_at) "
        "VALUES (%s, %s, %s, '', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)",
        key[:3],
    )
    bare.run("BEGIN")
    bare.run("SELECT * FROM reviews_case WHERE id = %s" + (" FOR UPDATE" if bare.is_postgres else ""), (draft,))
    bare.run("UPDATE reviews_case SET state = 'submitted', moved_at = CURRENT_TIMESTAMP WHERE id = %s", (draft,))
    bare.run(
        "UPDATE reviews_workitem SET closed_at = CURRENT_TIMESTAMP WHERE case_id = %s AND closed_at IS NULL", (draft,)
    )
    bare.run(
        "UPDATE enterprises_application SET submitted_at = CURRENT_TIMESTAMP, computed_fen = 1, rule_verdict = 'met' "
        "WHERE case_ptr_id = %s",
        (draft,),
    )
    bare.run("INSERT INTO audit_head (scope, sequence, hash) VALUES (%s, 0, '')", (f"case:{draft}",))
    for table, _where, own in TABLES:
        rows = [_again(row, own, draft, reference) for row in kept[table]]
        made = bare.insert(table, rows) if rows else []
        if table == "attachments_attachment":
            bare.insert("enterprises_paper", [_paper(draft, pk) for pk in made])
    bare.run("UPDATE audit_head SET sequence = 1, hash = %s WHERE scope = %s", ("0" * 64, f"case:{draft}"))
    bare.run("UPDATE enterprises_idempotencykey SET status = 201, answer = %s WHERE key = %s", (key[3], key[1]))
    bare.run("COMMIT")


def _paper(draft: int, attachment: int) -> dict[str, Any]:
    return {"application_id": draft, "code": "D05", "attachment_id": attachment}


def _again(row: dict[str, Any], own: tuple[str, ...], draft: int, reference: str) -> dict[str, Any]:
    """The row as the draft's own. Whatever kept the first one's key would be read with it, and written twice, in the
    next round."""
    fresh = uuid.uuid4().hex
    new = {name: draft for name in ("case_id", "application_id") if name in row}
    new |= {name: fresh[:20] if name == "code" else fresh for name in own}
    if "case_reference" in row:
        new["case_reference"] = reference
    if "scope" in row:
        new["scope"] = f"case:{draft}"
    return row | new


def _files(times: int) -> float:
    """CPU milliseconds to read three files out of the request, hash them and write them."""
    body = (VAR / "three-files").read_bytes()
    folder = VAR / "bare-files"
    folder.mkdir(exist_ok=True)
    began = 0
    for number in range(times + 1):
        if number == 1:
            began = process_time_ns()
        for upload in _uploads(body):
            content = upload.read()
            hashlib.sha256(content).hexdigest()
            (folder / uuid.uuid4().hex).write_bytes(content)
    spent = process_time_ns() - began
    for path in folder.iterdir():
        path.unlink()
    return spent / times / 1e6


def _uploads(body: bytes) -> list[Any]:
    meta = {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "CONTENT_LENGTH": str(len(body))}
    _form, files = MultiPartParser(meta, io.BytesIO(body), [MemoryFileUploadHandler()], "utf-8").parse()
    return [upload for _name, uploads in files.lists() for upload in uploads]


if __name__ == "__main__":
    main()
