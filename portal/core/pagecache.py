"""Whole public pages in the memory of the web process.

The first middleware. It answers a GET that carries no session cookie and no query string from a dictionary
whose keys are path and encoding, already compressed; nothing behind it runs. A view opts in with
`@public_page`. A page lives for `LIFE` seconds at most, because it shows days left; a change of public
content empties the cache at once in this process and within a second in the others (`bump`).
"""

import gzip
import time
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from pathlib import Path
from threading import Lock

import brotli
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware

LIFE = 30.0
LOOK = 1.0
LIMIT = 2000
_pages: dict[tuple[str, str, str], tuple[float, HttpResponse, str]] = {}
_lock = Lock()
_state = {"looked": 0.0, "generation": 0.0}


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An open page that reads the same for every visitor who is not signed in."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_public_page = True  # type: ignore[attr-defined]
        return response

    return login_not_required(wrapper)


def _stamp() -> Path:
    return Path(settings.VAR) / "content-changed"


def clear() -> None:
    """Forget the pages of this process."""
    _pages.clear()


def bump() -> None:
    """Say that public content changed: other processes of this machine see it within `LOOK` seconds.

    On several machines the pages of the others live on for at most `LIFE` seconds.
    """
    clear()
    _stamp().touch()


def _generation(moment: float) -> None:
    if moment - _state["looked"] < LOOK:
        return
    _state["looked"] = moment
    try:
        changed = _stamp().stat().st_mtime_ns
    except FileNotFoundError:
        changed = 0
    if changed != _state["generation"]:
        _state["generation"] = changed
        _pages.clear()


def _encoding(request: HttpRequest) -> str:
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    return "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""


def _compressed(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.compress(body, quality=6)
    return gzip.compress(body, 6, mtime=0) if encoding == "gzip" else body


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        signed_in = settings.SESSION_COOKIE_NAME in meta.get("HTTP_COOKIE", "")
        if request.method != "GET" or meta.get("QUERY_STRING") or signed_in:
            return self.get_response(request)
        moment = time.monotonic()
        _generation(moment)
        size = "large" if "text=large" in meta.get("HTTP_COOKIE", "") else ""
        key = (meta.get("HTTP_HOST", ""), request.path + size, _encoding(request))
        found = _pages.get(key)
        if found is not None and found[0] > moment:
            if meta.get("HTTP_IF_NONE_MATCH") == found[2]:
                return _not_modified(found[1])
            return found[1]
        return self._fresh(request, key, moment)

    def _fresh(self, request: HttpRequest, key: tuple[str, str, str], moment: float) -> HttpResponse:
        request.may_be_cached = True  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not getattr(response, "is_public_page", False) or response.status_code != 200 or response.cookies:
            return response
        stored = self._store(response, key[2])
        with _lock:
            if len(_pages) >= LIMIT:
                _pages.clear()
            _pages[key] = (moment + LIFE, stored, stored["ETag"])
        return stored

    @staticmethod
    def _store(response: HttpResponse, encoding: str) -> HttpResponse:
        """A response of its own, without the request that a rendered one drags along."""
        body = _compressed(response.content, encoding)
        stored = HttpResponse(body, content_type=response["Content-Type"])
        for name, value in response.items():
            stored[name] = value
        stored["Content-Length"] = str(len(body))
        stored["ETag"] = f'"{blake2b(body, digest_size=12).hexdigest()}"'
        stored["Cache-Control"] = "max-age=0, must-revalidate"
        stored["Vary"] = "Accept-Encoding, Cookie"
        if encoding:
            stored["Content-Encoding"] = encoding
        return stored


class CompressionMiddleware(GZipMiddleware):
    """Django's compression (with its padding against BREACH), except where the page cache compresses."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "may_be_cached", False) and getattr(response, "is_public_page", False):
            return response
        return super().process_response(request, response)


def _not_modified(stored: HttpResponse) -> HttpResponse:
    answer = HttpResponseNotModified()
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        if stored.has_header(name):
            answer[name] = stored[name]
    return answer
