"""Templates that are filled without running them each time: small ones that a page shows often, and one whole page.

Each is rendered once for each set of values that are there, with marks in their places; from then on a piece of HTML
costs a tenth of that. Such a template may only show its values, which are texts, and ask whether they are there.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.core.context import language_links

# Of the private use area: in no text of ours, and not escaped.
BEGIN, END = "\ue000", "\ue001"
MARK = re.compile(f"{BEGIN}(\\w+){END}")
# Of a whole page; each takes some ten kilobytes.
MOST_SHAPES = 200
Shape = tuple[str | None, ...]


class Stencil:
    def __init__(self, template: str) -> None:
        self.template = template
        # By language and the names of the values that are there: pieces of HTML with a name between each two.
        self.cut: dict[Shape, list[str]] = {}

    def fill(self, rows: Iterable[Mapping[str, str]]) -> SafeString:
        """The template once for each of the rows, escaped."""
        language = get_language()
        return mark_safe("".join([piece for row in rows for piece in self._filled(language, row)]))  # noqa: S308

    def _filled(self, language: str | None, row: Mapping[str, str]) -> list[str]:
        return _with_values(self._pieces((language, *[name for name, value in row.items() if value])), row)

    def _pieces(self, shape: Shape) -> list[str]:
        if (found := self.cut.get(shape)) is None or settings.DEBUG:
            found = self.cut[shape] = MARK.split(render_to_string(self.template, _marks(shape[1:])))
        return found


class PageStencil:
    """A page whose address alone says what is on it. Whoever is signed in gets it from the template itself."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.cut: dict[Shape, list[str]] = {}

    def fill(self, request: HttpRequest, values: Mapping[str, str]) -> HttpResponse:
        if request.user.is_authenticated or settings.DEBUG:
            return HttpResponse(render_to_string(self.template, dict(values), request))
        address = request.META.get("QUERY_STRING", "")
        own = {**values, "address": f"?{address}" if address else ""}
        larger = "larger" if request.COOKIES.get("text") == "large" else ""
        shape = (get_language(), larger, request.path, *[name for name, value in own.items() if value])
        if (found := self.cut.get(shape)) is None:
            context = _marks(shape[3:])
            context["language_links"] = language_links(request.path, context.get("address", ""))
            if len(self.cut) >= MOST_SHAPES:
                self.cut.clear()
            found = self.cut[shape] = MARK.split(render_to_string(self.template, context, request))
        return HttpResponse("".join(_with_values(found, own)))


def _marks(names: Iterable[str | None]) -> dict[str, Any]:
    return {str(name): f"{BEGIN}{name}{END}" for name in names}


def _with_values(pieces: list[str], values: Mapping[str, str]) -> list[str]:
    filled = pieces.copy()
    given = [values[name] for name in pieces[1::2]]
    filled[1::2] = [value if hasattr(value, "__html__") else escape(value) for value in given]
    return filled
