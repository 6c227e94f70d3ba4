"""Counts what a request asks of the database and of the network; switched on in a pass that is not timed."""

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Bench"
WRITES = ("INSERT", "UPDATE", "DELETE")
_request = threading.local()


def _hear(event: str, args: tuple[Any, ...]) -> None:
    """Connections that the request's own thread opens; libpq's to the database are not Python's and not heard."""
    if event == "socket.connect" and getattr(_request, "counts", None) is not None:
        _request.counts["connections"] += 1


class CountingMiddleware:
    """The outermost one, so that it sees a page that comes from memory too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        sys.addaudithook(_hear)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        tally = Tally()
        _request.counts = tally.counts
        try:
            with connection.execute_wrapper(tally):
                response = self.get_response(request)
        finally:
            _request.counts = None
        response[HEADER] = json.dumps(tally.result())
        return response


class Tally:
    """Every statement but BEGIN and COMMIT, which Django sends past its cursors; savepoints count as statements."""

    def __init__(self) -> None:
        self.counts = {"queries": 0, "savepoints": 0, "writes_outside": 0, "connections": 0}
        # Kept as objects, so that none gets the identity of one that is gone.
        self.transactions: list[Any] = []
        self.inside: list[int] = []
        self.writing: set[int] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.counts["queries"] += 1
        verb = sql.lstrip().split(None, 1)[0].upper()
        self.counts["savepoints"] += verb in {"SAVEPOINT", "RELEASE", "ROLLBACK"}
        blocks = context["connection"].atomic_blocks
        if blocks:
            self._note(blocks[0], verb)
        elif verb in WRITES:
            self.counts["writes_outside"] += 1
        return execute(sql, params, many, context)

    def _note(self, outermost: Any, verb: str) -> None:
        if not self.transactions or self.transactions[-1] is not outermost:
            self.transactions.append(outermost)
            self.inside.append(0)
        self.inside[-1] += 1
        if verb in WRITES:
            self.writing.add(len(self.inside) - 1)

    def result(self) -> dict[str, Any]:
        """`transactions`: statements in each transaction that wrote something."""
        return self.counts | {"transactions": [self.inside[place] for place in sorted(self.writing)]}
