"""Queries that are asked many times a second: their SQL is written once a thread, and only the values change.

Django writes the SQL of a query anew each time, which takes several times as long as the answer. What a submission
reads is always the same, so it is worth keeping:

    _of_code = Prepared(lambda: Call.objects.filter(code=Slot("code", CharField())).select_related("measure"))
    call = _of_code.first(code="ENT-01-202601")

The query must not hang on anything but its slots: a day or a person that its function looks up would stay for ever.
"""

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, Field, Func, Model, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=Model)
T = TypeVar("T")


class Slot(Expression):
    """The place of a value that is given when the query is asked."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]

    def value(self, given: dict[str, Any], connection: Any) -> Any:
        return self.output_field.get_db_prep_value(given[self.name], connection)


class Numbers(Slot):
    """The place of any number of whole numbers, such as the keys of a page's rows."""

    def __init__(self, name: str) -> None:
        super().__init__(name, TextField())

    def value(self, given: dict[str, Iterable[int]], connection: Any) -> str:
        numbers = [int(number) for number in given[self.name]]
        return f"{{{','.join(map(str, numbers))}}}" if connection.vendor == "postgresql" else json.dumps(numbers)


class Among(Func):
    """Whether a column has one of the `Numbers`: `filter(Among("case_id", Numbers("cases")))`. One value is bound for
    all of them, so that the SQL is the same however many there are."""

    arity = 2
    output_field = BooleanField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **more: Any) -> tuple[str, list[Any]]:
        return self.as_sql(compiler, connection, template="%(expressions)s::bigint[])", arg_joiner=" = ANY(", **more)

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **more: Any) -> tuple[str, list[Any]]:
        found = " IN (SELECT value FROM json_each("
        return self.as_sql(compiler, connection, template="%(expressions)s))", arg_joiner=found, **more)


class Prepared(Generic[M]):
    """A query with slots, whose rows come as instances or, after `values_list`, as tuples."""

    def __init__(self, build: Callable[[], QuerySet[M]]) -> None:
        self.build = build
        self.here = threading.local()

    def all(self, **given: Any) -> list[M]:
        written = self._written()
        if written is None:
            return []
        queryset, compiler, sql, params = written
        connection = compiler.connection
        _must_lock(queryset, connection)
        bound = tuple(one.value(given, connection) if isinstance(one, Slot) else one for one in params)
        compiler.as_sql = lambda *args, **kwargs: (sql, bound)
        return list(queryset._iterable_class(queryset))

    def get(self, **given: Any) -> M:
        """The only row. Raises the model's DoesNotExist."""
        found = self.all(**given)
        if not found:
            raise self.build().model.DoesNotExist
        return found[0]

    def first(self, **given: Any) -> M | None:
        return next(iter(self.all(**given)), None)

    def _written(self) -> tuple[QuerySet[M], SQLCompiler, str, tuple[Any, ...]] | None:
        """None for a query that can find nothing, whatever its values are."""
        if not hasattr(self.here, "written"):
            queryset = self.build()
            compiler = queryset.query.get_compiler(using=queryset.db)
            try:
                sql, params = compiler.as_sql()
            except EmptyResultSet:
                self.here.written = None
                return None
            # From here on every iteration over this queryset uses this compiler, which knows its columns.
            queryset.query.get_compiler = lambda *args, **kwargs: compiler
            self.here.written = queryset, compiler, sql, params
        return self.here.written


class Kept(Generic[T]):
    """The newest so many of what is costly to make, each by all that it hangs on; with `seconds`, made anew after so
    many."""

    def __init__(self, most: int, seconds: float = float("inf")) -> None:
        self.most, self.seconds, self.lock = most, seconds, threading.Lock()
        self.found: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        moment = time.monotonic()
        with self.lock:
            found = self.found.get(key)
            if found is not None and moment - found[0] < self.seconds:
                self.found.move_to_end(key)
                return found[1]
        made = make()
        with self.lock:
            self.found[key] = moment, made
            self.found.move_to_end(key)
            while len(self.found) > self.most:
                self.found.popitem(last=False)
        return made


class PreparedBy(Generic[M]):
    """Queries of one kind that hang on a person, a day, a filter: the SQL of the newest so many is kept in each thread.

    What the query hangs on must all be in the key, slots apart.
    """

    def __init__(self, most: int) -> None:
        self.most, self.here = most, threading.local()

    def of(self, key: Hashable, build: Callable[[], QuerySet[M]]) -> Prepared[M]:
        if not hasattr(self.here, "kept"):
            self.here.kept = Kept(self.most)
        return self.here.kept.of(key, lambda: Prepared(build))


def _must_lock(queryset: QuerySet[Any], connection: BaseDatabaseWrapper) -> None:
    """Django looks at this while it writes the SQL, which is here only the first time."""
    locks = queryset.query.select_for_update and connection.features.has_select_for_update
    if locks and connection.get_autocommit():
        raise TransactionManagementError("A row can only be locked within a transaction.")
