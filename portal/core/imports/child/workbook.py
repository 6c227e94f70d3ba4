"""The parts of a workbook around its cells: which sheets there are, the texts they share, what is a date."""

import posixpath
import re
from typing import Any

from .archive import Archive
from .markup import Elements
from .refusal import Refused

# Number formats that Excel has without naming them (ECMA-376, 18.8.30, with those of Chinese editions).
DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
PERCENTS = frozenset({9, 10})
# Texts, colours, conditions and escaped signs of a format, which may hold the letters of a date.
NO_PATTERN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
MOST_SHARED = 5_000_000
PLAIN, DATE, PERCENT = 0, 1, 2


class Relations(Elements):
    """Targets by identifier, and by the last word of their type."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.by_type: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        self.targets[attributes.get("Id", "")] = target
        self.by_type.setdefault(attributes.get("Type", "").rpartition("/")[2], target)


class Book(Elements):
    """The sheets in their order, and whether days count from 1904."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[dict[str, Any]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            shown = attributes.get("state", "visible") == "visible"
            self.sheets.append({"name": attributes.get("name", ""), "relation": relation, "shown": shown})


class SharedTexts(Elements):
    """Texts by number; how they are pronounced (`rPh`) is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.parts: list[str] = []
        self.reading = self.spoken = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.parts = []
        elif name == "rPh":
            self.spoken = True
        elif name == "t":
            self.reading = not self.spoken

    def text(self, data: str) -> None:
        if self.reading:
            self.parts.append(data)

    def end(self, name: str) -> None:
        if name == "t":
            self.reading = False
        elif name == "rPh":
            self.spoken = False
        elif name == "si":
            if len(self.texts) >= MOST_SHARED:
                raise Refused("too_large")
            self.texts.append("".join(self.parts))


class Styles(Elements):
    """For each style of a cell whether its numbers are days, percentages or neither."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[int] = []
        self.own: dict[int, int] = {}
        self.inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.own[_number(attributes.get("numFmtId"))] = kind_of_pattern(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside and len(self.kinds) < 100_000:
            self.kinds.append(self._kind(_number(attributes.get("numFmtId"))))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.inside = False

    def _kind(self, number: int) -> int:
        if number in self.own:
            return self.own[number]
        return DATE if number in DATES else PERCENT if number in PERCENTS else PLAIN


def kind_of_pattern(pattern: str) -> int:
    bare = NO_PATTERN.sub("", pattern[:500]).lower()
    if "%" in bare:
        return PERCENT
    return DATE if bare != "general" and any(letter in bare for letter in "ymdhs年月日") else PLAIN


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


class Workbook:
    """What is needed to read the first sheet that is shown."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        path = self._main()
        self.folder = posixpath.dirname(path)
        self.book = Book()
        self.book.read(archive.pieces(path))
        self.relations = self._relations(posixpath.join(self.folder, "_rels", f"{posixpath.basename(path)}.rels"))
        shown = [sheet for sheet in self.book.sheets if sheet["shown"]]
        if not shown:
            raise Refused("no_sheet")
        self.sheet = shown[0]["name"]
        self.others = [sheet["name"] for sheet in self.book.sheets if sheet is not shown[0]]
        self.sheet_path = self._path(self.relations.targets.get(shown[0]["relation"], ""))

    def _main(self) -> str:
        relations = self._relations("_rels/.rels")
        return relations.by_type.get("officeDocument", "xl/workbook.xml").lstrip("/")

    def _relations(self, path: str) -> Relations:
        relations = Relations()
        if self.archive.has(path):
            relations.read(self.archive.pieces(path))
        return relations

    def _path(self, target: str) -> str:
        """Targets are written from the root or from the workbook's folder."""
        if target.startswith("/"):
            return target.lstrip("/")
        return posixpath.normpath(posixpath.join(self.folder, target))

    def texts(self) -> list[str]:
        target = self.relations.by_type.get("sharedStrings")
        if not target:
            return []
        shared = SharedTexts()
        shared.read(self.archive.pieces(self._path(target)))
        return shared.texts

    def styles(self) -> list[int]:
        target = self.relations.by_type.get("styles")
        if not target:
            return []
        styles = Styles()
        styles.read(self.archive.pieces(self._path(target)))
        return styles.kinds
