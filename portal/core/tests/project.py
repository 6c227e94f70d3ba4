"""The project's own files, for the tests that keep the house in order."""

import ast
import shutil
import socket
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CODE = ("portal", "policies", "enterprises", "talent")
# What version control leaves out, for a copy of the project that has none.
LEFT_OUT = {
    ".git",
    ".venv",
    "var",
    "__pycache__",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
}


@cache
def all_files() -> tuple[Path, ...]:
    """Every file that belongs to the project, whether or not it is committed yet."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        command = [git, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
        paths = [ROOT / name for name in names if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not LEFT_OUT & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in paths if path.is_file() and path.suffix not in {".mo", ".pyc"}))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*, tests: bool = False, migrations: bool = False) -> Iterator[Path]:
    """Python files of the services and the shared apps."""
    for path in all_files():
        parts = path.relative_to(ROOT).parts
        if path.suffix != ".py" or parts[0] not in CODE:
            continue
        if ("tests" in parts and not tests) or ("migrations" in parts and not migrations):
            continue
        yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=named(path))


def chromium() -> str | None:
    """Chromium on this machine, under whichever name it goes there; rather the one that draws no window around its
    pages, which costs a third of the time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def free_port() -> int:
    """A port of this machine on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
