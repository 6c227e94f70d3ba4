"""Where a request stands still until its process is killed. The point stands in the file `PAUSE_AT` names:

`file 2`: the second file is written; `sql <beginning>`: a statement that begins so was done; `committed`: the
transaction is committed, its answer is not sent; `answered`: the answer is ready.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import local
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

# Longer than any test waits: whoever gets here is to be killed.
FOR_EVER = 120
_request = local()


class Pause:
    """One request's point."""

    def __init__(self, place: Path) -> None:
        self.mark = place.with_suffix(".reached")
        self.point = place.read_text() if place.exists() else ""
        self.files, self.hooked = 0, False

    def reach(self, point: str) -> None:
        if self.point == point:
            self.mark.touch()
            time.sleep(FOR_EVER)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        if connection.in_atomic_block and not self.hooked:
            self.hooked = True
            transaction.on_commit(lambda: self.reach("committed"))
        if self.point.startswith("sql ") and sql.startswith(self.point.removeprefix("sql ")):
            self.reach(self.point)
        return result


class PausingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        _request.pause = pause = Pause(Path(os.environ["PAUSE_AT"]))
        with connection.execute_wrapper(pause):
            response = self.get_response(request)
        pause.reach("answered")
        return response


class PausingStorage(FileSystemStorage):
    def _save(self, name: str, content: Any) -> str:
        kept = super()._save(name, content)
        pause = getattr(_request, "pause", None)
        if pause is not None:
            pause.files += 1
            pause.reach(f"file {pause.files}")
        return kept
