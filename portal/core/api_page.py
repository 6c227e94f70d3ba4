"""The API in a browser: the same answer as a page, with what the address is for and where its links lead."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from rest_framework.renderers import BaseRenderer, JSONRenderer

# Longer answers stand there without links: whoever reads them has a program.
LONGEST = 200_000
ADDRESS = re.compile(r"&quot;((?:https?://[^\s&]+|/[\w/.-]+/)(?:(?:&amp;|[^\s&])*))&quot;")


class PageRenderer(BaseRenderer):
    """What a person with a browser gets; programs that ask for JSON or for anything get JSON."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> str:
        context = renderer_context or {}
        view, request, response = context.get("view"), context.get("request"), context.get("response")
        shown = {
            "name": getattr(view, "api_title", "") or _name(view),
            "about": _about(view),
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "allowed": ", ".join(getattr(view, "allowed_methods", [])),
            "answer": _marked(data),
            "json_url": _json_url(request),
            "section": "data",
        }
        return render_to_string("api_answer.html", shown, request=request._request)


def _name(view: Any) -> str:
    return view.get_view_name() if view else ""


def _about(view: Any) -> str:
    """The docstring of what is done here, else of the view; written for readers of the schema, so in English."""
    handler = getattr(view, getattr(view, "action", "") or "", None)
    return (getattr(handler, "__doc__", "") or getattr(view, "__doc__", "") or "").strip()


def _json_url(request: Any) -> str:
    query = request.GET.copy()
    query["format"] = "json"
    return f"{request.path}?{query.urlencode()}"


def _marked(data: Any) -> SafeString:
    """The JSON, indented, escaped, with its addresses as links."""
    text = json.dumps(_plain(data), ensure_ascii=False, indent=2)
    shown = escape(text)
    if len(text) <= LONGEST:
        shown = ADDRESS.sub(lambda found: format_html('"<a href="{}">{}</a>"', *[mark_safe(found[1])] * 2), shown)  # noqa: S308
    return mark_safe(shown)  # noqa: S308  (escaped above)


def _plain(data: Any) -> Any:
    """As the JSON renderer writes it."""
    return json.loads(JSONRenderer().render(data)) if isinstance(data, Mapping | list | tuple) else data
