from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from portal.accounts.models import Post, Role, Unit, User


@contextmanager
def without_trigger() -> Iterator[None]:
    """As a database administrator would do it: PostgreSQL's triggers sleep until the block ends."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def sql(db: None) -> Callable[..., int]:
    """Run SQL past Django, and past the trigger; returns the number of rows."""

    def run(statement: str, *values: Any) -> int:
        with without_trigger(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount

    return run


@pytest.fixture
def official(db: None) -> User:
    return User.objects.create_user("li@example.test", name="李红", is_staff=True)


@pytest.fixture
def supervisor(db: None) -> User:
    user = User.objects.create_user("wang@example.test", name="王监督", is_staff=True)
    unit = Unit.objects.create(code="audit", kind="bureau", name_zh="审计处", name_en="Audit")
    Post.objects.create(user=user, unit=unit, role=Role.DISCIPLINE)
    return user
