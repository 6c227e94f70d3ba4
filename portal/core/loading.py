"""The loader of data files: `manage.py load_plan FILE ...`, all or nothing.

An app registers a function for a shape of file, told by the keys at its top. When something is wrong the
file, the line and the reason are named and nothing is saved. Loading the same file twice changes nothing.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models, transaction

from portal.core.exceptions import PortalError
from portal.core.mending import mend


class LoadError(PortalError):
    """`file`, `line` (from 1) and `reason` of what can't be loaded."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


@dataclass
class Report:
    """How many rows each kind of thing gained, changed and kept."""

    created: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    def count(self, outcome: str, name: str) -> None:
        table: dict[str, int] = getattr(self, outcome)
        table[name] = table.get(name, 0) + 1

    def add(self, other: "Report") -> None:
        for outcome in ("created", "changed", "kept"):
            for name, number in getattr(other, outcome).items():
                table = getattr(self, outcome)
                table[name] = table.get(name, 0) + number


class _Loader(yaml.SafeLoader):
    """Knows the line of a value that can't be read, such as the 31st of June, and reads no aliases."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node:
        # A handful of aliases to aliases would unfold to more than any memory holds.
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.composer.ComposerError(None, None, "an alias (*name); write the value out instead", mark)
        return super().compose_node(parent, index)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


def _read(file: str, text: str) -> tuple[yaml.Node | None, Any]:
    """The nodes, which know their lines, and the plain data, both with what YAML misreads put right."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None, None
        mend(node, text)
        return node, loader.construct_document(node)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise LoadError(file, line, f"the character U+{error.character:04X} can’t stand in YAML") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise LoadError(file, (mark.line + 1) if mark else 1, f"not readable as YAML: {error.problem}") from error
    except RecursionError as error:
        raise LoadError(file, 1, "not readable as YAML: nested too deeply") from error


class Document:
    """A parsed file that knows on which line each of its values stands."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines: dict[tuple[Any, ...], int] = {}
        node, self.data = _read(file, text)
        if not isinstance(self.data, dict) or node is None:
            raise LoadError(file, 1, "the file must be a table of keys and values")
        self._index(node, ())

    def _index(self, node: yaml.Node, path: tuple[Any, ...]) -> None:
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    raise LoadError(self.file, key.start_mark.line + 1, f"“{key.value}” stands here twice")
                seen.add(key.value)
                self._index(value, (*path, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                self._index(value, (*path, number))

    def line(self, path: Iterable[Any]) -> int:
        """The line of a path, or of the nearest thing above it."""
        steps = tuple(path)
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return self.lines[steps]

    def fail(self, path: Iterable[Any], reason: str) -> None:
        raise LoadError(self.file, self.line(path), reason)

    def need(self, path: tuple[Any, ...], kind: type | tuple[type, ...] = object) -> Any:
        """The value at a path; fails with its line when it is missing or of the wrong type."""
        value: Any = self.data
        for number, step in enumerate(path):
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                self.fail(path[:number], f"“{step}” is missing")
        if not isinstance(value, kind):
            names = kind.__name__ if isinstance(kind, type) else " or ".join(k.__name__ for k in kind)
            self.fail(path, f"“{path[-1]}” must be of type {names}, not {type(value).__name__}")
        return value

    def only(self, path: tuple[Any, ...], allowed: set[str]) -> None:
        """Fail on a key that the shape does not know: most often a slip of the pen."""
        for key in self.need(path, dict) if path else self.data:
            if key not in allowed:
                self.fail((*path, key), f"unknown key “{key}”; known are {', '.join(sorted(allowed))}")


Loader = Callable[[Document], Report]
_loaders: list[tuple[str, frozenset[str], Loader]] = []


def loader(name: str, keys: set[str]) -> Callable[[Loader], Loader]:
    """Register a loader for files that have all of `keys` at their top. Several may share a shape."""

    def register(function: Loader) -> Loader:
        _loaders.append((name, frozenset(keys), function))
        return function

    return register


def during_loads(manager: Callable[[], AbstractContextManager[None]]) -> None:
    """Every load runs within this, inside its transaction: what follows from rows is worked out once."""
    if manager not in _during:
        _during.append(manager)


_during: list[Callable[[], AbstractContextManager[None]]] = []


def load_files(paths: Iterable[Path]) -> Report:
    """Load all files in one transaction, or none."""
    report = Report()
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        for manager in _during:
            stack.enter_context(manager())
        for path in paths:
            try:
                text = path.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError as error:
                raise LoadError(str(path), 1, "the file is not UTF-8; save it as UTF-8") from error
            except OSError as error:
                raise LoadError(str(path), 1, f"the file can’t be read: {error.strerror}") from error
            document = Document(str(path), text)
            found = [entry for entry in _loaders if entry[1] <= document.data.keys()]
            if not found:
                shapes = "; ".join(f"{name}: {', '.join(sorted(keys))}" for name, keys, _function in _loaders)
                document.fail((), f"no known kind of file. Known are, by their top keys: {shapes}")
            for _name, _keys, function in found:
                try:
                    report.add(function(document))
                except ValidationError as error:
                    document.fail((), "; ".join(error.messages))
    return report


Where = tuple[Document, tuple[Any, ...]]


def upsert(
    report: Report, model: type[models.Model], key: dict[str, Any], values: dict[str, Any], where: Where | None = None
) -> Any:
    """Create a row or bring it up to date; a row that is up to date is not written at all.

    `where` is the document and the path of the entry, so that a value the model refuses is named by its line.
    """
    name = model._meta.model_name or ""
    row = model._default_manager.filter(**key).first()
    if row is None:
        row = model(**key, **values)
        outcome = "created"
    else:
        # A kind of row may know what a file does not take back (talent.models.base).
        values = row.settled(values) if hasattr(row, "settled") else values
        different = {field: value for field, value in values.items() if getattr(row, field) != value}
        for field_name, value in different.items():
            setattr(row, field_name, value)
        outcome = "changed" if different else "kept"
    if outcome != "kept":
        try:
            row.full_clean(exclude=[f.name for f in model._meta.fields if f.is_relation])
        except ValidationError as error:
            if where is None:
                raise
            where[0].fail(
                where[1], "; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
            )
        row.save()
    report.count(outcome, name)
    return row
