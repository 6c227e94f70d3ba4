"""The rule editor's page as a browser has it: what it would send, which buttons it has, what it shows."""

import copy
from html.parser import HTMLParser

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from policies.editing.measure_editor import MeasureEditor
from policies.models import Measure

EDIT = {"base": 1}


class Page(HTMLParser):
    """What a browser would send for a page, and what it shows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.buttons: list[str] = []
        self.text: list[str] = []
        self._select: str | None = None
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = {name: value if value is not None else "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self._select, self._first = name, None
        elif tag == "option" and self._select is not None:
            self._first = given.get("value", "") if self._first is None else self._first
            if "selected" in given:
                self.sent.append((self._select, given.get("value", "")))
        elif tag == "textarea":
            self._area = name
            self.sent.append((name, ""))
        elif tag == "button" and name == "action":
            self.buttons.append(given["value"])
        elif tag == "input" and name and "disabled" not in given:
            ticks = given.get("type") in ("checkbox", "radio")
            if not ticks or "checked" in given:
                self.sent.append((name, given.get("value", "on" if ticks else "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select is not None:
            if self._select not in dict(self.sent) and self._first is not None:
                self.sent.append((self._select, self._first))
            self._select = None
        self._area = None if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            name, text = self.sent[-1]
            self.sent[-1] = (name, (text + data).removeprefix("\n"))
        else:
            self.text.append(data)

    def data(self, action: str = "save", **changes: object) -> QueryDict:
        query = QueryDict(mutable=True)
        for name, value in self.sent:
            query.appendlist(name, value)
        for name, value in changes.items():
            query.setlist(name, value if isinstance(value, list) else [str(value)])
        query["action"] = action
        return query

    def shows(self, words: str) -> bool:
        return words in " ".join(" ".join(self.text).split())


def content_of(code: str) -> dict:
    return copy.deepcopy(MeasureEditor.read(Measure.objects.get(code=code))) | EDIT


def page_of(editor: MeasureEditor, language: str = "en") -> Page:
    with translation.override(language):
        return Page(render_to_string(editor.template, {"editor": editor.context()}))


def sent(content: dict, action: str = "save", changes: dict | None = None) -> MeasureEditor:
    """The page of this content, sent back with these changes."""
    return MeasureEditor(content, page_of(MeasureEditor(content)).data(action, **changes or {}))
