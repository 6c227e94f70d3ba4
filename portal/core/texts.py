"""Interface texts: found in code and templates, kept in the catalogues, compiled.

A fresh machine has no gettext, so polib and Django's own reader of templates stand in for it.
"""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

from portal.core.exceptions import PortalError

CODE = ("portal", "policies", "enterprises", "talent")
TEMPLATES = ("templates",)
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
# Texts of tests are nobody's to read; those of migrations are copies.
SKIPPED = {"tests", "migrations", "__pycache__"}
# Marks an entry that a library uses and nothing of ours names; an update keeps it.
LIBRARY = "library"

# The languages of the talent pages besides Chinese and English, and whose texts they need: those of the pages and of
# the frame around them, but not what only the admin shows.
WIDE_LANGUAGES = ("ko", "ja")
WIDE = (
    "talent/",
    "templates/talent/",
    "templates/allauth/",
    "portal/accounts/forms.py",
    "templates/components/",
    "templates/enterprises/_corrections.html",
    "templates/base.html",
    "templates/40",
    "templates/414.html",
    "templates/429.html",
    "portal/attachments/",
    "portal/core/dates.py",
    "portal/core/validators.py",
    "portal/reviews/flow.py",
    "portal/settings/",
)
NARROW = (
    "portal/attachments/admin",
    "portal/attachments/models",
    "talent/admin",
    "talent/desk/",
    "talent/guides/care.py",
    "talent/edit",
    "talent/facts/",
    "talent/guides/edit",
    "talent/models/",
    "talent/partners/",
    "talent/load",
)

# The place of context, singular and plural among a call's arguments.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
TEMPLATE_CALL = re.compile(r" (?=(?:_|n?p?gettext)\()")
NAMED = re.compile(r"%\((\w+)\)[a-z]")
BRACED = re.compile(r"\{(\w*)\}")


class TextError(PortalError):
    """A text that can't be translated, with the file and line where it stands."""


@dataclass
class Text:
    """One text as the code says it, and the files that say it."""

    msgid: str
    context: str = ""
    plural: str = ""
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, str]:
        return (self.context, self.msgid)


def find(root: Path) -> dict[tuple[str, str], Text]:
    """Every text of code and templates under the project's root."""
    texts: dict[tuple[str, str], Text] = {}
    for path in _files(root, CODE, {".py"}):
        _collect(texts, in_code(path.read_text(encoding="utf-8"), str(path.relative_to(root))))
    for path in _files(root, TEMPLATES, TEMPLATE_SUFFIXES):
        _collect(texts, in_template(path.read_text(encoding="utf-8"), str(path.relative_to(root))))
    return texts


def wide(texts: dict[tuple[str, str], Text]) -> dict[tuple[str, str], Text]:
    """Those that Korean and Japanese readers meet."""
    return {
        key: text
        for key, text in texts.items()
        if any(file.startswith(WIDE) and not file.startswith(NARROW) for file in text.files)
    }


def _files(root: Path, folders: tuple[str, ...], suffixes: set[str]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in suffixes and not SKIPPED & set(path.parts):
                yield path


def _collect(texts: dict[tuple[str, str], Text], found: Iterator[Text]) -> None:
    for text in found:
        known = texts.setdefault(text.key, text)
        known.files |= text.files
        known.plural = known.plural or text.plural


def in_code(source: str, file: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _of_call(node, file)


def in_template(source: str, file: str) -> Iterator[Text]:
    """Texts of a template: Django turns its tags into calls, among blotted-out page text."""
    marked = templatize(source, origin=file)
    for match in TEMPLATE_CALL.finditer(marked):
        yield from _of_call(_call_at(marked, match.end()), file)


def _call_at(marked: str, start: int) -> ast.Call:
    """The call that begins here: it ends at the first bracket that makes it whole."""
    end = marked.index(")", start)
    while True:
        try:
            call = ast.parse(marked[start : end + 1], mode="eval").body
        except SyntaxError:
            end = marked.index(")", end + 1)
        else:
            assert isinstance(call, ast.Call)
            return call  # type: ignore[return-value]


def _of_call(node: ast.Call, file: str) -> Iterator[Text]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    places = CALLS.get(name.removesuffix("_lazy").removesuffix("_noop"))
    if places is None or len(node.args) <= places[1]:
        return
    context, singular, plural = (node.args[place] if place is not None else None for place in places)
    if isinstance(singular, (ast.JoinedStr, ast.BinOp)):
        raise TextError(f"{file}:{node.lineno}: a text put together at run time has no translation; use %(name)s")
    if isinstance(singular, ast.Constant) and isinstance(singular.value, str) and singular.value:
        yield Text(singular.value, _string(context), _string(plural), {file})


def _string(node: ast.expr | None) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def placeholders(text: str) -> set[str]:
    """What a text leaves open; both languages must leave the same open."""
    return {f"%({name})" for name in NAMED.findall(text)} | {f"{{{name}}}" for name in BRACED.findall(text)}


@dataclass
class Update:
    """What an update did to a catalogue."""

    added: list[str]
    dropped: list[str]
    untranslated: list[str]


def update(path: Path, texts: dict[tuple[str, str], Text]) -> Update:
    """Bring a catalogue up to the texts: translations stay, unused entries go, the order is fixed."""
    old = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    before = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    kept = {key for key, entry in before.items() if entry.tcomment == LIBRARY}
    new = polib.POFile(wrapwidth=110)
    new.metadata = old.metadata or _metadata(path)
    for key in sorted(texts.keys() | kept):
        new.append(_entry(texts[key], before.get(key)) if key in texts else before[key])
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    return Update(
        added=sorted(key[1] for key in texts.keys() - before.keys()),
        dropped=sorted(key[1] for key in before.keys() - texts.keys() - kept),
        untranslated=[entry.msgid for entry in new if not entry.translated()],
    )


def _metadata(path: Path) -> dict[str, str]:
    language = path.parts[-3]
    one = language.startswith("zh") or language in WIDE_LANGUAGES
    plurals = "nplurals=1; plural=0;" if one else "nplurals=2; plural=(n != 1);"
    return {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plurals,
    }


def _entry(text: Text, old: polib.POEntry | None) -> polib.POEntry:
    # No "#:" comments: they would change the catalogue with every edit of the code, and `git grep` finds a text.
    entry = polib.POEntry(msgid=text.msgid, msgctxt=text.context or None)
    said = (old.msgstr_plural.get(0) or old.msgstr) if old else ""
    if text.plural:
        entry.msgid_plural = text.plural
        entry.msgstr_plural = (old.msgstr_plural if old else None) or {0: said}
    else:
        entry.msgstr = said
    return entry


def compile_all(locale: Path, *, force: bool = False) -> list[Path]:
    """Compile the catalogues that are newer than their compiled form; returns those. This process reads them, too."""
    compiled = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not force and target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # Written aside and put in place at once, because another process may be reading.
        aside = target.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(source)).save_as_mofile(str(aside))
        aside.replace(target)
        # This process may have looked for the texts before; what it found is forgotten.
        translation_file_changed(None, target)
        compiled.append(source)
    return compiled
