"""Keeps docs/architecture.md true: sizes, names, one door each. Imports are import-linter's (make lint)."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal.core.tests.project import CODE, ROOT, all_files, named, python_files, tree

FILE_LINES = 400
FUNCTION_LINES = 50
SIZED = {".py", ".html", ".css", ".js"}
NAMES_OF_NOTHING = {"utils.py", "util.py", "helpers.py", "services.py", "signals.py", "misc.py"}
OUR_APPS = {"accounts", "audit", "calendars", "attachments", "notifications", "reviews", "policies", "enterprises"}
OUR_APPS |= {"talent", "core"}

# Whoever assigns a `state`. Only the first moves cases; a line here is for a state of another thing.
STATE_DOOR = "portal/reviews/flow.py"
OTHER_STATES = {
    "portal/attachments/actions.py": "the result of a file’s check",
    "enterprises/publishing.py": "which version of a call’s form is in use",
    "enterprises/accounts_of.py": "whether a bank account was confirmed",
    "enterprises/money/batches.py": "how far a payment batch has got",
    "enterprises/money/answers.py": "what the bank said of a payment, and of its batch",
    "enterprises/money/reports.py": "how far a report has got; its award stays paid",
}


def problems(found: Iterator[str]) -> str:
    return "\n".join(sorted(found))


# --- sizes and names ---------------------------------------------------------------------------------


def test_no_file_is_longer_than_400_lines():
    def long_files() -> Iterator[str]:
        for path in all_files():
            ours = path.relative_to(ROOT).parts[0] in {*CODE, "templates", "static", "bench"}
            if ours and path.suffix in SIZED and "migrations" not in path.parts:
                lines = path.read_text(encoding="utf-8").count("\n")
                if lines > FILE_LINES:
                    yield f"{named(path)}: {lines} lines; split it by noun"

    assert problems(long_files()) == ""


def test_no_function_is_longer_than_50_lines():
    def long_functions() -> Iterator[str]:
        for path in python_files(tests=True):
            for node in ast.walk(tree(path)):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    lines = (node.end_lineno or node.lineno) - node.lineno + 1
                    if lines > FUNCTION_LINES:
                        yield f"{named(path)}:{node.lineno}: {node.name} has {lines} lines"

    assert problems(long_functions()) == ""


def test_no_file_is_named_after_nothing():
    assert [named(path) for path in python_files(tests=True) if path.name in NAMES_OF_NOTHING] == []


# --- one door each -----------------------------------------------------------------------------------


def calls(module: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call, with the last part of the called name."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def assigned_states(module: ast.Module) -> Iterator[int]:
    """Lines that put a value into something's `state`."""
    for node in ast.walk(module):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = [part for target in node.targets for part in getattr(target, "elts", [target])]
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
            targets = [node.target]
        if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
            yield node.lineno
    for name, call in calls(module):
        by_keyword = name == "update" and any(keyword.arg == "state" for keyword in call.keywords)
        words = [part.value for arg in call.args for part in ast.walk(arg) if isinstance(part, ast.Constant)]
        if by_keyword or (name in {"setattr", "bulk_update"} and "state" in words):
            yield call.lineno


def test_the_scan_sees_every_way_to_assign_a_state():
    ways = """case.state = 1
case.number, case.state = 2, 3
Case.objects.filter(pk=1).update(state=4)
setattr(case, "state", 5)
Case.objects.bulk_update(cases, ["state"])
case.states = 6"""
    assert sorted(assigned_states(ast.parse(ways))) == [1, 2, 3, 4, 5]


def test_a_state_has_one_door():
    def elsewhere() -> Iterator[str]:
        for path in python_files():
            if named(path) != STATE_DOOR and named(path) not in OTHER_STATES:
                yield from (
                    f"{named(path)}:{line}: only {STATE_DOOR} assigns a state" for line in assigned_states(tree(path))
                )

    assert problems(elsewhere()) == ""


