"""The moments of a move at which its process can die, whoever takes it and whichever step it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from enterprises.tests.killing.forks import die

UNDONE = ("locked", "written", "before the commit")
DONE = "committed"


@contextmanager
def dying_at(moment: str) -> Iterator[None]:
    """Whatever runs inside dies at this moment of the first move that it makes."""
    connection, moved = connections["default"], []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        if moment == "locked" and "FOR UPDATE" in sql and 'FROM "reviews_case"' in sql:
            die()
        if moment == "written" and sql.startswith('UPDATE "reviews_case"'):
            die()
        if sql.startswith('INSERT INTO "reviews_transition"'):
            moved.append(sql)
        return result

    commit = connection.commit

    def dying_commit() -> None:
        if moved and moment == "before the commit":
            die()
        commit()
        if moved and moment == DONE:
            die()

    connection.commit = dying_commit
    with connection.execute_wrapper(watch):
        yield


@contextmanager
def each_statement_for_itself() -> Iterator[None]:
    """The protection switched off: what a move has written so far is committed after every statement."""
    connection = connections["default"]

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE")):
            connection.connection.commit()
        return result

    with connection.execute_wrapper(watch):
        yield
