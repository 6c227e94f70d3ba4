"""Templates: each is used, none carries script or style of its own, each can be parsed."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.template import engines
from django.template.utils import get_app_template_dirs

from portal.core.tests.project import ROOT, all_files, named, python_files

FOLDER = ROOT / "templates"
# Django finds these by their names.
BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
OF_THE_ADMIN = re.compile(
    r"admin/(?:\w+/){0,2}(?:app_index|change_form|change_list|delete_confirmation|object_history|submit_line)\.html"
)
# A mail client reads no stylesheet, so the frame of the mails carries its own.
OWN_STYLE = ("emails/",)
INLINE = {
    "an inline style": re.compile(r"\sstyle\s*=\s*[\"']", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.I),
    "an event handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "a script address": re.compile(r"javascript:", re.I),
}


def templates() -> list[str]:
    return [path.relative_to(FOLDER).as_posix() for path in all_files() if FOLDER in path.parents]


@cache
def everything_that_names_templates() -> str:
    files = [*python_files(), *(FOLDER / name for name in templates())]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@cache
def code_of(app: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in python_files() if app in path.parts)


def overrides_a_library(name: str) -> bool:
    return any((Path(folder) / name).exists() for folder in get_app_template_dirs("templates"))


def is_used(name: str) -> bool:
    text = everything_that_names_templates()
    if name in BY_NAME or OF_THE_ADMIN.fullmatch(name) or overrides_a_library(name):
        return True
    if f'"{name}"' in text or f"'{name}'" in text:
        return True
    # A kind of message is its template's name without the ending, and so are a page of a case and a PDF.
    folder, _, rest = name.removeprefix("emails/").partition("/")
    stem = rest.rpartition(".")[0]
    # What several PDFs share is imported by its file name.
    if folder == "pdf" and f'#import "{rest}"' in text:
        return True
    return f'"{folder}/{stem}"' in text or f'"{stem}"' in (text if folder == "pdf" else code_of(folder))


def test_every_template_is_used():
    assert "\n".join(name for name in templates() if not is_used(name)) == ""


def test_every_table_of_the_desk_scrolls_by_keyboard():
    """Its columns are more than a phone shows; axe finds it only where a table is just then too wide."""
    box = re.compile(r'<div class="(?:table|queue)-box"(?! tabindex="0" role="region" aria-label(?:ledby)?="[^"])')
    pages = (name for name in templates() if name.startswith("admin/"))
    assert [name for name in pages if box.search((FOLDER / name).read_text(encoding="utf-8"))] == []


def test_no_template_carries_script_or_style():
    def inline() -> Iterator[str]:
        for name in templates():
            text = (FOLDER / name).read_text(encoding="utf-8")
            for what, pattern in INLINE.items():
                found = pattern.search(text)
                if found and not name.startswith(OWN_STYLE):
                    yield f"{name}:{text[: found.start()].count(chr(10)) + 1}: {what}"

    assert "\n".join(inline()) == ""


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ('<p style="color: red">', "an inline style"),
        ("<style>p {}</style>", "a style element"),
        ("<script>go()</script>", "an inline script"),
        ('<button type="button" onclick="go()">', "an event handler"),
        ('<a href="javascript:go()">', "a script address"),
    ],
)
def test_the_scan_sees_every_way_to_be_inline(html, what):
    assert [name for name, pattern in INLINE.items() if pattern.search(html)] == [what]


def test_every_template_parses():
    for name in templates():
        engines["django"].get_template(name)


def test_the_templates_folder_is_where_this_test_looks():
    assert [named(FOLDER / name) for name in templates() if name == "base.html"] == ["templates/base.html"]


def test_no_page_sums_up_its_errors_twice() -> None:
    """base.html does it for "form"; the pages of the admin and of allauth have frames of their own."""
    own = [name for name in templates() if not name.startswith(("admin/", "allauth/", "components/", "base.html"))]
    summed = {name for name in own if 'error_summary.html" with form=form' in (FOLDER / name).read_text("utf-8")}
    assert summed == set()