def test_telling_has_one_door():
    def elsewhere() -> Iterator[str]:
        for path in python_files():
            if named(path).startswith("portal/notifications/"):
                continue
            for node in ast.walk(tree(path)):
                module = getattr(node, "module", "") if isinstance(node, ast.ImportFrom) else ""
                names = [alias.name for alias in getattr(node, "names", [])] if isinstance(node, ast.Import) else []
                if any(name.startswith(("django.core.mail", "smtplib")) for name in [module or "", *names]):
                    yield f"{named(path)}:{node.lineno}: mail goes through portal.notifications"

    assert problems(elsewhere()) == ""


def test_no_request_waits_for_the_broker():
    def elsewhere() -> Iterator[str]:
        for path in python_files():
            if named(path) == "portal/notifications/bell.py":
                continue
            for name, call in calls(tree(path)):
                if name in {"delay", "apply_async", "send_task"}:
                    yield f"{named(path)}:{call.lineno}: write a row, which beat finds; only the bell rings"

    assert problems(elsewhere()) == ""


def test_files_have_one_door():
    """An upload goes from the request into a form, whole; storing is portal.attachments' work alone."""

    def elsewhere() -> Iterator[str]:
        for path in python_files():
            passed = set()
            for name, call in calls(tree(path)):
                if name.lower().endswith("form"):
                    passed |= {id(part) for part in ast.walk(call)}
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Attribute) and node.attr == "FILES" and id(node) not in passed:
                    yield f"{named(path)}:{node.lineno}: hand request.FILES to a form, whole"
            for name, call in calls(tree(path)):
                if name in {"FileField", "ImageField"} and "models" in ast.unparse(call.func):
                    yield f"{named(path)}:{call.lineno}: a file is a row of portal.attachments"

    assert problems(elsewhere()) == ""


def test_the_clock_has_one_door():
    """`clock.now` can be fixed, so that tests and the demo can live through other days."""

    def elsewhere() -> Iterator[str]:
        for path in python_files():
            if named(path) == "portal/core/clock.py":
                continue
            for name, call in calls(tree(path)):
                asked = ast.unparse(call.func)
                if asked in {"timezone.now", "datetime.now", "datetime.utcnow", "date.today", "timezone.localdate"}:
                    yield f"{named(path)}:{call.lineno}: ask portal.core.clock, not {name}"

    assert problems(elsewhere()) == ""


# --- migrations, and what a file must not carry ----------------------------------------------------


@pytest.mark.django_db
def test_every_migration_can_be_undone():
    loader = MigrationLoader(connection)
    stuck = [
        f"{label}.{name}: {operation.describe()}"
        for (label, name), migration in loader.disk_migrations.items()
        for operation in migration.operations
        if label in OUR_APPS and not operation.reversible
    ]
    assert stuck == []


def test_the_list_of_our_apps_is_whole():
    names = {config.label: config.name.split(".") for config in apps.get_app_configs()}
    ours = {label for label, parts in names.items() if parts[0] in CODE and "tests" not in parts}
    assert ours == OUR_APPS


# Put together here, so that this file does not find itself.
MACHINE_PATHS = re.compile(
    "|".join([r"/ho" r"me/\w", r"/Us" r"ers/\w", r"(?<![\w.])/ro" r"ot/", r"(?<![\w.])/wo" r"rk/"])
)
INDEX_ADDRESS = re.compile(
    r"--(?:extra-)?in" r"dex-url[ =]|--find-li" r"nks[ =](?!--)|https?://[^\s\"']*(?:pypi|/simple\b|npmjs)"
)


def test_no_file_names_a_machine_or_a_package_index():
    def named_lines() -> Iterator[str]:
        for path in all_files():
            try:
                lines = path.read_text(encoding="utf-8").splitlines()
            except UnicodeDecodeError:
                continue
            for number, line in enumerate(lines, start=1):
                if MACHINE_PATHS.search(line) or INDEX_ADDRESS.search(line):
                    yield f"{named(path)}:{number}: {line.strip()[:100]}"

    assert problems(named_lines()) == ""
